"""Entry of the product: ``hanh-trinh`` opens the window, ``hanh-trinh COMMAND …`` runs a command."""

import sys
from collections.abc import Sequence
from multiprocessing import freeze_support

from gis_app.cli.main import run_command_line


def main(argv: Sequence[str] | None = None) -> int:
    """Run the product and return the process's exit code.

    Parameters
    ----------
    argv
        Arguments without the program's name; ``None`` takes those of the process.
    """
    # In a frozen program a child process starts here; anywhere else this does nothing.
    freeze_support()
    return run_command_line(sys.argv[1:] if argv is None else argv)


if __name__ == "__main__":
    sys.exit(main())
