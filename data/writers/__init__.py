"""Exchange and office formats of a tour, one module a format; docs/outputs.md documents every field.

Each writer has a pure function that returns the whole document, and ``write(project, tour, path, language)``
that puts it on disk atomically. All of them read the tour through ``data.writers.itinerary``.
"""
