"""Starter data: places, units, water and roads of Hà Nội and former Hải Dương, shipped with the product.

The tables beside this module are their own source (README.md says where each fact comes from); they are
read at once, without network and without any heavy library.
"""

from data.starter.tables import STARTER_SOURCE, folder, load_starter
from data.starter.water import WaterArea, WaterLine, starter_water, starter_water_lines

__all__ = [
    "STARTER_SOURCE",
    "WaterArea",
    "WaterLine",
    "folder",
    "load_starter",
    "starter_water",
    "starter_water_lines",
]
