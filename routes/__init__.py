"""From places to a timetable: road network, router, tour planner and checker. Knows nothing of Qt."""
