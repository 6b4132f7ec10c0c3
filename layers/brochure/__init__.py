"""The A4 brochure of a tour: an overview page with the map, then the timetable.

``layout.lay_out`` makes the pages, ``overview`` the first one, ``timetable`` the others, ``frame`` what all
pages share.
"""
