import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import BadInputError
from data.readers.position_text import PositionKind, is_plane, understand_position

NEAR = (105.8, 21.0)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("20.9409, 106.3330", PositionKind.DEGREES),
        ("20,9409 106,3330", PositionKind.DEGREES),
        ("(20.9409; 106.3330)", PositionKind.DEGREES),
        ("20°56'27.24\"N 106°19'58.8\"E", PositionKind.DMS),
        ("20°56'27,24\"B, 106°19'58,8\"Đ", PositionKind.DMS),
        ("106°19'58.8\"E 20°56'27.24\"N", PositionKind.DMS),
        ("20.9409° N, 106.3330° E", PositionKind.DMS),
        ("geo:20.9409,106.3330?z=17", PositionKind.LINK),
        ("geo:0,0?q=20.9409,106.3330(Chu Đậu)", PositionKind.LINK),
        ("https://www.google.com/maps?q=20.9409,106.3330", PositionKind.LINK),
        ("https://www.google.com/maps/@20.9409,106.3330,17z", PositionKind.LINK),
        (
            "https://www.google.com/maps/place/Chu+%C4%90%E1%BA%ADu/@20.9,106.3,17z/data=!4m6!3d20.9409!4d106.3330",
            PositionKind.LINK,
        ),
        ("https://www.google.com/maps/search/20.9409,+106.3330?entry=tts", PositionKind.LINK),
        ("https://www.google.com/maps/search/?api=1&query=20.9409%2C106.3330", PositionKind.LINK),
        ("google.com/maps?ll=20.9409,106.3330", PositionKind.LINK),
        ("https://www.openstreetmap.org/#map=17/20.9409/106.3330", PositionKind.LINK),
        ("https://www.openstreetmap.org/?mlat=20.9409&mlon=106.3330#map=12/21/105.5", PositionKind.LINK),
        ("https://osmand.net/go?lat=20.9409&lon=106.3330&z=15", PositionKind.LINK),
    ],
)
def test_every_spelling_of_one_point_is_understood(text: str, kind: PositionKind) -> None:
    found = understand_position(text)
    assert (found.lon, found.lat) == pytest.approx((106.333, 20.9409), abs=1e-6)
    assert found.kind is kind
    assert not found.is_exchanged


def test_longitude_first_is_understood_and_told() -> None:
    found = understand_position("106.3330 20.9409")
    assert (found.lon, found.lat) == (106.333, 20.9409)
    assert found.is_exchanged
    assert understand_position("https://www.google.com/maps?q=106.333,20.9409").is_exchanged


def test_a_whole_plus_code_says_where_it_is_and_a_short_one_needs_a_neighbourhood() -> None:
    whole = understand_position("7PH73Q46+7J")
    assert (whole.lon, whole.lat) == pytest.approx((105.76156, 21.05569), abs=1e-4)
    assert understand_position("3q46+7j Phú Diễn, Hà Nội", near=NEAR).lon == whole.lon
    with pytest.raises(BadInputError, match="the beginning depends"):
        understand_position("3Q46+7J")


def test_metres_need_the_province_of_the_map() -> None:
    text = "2315478.12 586231.40"
    assert is_plane(text)
    assert not is_plane("20.9 106.3")
    with pytest.raises(BadInputError, match="province of the map"):
        understand_position(text)
    found = understand_position(text, meridian_deg=105.0)
    assert found.kind is PositionKind.PLANE
    assert found == understand_position("586231.40; 2315478.12", meridian_deg=105.0)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("48.8584, 2.2945", "outside Vietnam"),
        ("48°51'30\"N 2°17'40\"E", "outside Vietnam"),
        ("20°56'27\"S 106°19'59\"E", "outside Vietnam"),
        ("geo:13.75,100.5", "outside Vietnam"),
        ("8FW4V75V+8Q", "outside Vietnam"),
        ("https://maps.app.goo.gl/AbCdEf", "shortened link"),
        ("https://www.google.com/maps/place/Ch%C3%B9a", "holds no position"),
        ("https://example.org/20/106", "holds no position"),
        ("đình Chèm", "is no position"),
        ("", "is no position"),
        ("1 2 3", "is no position"),
    ],
)
def test_what_cannot_be_a_place_here_is_refused_with_its_reason(text: str, reason: str) -> None:
    with pytest.raises(BadInputError, match=reason):
        understand_position(text)


@given(st.text(max_size=60))
def test_any_text_is_a_position_or_a_clear_refusal(text: str) -> None:
    try:
        found = understand_position(text, meridian_deg=105.0, near=NEAR)
    except BadInputError:
        return
    assert 102 <= found.lon <= 118
