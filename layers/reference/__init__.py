"""Reference layers of the user: features and tiles, ready to be drawn at any scale."""
