"""A tour request as a request file: TOML that ``data.readers.request_toml`` reads back equal."""

from pathlib import Path

from data.model.request import TourRequest
from data.readers.request_plain import to_plain
from data.writers.atomic import write_atomically


def request_text(request: TourRequest) -> str:
    """Return a request in the format of request files."""
    import tomlkit  # noqa: PLC0415 - loading it takes long, and a request is written only when it is saved

    return tomlkit.dumps(to_plain(request))


def write_request(request: TourRequest, path: Path) -> None:
    """Write a request file, complete or not at all.

    Raises
    ------
    StorageError
        If the folder cannot be written.
    """
    write_atomically(path, request_text(request).encode())
