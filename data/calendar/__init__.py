"""Calendars of places: opening hours (``opening``) and the Vietnamese lunar calendar (``lunar``)."""
