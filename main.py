"""Start Hành Trình from a checkout: ``python main.py`` opens the window, ``python main.py plan …`` plans."""

import sys

from gis_app.__main__ import main

if __name__ == "__main__":
    sys.exit(main())
