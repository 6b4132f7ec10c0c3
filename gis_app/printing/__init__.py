"""Print: pages laid out in ``layers`` painted to PDF and pictures."""
