"""One print of a template: another paper, a scale that was chosen, parts left out."""

import pytest

from layers.page import MapFrame, PhotoItem, QrItem
from layers.publication.appearance import Appearance, Part, fits_on, has_tour_map, parts_of
from layers.publication.compose import Composition, compose
from layers.publication.matter import Matter
from layers.publication.notes import NoteKind
from layers.publication.template_file import builtin_template
from layers.style import TextStyle
from tests.samples import sample_project, sample_tour


def measure(text: str, style: TextStyle) -> tuple[float, float]:
    return len(text) * style.size_px * 0.56, style.size_px * 1.27


def made(key: str, appearance: Appearance) -> Composition:
    project, tour = sample_project(), sample_tour()
    return compose(appearance.applied(builtin_template(key)), Matter.of(project, tour, "vi", ()), measure)


def map_of(composition: Composition) -> MapFrame:
    return next(item for page in composition.pages for item in page.items if isinstance(item, MapFrame))


def test_nothing_chosen_changes_nothing() -> None:
    template = builtin_template("a3-poster")
    assert Appearance().applied(template) == template


@pytest.mark.parametrize("paper", ["", "A1"])
def test_the_scale_that_was_chosen_is_true_on_the_print(paper: str) -> None:
    composition = made("a3-poster", Appearance(paper, scale=250_000))
    frame = map_of(composition)
    assert frame.denominator == 250_000
    printed = frame.viewport.scale_denominator / composition.template.enlarge
    assert printed == pytest.approx(250_000)


def test_a_scale_too_fine_for_the_tour_is_reported() -> None:
    assert NoteKind.MAP_CUT in [note.kind for note in made("a4-leaflet", Appearance(scale=5_000)).notes]
    assert NoteKind.MAP_CUT not in [note.kind for note in made("a4-leaflet", Appearance(scale=500_000)).notes]


def test_parts_are_left_out() -> None:
    whole = made("a4-leaflet", Appearance())
    bare = made("a4-leaflet", Appearance(hidden=frozenset({Part.QR, Part.LEGEND})))
    assert any(isinstance(item, QrItem) for page in whole.pages for item in page.items)
    assert not any(isinstance(item, QrItem | PhotoItem) for page in bare.pages for item in page.items)
    assert len(bare.pages[0].items) < len(whole.pages[0].items) - 5


def test_only_what_a_template_has_can_be_left_out() -> None:
    assert Part.PHOTOS in parts_of(builtin_template("atlas-places"))
    assert Part.PHOTOS not in parts_of(builtin_template("a4-leaflet"))
    assert Part.UNIT_NAMES in parts_of(builtin_template("a4-leaflet"))
    assert parts_of(builtin_template("field-sheet")) == frozenset()


def test_the_scale_of_atlas_pages_follows_their_subject() -> None:
    assert has_tour_map(builtin_template("a4-leaflet"))
    assert not has_tour_map(builtin_template("atlas-places"))


def test_a_leaflet_goes_on_iso_papers_and_a_banner_on_none() -> None:
    assert fits_on(builtin_template("a4-leaflet"), "A3")
    assert not fits_on(builtin_template("banner-85x200"), "A3")
