"""Fast global improvement of plans: large neighbourhood search compiled to machine code, and a route pool.

``improve`` is the whole interface; ``docs/decisions/0008-compiled-search.md`` tells how it was chosen.
"""

from routes.planner.search.engine import improve

__all__ = ["improve"]
