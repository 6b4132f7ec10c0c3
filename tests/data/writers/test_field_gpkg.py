"""The GeoPackage for the road opens in GDAL and QGIS with styles, form and project; QField was not run."""

import io
import json
import os
import shutil
import sqlite3
import subprocess
import zipfile
from contextlib import closing
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pyogrio
import pytest

from data.writers import field_gpkg
from data.writers.qgis_project import VERSION
from tests.samples import hostile, sample_project, sample_tour
from tests.tours import tour_with

COLORS = ("#B3123B", "#0F7BBE")
SYSTEM_PYTHON = "/usr/bin/python3"
"""PyQGIS comes with QGIS for the Python of the system, never for a virtual environment."""

ASK_QGIS = """
import json, sys
from qgis.core import QgsApplication, QgsFeature, QgsGeometry, QgsPointXY, QgsProject
app = QgsApplication([], False)
app.initQgis()
project = QgsProject.instance()
said = {"is_read": project.read(f"geopackage:{sys.argv[1]}?projectName=tour"), "title": project.title()}
said["crs"] = project.crs().authid()
layers = [node.layer() for node in project.layerTreeRoot().findLayers()]
said["layers"] = [
    {
        "name": layer.name(), "is_valid": layer.isValid(), "count": layer.featureCount(),
        "renderer": layer.renderer().type(), "labels": layer.labelsEnabled(), "crs": layer.crs().authid(),
        "widgets": {f.name(): layer.editorWidgetSetup(i).type() for i, f in enumerate(layer.fields())},
        "locked": [f.name() for i, f in enumerate(layer.fields()) if layer.editFormConfig().readOnly(i)],
    }
    for layer in layers
]
photo = layers[0].fields().indexOf("photo")
said["photo"] = layers[0].editorWidgetSetup(photo).config()
layers[0].startEditing()
finding = QgsFeature(layers[0].fields())
finding.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(106.2, 20.95)))
finding["name_vi"] = "Quán nước"
layers[0].addFeature(finding)
said["is_saved"] = layers[0].commitChanges()
said["findings"] = layers[0].featureCount()
print(json.dumps(said))
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "tour.gpkg"
    field_gpkg.write(sample_project(), sample_tour(), path, day_colors=COLORS)
    return path


def test_gdal_reads_stops_ways_and_an_empty_layer_for_findings(path: Path) -> None:
    kinds = {name: kind for name, kind in pyogrio.list_layers(path) if kind is not None}
    assert kinds == {"stops": "Point", "legs": "LineString", "findings": "Point"}
    stops = pyogrio.read_dataframe(path, layer="stops")
    assert stops.crs.to_epsg() == 4326
    assert len(stops) == sum(len(day.stops) for day in sample_tour().days)
    assert list(stops["number"].dropna()) == [1, 2, 3, 4, 5]
    assert "Văn miếu Mao Điền" in set(stops["name_vi"])
    assert len(pyogrio.read_dataframe(path, layer="findings")) == 0


def test_every_layer_has_its_style_and_the_project_names_the_file_beside_it(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db:
        styles = dict(db.execute("SELECT f_table_name, styleQML FROM layer_styles WHERE useAsDefault"))
        content = db.execute("SELECT content FROM qgis_projects").fetchone()[0]
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert set(styles) == {"stops", "legs", "findings"}
    for qml in styles.values():
        assert ET.fromstring(qml.partition("\n")[2]).get("version") == VERSION
    with zipfile.ZipFile(io.BytesIO(bytes.fromhex(content))) as archive:
        project = ET.fromstring(archive.read("tour.qgs").decode().partition("\n")[2])
    sources = [element.text or "" for element in project.iter("datasource")]
    assert sources == [f"./tour.gpkg|layername={name}" for name in ("findings", "stops", "legs")]
    assert project.findtext("properties/Paths/Absolute") == "false"


def test_markup_in_names_stays_text(tmp_path: Path) -> None:
    project, tour = hostile()
    field_gpkg.write(project, tour, tmp_path / "tour.gpkg", "en")
    stops = pyogrio.read_dataframe(tmp_path / "tour.gpkg", layer="stops")
    assert any(name.startswith("Đình <script>") for name in stops["name_vi"])


def test_a_tour_of_one_stop_has_all_layers(tmp_path: Path) -> None:
    field_gpkg.write(*tour_with(1), tmp_path / "tour.gpkg")
    assert len(pyogrio.read_dataframe(tmp_path / "tour.gpkg", layer="stops")) == 3


def ask_qgis(path: Path) -> dict[str, Any]:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_RUNTIME_DIR": str(path.parent)}
    for name in ("PYTHONPATH", "VIRTUAL_ENV"):
        environment.pop(name, None)
    command = [SYSTEM_PYTHON, "-c", ASK_QGIS, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=120, check=True)
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def has_qgis() -> bool:
    if shutil.which(SYSTEM_PYTHON) is None:
        return False
    asked = subprocess.run([SYSTEM_PYTHON, "-c", "import qgis.core"], capture_output=True, check=False)
    return asked.returncode == 0


@pytest.mark.skipif(not has_qgis(), reason="PyQGIS is not installed for the Python of the system")
def test_qgis_opens_the_project_inside_and_saves_a_finding(path: Path) -> None:
    said = ask_qgis(path)
    assert said["is_read"]
    assert said["title"] == sample_tour().title_vi
    assert said["crs"] == "EPSG:4326"
    findings, stops, legs = said["layers"]
    assert all(layer["is_valid"] and layer["crs"] == "EPSG:4326" for layer in said["layers"])
    assert (stops["renderer"], stops["labels"], legs["renderer"]) == (
        "categorizedSymbol",
        True,
        "categorizedSymbol",
    )
    assert stops["widgets"]["state"] == "ValueMap"
    assert stops["widgets"]["place_id"] == "Hidden"
    assert {"name_vi", "arrive", "number"} <= set(stops["locked"])
    assert not {"state", "remark", "photo"} & set(stops["locked"])
    assert findings["widgets"]["photo"] == "ExternalResource"
    assert said["photo"]["RelativeStorage"] == 1
    assert (said["is_saved"], said["findings"]) == (True, 1)
