"""Layers of the map in the project file and in its journal; styles as plain tables."""

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.edits import SetLayers
from data.errors import BadInputError, StorageError
from data.model.layer_style import Condition, LayerStyle, Marker, Operator, Rule, Symbol
from data.model.map_layers import (
    DEFAULT_STACK,
    LayerKey,
    LayerSource,
    LayerStack,
    MapLayer,
    OwnLayer,
    SourceKind,
)
from data.model.project import Project
from data.storage.gpkg import open_project, save_project
from data.storage.journal_records import change_of, difference, encode
from data.storage.layer_records import stack_of, stack_text, style_of, style_table

_COLORS = st.from_regex(r"\A#[0-9A-F]{6}\Z")
_TEXTS = st.text(max_size=12)
_SYMBOLS = st.builds(
    Symbol,
    color=_COLORS,
    width_px=st.floats(0, 30),
    is_dashed=st.booleans(),
    fill=st.just("") | _COLORS,
    fill_opacity=st.floats(0, 1),
    marker=st.sampled_from(Marker),
    size_px=st.floats(1, 60),
)
_RULES = st.builds(
    Rule,
    symbol=_SYMBOLS,
    condition=st.none()
    | st.builds(
        Condition, field=st.text(min_size=1, max_size=8), operator=st.sampled_from(Operator), value=_TEXTS
    ),
    title=_TEXTS,
)
STYLES = st.builds(
    LayerStyle,
    rules=st.lists(_RULES, min_size=1, max_size=3).map(tuple),
    label=_TEXTS,
    label_size_px=st.integers(6, 40),
    label_from=st.integers(0, 10**6),
)


def reference(key: str = "layer-1", **changes: object) -> MapLayer:
    source = LayerSource(kind=SourceKind.VECTOR, address="/du-lieu/di-tich.geojson")
    return replace(MapLayer(key=LayerKey(key), title="Di tích", source=source), **changes)  # type: ignore[arg-type]  # fields by name


@given(style=STYLES)
@settings(max_examples=60)
def test_a_style_is_read_back_as_it_was_written(style: LayerStyle) -> None:
    assert style_of(style_table(style)) == style


def test_layers_are_kept_in_the_project_file(tmp_path: Path) -> None:
    stack = DEFAULT_STACK.with_layer(reference(closest=1000, farthest=250_000, is_visible=False, opacity=0.4))
    path = tmp_path / "du-an.gpkg"
    save_project(Project(title="Tuyến", layers=stack), path)
    assert open_project(path).layers == stack


def test_layers_are_kept_in_the_journal() -> None:
    before = Project()
    after = replace(before, layers=DEFAULT_STACK.with_layer(reference()))
    record = encode({}, difference(before, after))
    assert change_of(record).apply(before) == after


def test_a_project_without_a_list_of_layers_has_the_usual_ones() -> None:
    assert stack_of("") == DEFAULT_STACK


def test_a_layer_of_ours_that_the_file_does_not_know_is_added() -> None:
    text = stack_text(DEFAULT_STACK).replace('"water"', '"layer-x"')
    with pytest.raises(BadInputError, match="none of ours"):
        stack_of(text)
    less = LayerStack.__new__(LayerStack)
    object.__setattr__(less, "layers", DEFAULT_STACK.layers[:-1])
    assert stack_of(stack_text(less)) == DEFAULT_STACK


def test_a_damaged_list_of_layers_is_refused_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "du-an.gpkg"
    save_project(Project(layers=DEFAULT_STACK.with_layer(reference())), path)
    with sqlite3.connect(path) as db:
        db.execute("UPDATE project_metadata SET value = '[{\"key\": 3}]' WHERE key = 'layers'")
    db.close()
    with pytest.raises(StorageError, match="project_metadata, fid layers"):
        open_project(path)


def test_overlays_stay_above_reference_layers() -> None:
    stack = DEFAULT_STACK.with_layer(reference())
    keys = [layer.key for layer in stack.layers]
    assert keys[:4] == ["tour", "places", "names", "layer-1"]
    lowest = stack.in_order(("water", "layer-1", "roads", "borders", "names", "places", "tour"))
    assert [layer.key for layer in lowest.layers] == [
        "names", "places", "tour", "water", "layer-1", "roads", "borders",
    ]  # fmt: skip


def test_undoing_a_change_of_layers_leaves_what_is_shown_as_it_is() -> None:
    stack = DEFAULT_STACK.with_layer(reference())
    project = Project(layers=stack)
    renamed = SetLayers(stack.with_layer(reference(title="Đình, chùa"))).apply(project)
    hidden = replace(renamed.project, layers=renamed.project.layers.with_layer(
        replace(renamed.project.layers["layer-1"], is_visible=False)))  # fmt: skip
    undone = renamed.inverse.apply(hidden).project.layers["layer-1"]
    assert undone.title == "Di tích"
    assert not undone.is_visible


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: reference(opacity=1.2), "opacity"),
        (lambda: reference(closest=5000, farthest=1000), "no range"),
        (lambda: LayerSource(kind=SourceKind.XYZ, address="http://x/{z}/{x}/{y}"), "needs a credit"),
        (lambda: Symbol(color="red"), "no colour"),
        (lambda: LayerStyle(rules=()), "1 to 100 rules"),
        (lambda: LayerStack(DEFAULT_STACK.layers[1:]), "damaged"),
        (lambda: DEFAULT_STACK.without(OwnLayer.ROADS), "damaged"),
    ],
)
def test_what_cannot_be_a_layer_is_refused(make: object, said: str) -> None:
    with pytest.raises(BadInputError, match=said):
        make()  # type: ignore[operator]  # a function of the table above
