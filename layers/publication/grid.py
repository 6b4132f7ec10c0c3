"""The index grid of a map: letters across, numbers down, so that 'C4' says where a place is."""

from dataclasses import dataclass
from string import ascii_uppercase
from typing import Final

from layers.page import MapFrame
from layers.viewport import PRINT_PIXEL_MM

CELL_MM: Final = 30.0
"""Wished side of a cell; cells are squares of about this size."""


@dataclass(frozen=True, slots=True)
class MapGrid:
    """Cells over one map frame."""

    frame: MapFrame
    columns: int
    rows: int

    @classmethod
    def over(cls, frame: MapFrame) -> "MapGrid":
        """Return a grid whose cells are nearly squares of ``CELL_MM``; at most 26 letters."""
        columns = min(max(2, round(frame.width / CELL_MM)), len(ascii_uppercase))
        return cls(frame, columns, max(2, round(frame.height / CELL_MM)))

    @property
    def cell_mm(self) -> tuple[float, float]:
        """Width and height of a cell."""
        return self.frame.width / self.columns, self.frame.height / self.rows

    def letters(self) -> str:
        """Return the letters of the columns."""
        return ascii_uppercase[: self.columns]

    def cell(self, lon: float, lat: float) -> str:
        """Return the cell of a point (WGS84 degrees), 'C4'; '' outside the map."""
        x_px, y_px = self.frame.viewport.point_px(lon, lat)
        width, height = self.cell_mm
        column, row = int(x_px * PRINT_PIXEL_MM // width), int(y_px * PRINT_PIXEL_MM // height)
        is_inside = 0 <= column < self.columns and 0 <= row < self.rows
        return f"{ascii_uppercase[column]}{row + 1}" if is_inside else ""
