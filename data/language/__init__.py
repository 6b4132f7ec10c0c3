"""Words and number formats of the two languages of the product, Vietnamese first."""
