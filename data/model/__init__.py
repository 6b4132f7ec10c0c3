"""The nouns a planner works with, as immutable values. Import each from its own module.

===============  =====================================================================
``place``        Place and the vocabularies of its fields
``festival``     festival rules by lunar or solar date
``units``        AdminUnit and UnitSuccession (before and after 1 July 2025)
``plans``        Plan and PlanClause, the official texts that ask for tours
``request``      TourRequest: what the planner asks for
``tour``         Tour, Day, Stop, Leg, DroppedPlace: what he gets
``project``      Project, all of the above in one value
``checks``       the argument checks shared by their constructors
===============  =====================================================================

Conventions: WGS84 (EPSG:4326), longitude first, degrees; ``_s`` seconds (times of day count from local
midnight, UTC+7), ``_m`` metres, ``_minutes`` minutes, ``_vnd`` đồng. ``None`` and ``UNKNOWN`` mean unknown
and never 'yes'.
"""
