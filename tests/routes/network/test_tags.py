import pytest
from hypothesis import given
from hypothesis import strategies as st

from routes.network.tags import BARRIERS, SURFACES, EdgeDetails, barrier_code, edge_details, metres


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2.5", 2.5),
        ("2,5 m", 2.5),
        ("250 cm", 2.5),
        ("8'2\"", 2.489),
        ("12ft", 3.658),
        ("default", 0),
        ("below_default", 0),
        ("-3", 0),
        ("1e9", 0),
        ("nan", 0),
        ("", 0),
    ],
)
def test_lengths_are_read_with_their_units(text: str, expected: float) -> None:
    assert metres(text) == expected


def test_a_road_keeps_what_is_tagged() -> None:
    found = edge_details(
        {
            "width": "5.5",
            "maxweight": "3500 kg",
            "maxheight": "3.2",
            "lanes": "2",
            "surface": "asphalt",
            "smoothness": "bad",
            "wheelchair": "limited",
            "sidewalk": "left",
            "incline": "-8%",
            "maxspeed": "VN:urban",
        }
    )
    assert (found.width_m, found.maxweight_t, found.maxheight_m, found.lanes) == (5.5, 3.5, 3.2, 2)
    assert found.incline_percent == 8.0
    assert SURFACES[found.surface] == "asphalt"
    assert (found.smoothness, found.wheelchair, found.sidewalk, found.built_up) == (4, 2, 2, 2)


def test_what_is_not_tagged_is_unknown() -> None:
    assert edge_details({"highway": "primary"}) == EdgeDetails()


@pytest.mark.parametrize(
    ("tags", "code"),
    [
        ({"sidewalk": "no"}, 1),
        ({"sidewalk:left": "yes"}, 2),
        ({"sidewalk:both": "yes"}, 3),
        ({"sidewalk:right": "separate"}, 4),
        ({"sidewalk": "perhaps"}, 0),
    ],
)
def test_sidewalks_have_several_spellings(tags: dict[str, str], code: int) -> None:
    assert edge_details(tags).sidewalk == code


def test_a_ramp_makes_stairs_passable_for_a_wheelchair() -> None:
    assert edge_details({"ramp:wheelchair": "yes"}).wheelchair == 1
    assert edge_details({"ramp:wheelchair": "yes", "wheelchair": "no"}).wheelchair == 3


def test_an_unknown_surface_is_other_and_the_first_of_several_counts() -> None:
    assert SURFACES[edge_details({"surface": "lava"}).surface] == "other"
    assert SURFACES[edge_details({"surface": "concrete;asphalt"}).surface] == "concrete"


def test_an_unknown_barrier_is_other() -> None:
    assert BARRIERS[barrier_code("dragon")] == "other"
    assert BARRIERS[barrier_code("bollard")] == "bollard"


@given(st.dictionaries(st.sampled_from(["width", "maxheight", "lanes", "incline", "maxweight"]), st.text()))
def test_no_text_breaks_the_reader(tags: dict[str, str]) -> None:
    found = edge_details(tags)
    assert 0 <= found.width_m <= 200
    assert 0 <= found.lanes <= 20
    assert -1 <= found.incline_percent <= 100
