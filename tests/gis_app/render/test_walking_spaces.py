"""Walking spaces are shaded where the register knows their extent."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from shapely import Geometry, LineString, Point, box

from data.model.place import Category
from data.model.project import Project
from gis_app.render.drawing import Drawing
from gis_app.render.walking_painter import paint_walking_spaces
from layers.viewport import Viewport
from tests.samples import KIEP_BAC, sample_project

VIEW = Viewport(106.33, 20.93, 15.0, 200, 200)


def project_with(geometry: Geometry) -> Project:
    project = sample_project()
    place = replace(project.place(KIEP_BAC), category=Category.WALKING_SPACE, geometry=geometry)
    return replace(project, places={place.id: place})


def coloured(geometry: Geometry) -> NDArray[np.bool_]:
    """Return which pixels of a white picture are no longer white."""
    image = QImage(200, 200, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    with QPainter(image) as painter:
        paint_walking_spaces(Drawing.on(painter, VIEW), project_with(geometry))
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(200, 200, 4)[..., :3]
    return np.asarray((pixels < 250).any(axis=2))


@pytest.fixture(autouse=True)
def _application(qapp: QGuiApplication) -> None:
    """Give painters what they need."""


def test_an_area_is_shaded_whole() -> None:
    shaded = coloured(box(106.329, 20.929, 106.331, 20.931))
    assert shaded[100, 100]
    assert not shaded[5, 5]


def test_a_street_is_shaded_along_its_line() -> None:
    shaded = coloured(LineString([(106.32, 20.93), (106.34, 20.93)]))
    assert shaded[100, 20]
    assert shaded[100, 180]
    assert not shaded[60, 100]


def test_a_point_is_left_alone() -> None:
    assert not coloured(Point(106.33, 20.93)).any()
