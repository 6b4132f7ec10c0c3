"""Golden pictures: drawn now and before, alike but for how another machine may smooth edges."""

from pathlib import Path
from typing import Final

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from tests.conftest import GOLDEN

CELL_PX: Final = 4
"""Pictures are compared by the mean colours of such squares: edges may be smoothed otherwise elsewhere."""
MOST_STEP: Final = 20.0
"""Most that a square's channels may differ, of 255."""
MOST_SHARE: Final = 0.002
"""Most squares that may differ by more."""

_COLOURS: Final = 224


def assert_alike(request: pytest.FixtureRequest, name: str, picture: Image.Image) -> None:
    """Compare ``picture`` with tests/golden/``name`` (PNG), or rewrite that on ``--refresh-golden``."""
    path = GOLDEN / name
    if request.config.getoption("--refresh-golden"):
        path.parent.mkdir(parents=True, exist_ok=True)
        small = picture.convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE)
        small.save(path, optimize=True)
    assert path.is_file(), f"no golden file tests/golden/{name}: make it with 'make golden'"
    share = share_unlike(_opened(path), picture)
    assert share <= MOST_SHARE, f"{share:.2%} of the picture differ from tests/golden/{name}"


def share_unlike(first: Image.Image, second: Image.Image) -> float:
    """Return the share of squares in which two pictures differ, 0–1; 1 for other sizes."""
    if first.size != second.size:
        return 1.0
    apart = np.abs(_cells(first) - _cells(second)).max(axis=2)
    return float((apart > MOST_STEP).mean())


def _cells(picture: Image.Image) -> NDArray[np.float64]:
    """Return the mean colours of the squares, shape (rows, columns, 3)."""
    width, height = (side - side % CELL_PX for side in picture.size)
    pixels = np.asarray(picture.convert("RGB"), float)[:height, :width]
    cells = pixels.reshape(height // CELL_PX, CELL_PX, width // CELL_PX, CELL_PX, 3)
    return np.asarray(cells.mean(axis=(1, 3)), np.float64)


def _opened(path: Path) -> Image.Image:
    with Image.open(path) as image:
        return image.convert("RGB")
