"""What the user owns: types, edits, storage and exchange. Knows nothing of Qt, of drawing or of routing."""
