"""What the window does: files, roads, planning, exports; small controllers without widgets of their own."""
