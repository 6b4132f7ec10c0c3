"""docs/outputs.md names every field that the writers produce."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from data.language.catalogue import translate
from data.writers import geojson, gpx, itinerary_csv
from tests.samples import sample_project, sample_tour


@pytest.fixture(scope="module")
def page(repository: Path) -> str:
    return (repository / "docs" / "outputs.md").read_text(encoding="utf-8")


def test_every_geojson_property_and_member_is_documented(page: str) -> None:
    document: dict[str, Any] = json.loads(
        geojson.document(sample_project(), sample_tour(), day_colors=["#B3123B"])
    )
    fields = {name for feature in document["features"] for name in feature["properties"]}
    fields |= set(document) - {"type", "features"}
    fields |= set(document["dropped"][0])
    assert [name for name in sorted(fields) if f"`{name}`" not in page] == []


def test_every_gpx_extension_is_documented(page: str) -> None:
    elements = set(re.findall(r"<ht:(\w+)", gpx.document(sample_project(), sample_tour())))
    assert elements
    assert [name for name in sorted(elements) if f"`{name}`" not in page] == []
    assert gpx.EXTENSION_NAMESPACE in page


def test_every_csv_column_is_documented_in_order(page: str) -> None:
    columns = [(translate("vi", header), translate("en", header)) for header in itinerary_csv.HEADERS]
    table = [line for line in page.splitlines() if line.startswith("| ")]
    first = next(i for i, line in enumerate(table) if line.startswith("| Vietnamese header")) + 1
    written = [
        tuple(cell.strip() for cell in line.split("|")[1:3]) for line in table[first : first + len(columns)]
    ]
    assert written == columns
