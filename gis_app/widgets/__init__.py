"""Small widgets shared by the panels: flowing rows, chips, sentences with fields, pickers."""
