"""What is on the map or the page and how it looks, in numbers. Knows nothing of Qt or of routing."""
