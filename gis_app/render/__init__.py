"""Drawing with QPainter, shared by window, tiles, pictures and print.

Everything is drawn in logical pixels: whoever owns the painter scales it to the medium first. Nothing here
keeps state, needs the GUI thread or uses QPixmap, so tiles may be drawn on a QImage in any thread once
``fonts.load_fonts`` has run.

=====================  ===========================================================================
``sources``            Project and road network → ``layers.basemap.Basemap``
``basemap_painter``    ``paint_ground`` (for tiles: nothing in it crosses a tile's edge) and ``paint_names``
``place_painter``      ``paint_places``: symbols, clusters, names
``tour_painter``       ``paint_route``, ``paint_stops``
``furniture``          scale bar, north arrow, attribution
``map_painter``        ``paint_map``: all of it in order, for print and pictures
``fonts``, ``text``,   the font, text with halo, arrays → QPainterPath
``paths``
=====================  ===========================================================================
"""
