"""The desktop client and the command line of Hành Trình.

In a checkout ``data``, ``layers``, ``routes`` and ``resources`` stand beside this package. In the wheel
they travel inside ``gis_app/_bundle`` so that installing the product adds one top-level name only;
importing ``gis_app`` then makes them importable under the same names (docs/decisions/0001).
"""

import sys
from pathlib import Path

__version__ = "0.1.0"

_BUNDLE = Path(__file__).parent / "_bundle"
if _BUNDLE.is_dir() and str(_BUNDLE) not in sys.path:
    sys.path.insert(0, str(_BUNDLE))
