"""The map: canvas, tiles drawn off the GUI thread, live overlay, picking."""
