from dataclasses import replace
from itertools import pairwise
from urllib.parse import parse_qs, unquote, urlsplit

from data.model.tour import Day
from data.writers import links
from tests.samples import sample_tour
from tests.tours import tour_with


def points_of(link: str) -> list[str]:
    asked = parse_qs(urlsplit(link).query)
    between = asked.get("waypoints", [""])[0].split("|")
    return [asked["origin"][0], *(point for point in between if point), asked["destination"][0]]


def first_day(stops: int) -> Day:
    return tour_with(stops)[1].days[0]


def test_a_geo_uri_has_latitude_first_and_at_most_six_decimals() -> None:
    assert links.geo_uri(105.85416666, 21.02777777) == "geo:21.027778,105.854167"


def test_a_named_geo_uri_keeps_vietnamese_letters() -> None:
    link = links.geo_uri(105.8, 21.0, "Đình Chèm (Thụy Phương)")
    assert unquote(link) == "geo:21.0,105.8?q=21.0,105.8(Đình Chèm (Thụy Phương))"
    assert link.isascii()


def test_names_cannot_break_out_of_a_link() -> None:
    link = links.organic_maps(105.8, 21.0, 'a&n=b#"><script>')
    assert parse_qs(urlsplit(link).query)["n"] == ['a&n=b#"><script>']


def test_osmand_gets_pin_and_map_position() -> None:
    link = links.osmand(105.8, 21.0)
    assert parse_qs(urlsplit(link).query)["pin"] == ["21.0,105.8"]
    assert urlsplit(link).fragment == "17/21.0/105.8"


def test_a_short_day_is_one_google_link_with_every_point_in_order() -> None:
    (link,) = links.google_days(first_day(3))
    assert len(points_of(link)) == 5
    assert parse_qs(urlsplit(link).query)["travelmode"] == ["driving"]


def test_a_long_day_is_several_links_that_join() -> None:
    made = links.google_days(first_day(25))
    assert all(len(points_of(link)) <= links.GOOGLE_WAYPOINTS + 2 for link in made)
    for before, after in pairwise(made):
        assert points_of(before)[-1] == points_of(after)[0]
    assert sum(len(points_of(link)) - 1 for link in made) == 26


def test_a_lunch_on_the_spot_is_no_waypoint() -> None:
    (link,) = links.google_days(sample_tour().days[0])
    points = points_of(link)
    assert len(points) == len({*points})


def test_a_day_that_goes_nowhere_has_no_way() -> None:
    day = first_day(1)
    still = replace(
        day, stops=tuple(replace(stop, lon=day.stops[0].lon, lat=day.stops[0].lat) for stop in day.stops)
    )
    assert links.google_days(still) == ()
