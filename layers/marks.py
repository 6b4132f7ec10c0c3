"""Marks: where on the screen places and stops are drawn. The same values serve painting and picking."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from math import hypot
from typing import Final

import numpy as np
from numpy.typing import NDArray

from data.model.checks import normal_text
from data.model.place import Place, PlaceId, Rank
from data.model.project import Project
from data.model.tour import Stop, Tour
from layers.style import RANK_RADIUS_PX
from layers.viewport import Viewport

STOP_RADIUS_PX: Final = 11.0
ANCHOR_REACH_PX: Final = 6.0
CLUSTER_RADIUS_PX: Final = 13.0
_MARGIN_PX: Final = 24.0
_CROWDED_PX: Final = ((11.5, 30.0), (13.5, 22.0), (15.5, 16.0), (99.0, 9.0))
_SPREAD_ROUNDS: Final = 300
_LONG_NAME: Final = 28
_ENDLESS_NAME: Final = 64
_RANK_ORDER: Final = {rank: number for number, rank in enumerate(Rank)}


@dataclass(frozen=True, slots=True)
class PlaceMark:
    """One symbol: a place, or a cluster of places too close to tell apart.

    Parameters
    ----------
    x, y
        Centre, logical pixels.
    radius_px
        Radius of the disc.
    places
        What it stands for, most important first.
    """

    x: float
    y: float
    radius_px: float
    places: tuple[Place, ...]

    @property
    def is_cluster(self) -> bool:
        """Whether it stands for several places."""
        return len(self.places) > 1


@dataclass(frozen=True, slots=True)
class StopMark:
    """One numbered stop of a tour.

    Parameters
    ----------
    number
        1 for the first visit of the tour; visits are counted through all days.
    day
        Day, counted from 0.
    x, y
        Centre of the badge, logical pixels, moved aside where badges would cover each other.
    true_x, true_y
        Where the stop is.
    """

    number: int
    day: int
    stop: Stop
    x: float
    y: float
    true_x: float
    true_y: float

    @property
    def is_displaced(self) -> bool:
        """Whether the badge needs a leader line to the stop."""
        return bool(np.hypot(self.x - self.true_x, self.y - self.true_y) > STOP_RADIUS_PX * 0.8)


def importance(place: Place) -> tuple[int, str]:
    """Return a sort key: higher rank first, then by id."""
    return _RANK_ORDER[place.rank], place.id


def mark_places(
    viewport: Viewport, places: Iterable[Place], keep_apart: Collection[PlaceId] = ()
) -> tuple[PlaceMark, ...]:
    """Return the marks of the places in view, crowded ones gathered, most important first.

    Parameters
    ----------
    keep_apart
        Places never gathered into a cluster (the selected ones).
    """
    ordered = sorted(places, key=importance)
    if not ordered:
        return ()
    xy = viewport.to_px([place.lon for place in ordered], [place.lat for place in ordered])
    room = (viewport.width_px + _MARGIN_PX, viewport.height_px + _MARGIN_PX)
    seen = np.flatnonzero(((xy >= -_MARGIN_PX) & (xy <= room)).all(axis=1))
    reach = next(px for zoom, px in _CROWDED_PX if viewport.zoom < zoom)
    return tuple(
        _mark([ordered[i] for i in group], xy[group[0]])
        for group in _gather(xy, seen, reach, ordered, keep_apart)
    )


def _gather(
    xy: NDArray[np.float64],
    seen: NDArray[np.int64],
    reach: float,
    places: Sequence[Place],
    keep_apart: Collection[PlaceId],
) -> list[list[int]]:
    cells: dict[tuple[int, int], list[int]] = {}
    groups: list[list[int]] = []
    for index in map(int, seen):
        column, row = int(xy[index, 0] // reach), int(xy[index, 1] // reach)
        near = [
            group
            for dx in (-1, 0, 1)
            for dy in (-1, 0, 1)
            for group in cells.get((column + dx, row + dy), ())
            if np.hypot(*(xy[groups[group][0]] - xy[index])) < reach
        ]
        if near and places[index].id not in keep_apart:
            groups[near[0]].append(index)
            continue
        if places[index].id not in keep_apart:
            cells.setdefault((column, row), []).append(len(groups))
        groups.append([index])
    return groups


def _mark(places: list[Place], at: NDArray[np.float64]) -> PlaceMark:
    radius = RANK_RADIUS_PX[places[0].rank] if len(places) == 1 else CLUSTER_RADIUS_PX
    return PlaceMark(float(at[0]), float(at[1]), radius, tuple(places))


def mark_stops(viewport: Viewport, tour: Tour, days: Collection[int] | None = None) -> tuple[StopMark, ...]:
    """Return the marks of the visits, numbered through the tour, spread so that no badge covers another.

    Parameters
    ----------
    days
        Days to show, counted from 0; ``None`` shows all. Numbers stay the same.
    """
    shown = [
        (number, day, tour.days[day].stops[index])
        for (day, index), number in tour.visit_numbers.items()
        if days is None or day in days
    ]
    if not shown:
        return ()
    true = viewport.to_px([stop.lon for *_, stop in shown], [stop.lat for *_, stop in shown])
    placed = spread_badges(true)
    return tuple(
        StopMark(number, day, stop, float(x), float(y), float(true_x), float(true_y))
        for (number, day, stop), (x, y), (true_x, true_y) in zip(shown, placed, true, strict=True)
    )


def spread_badges(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return where the badges of visits at ``points`` (logical pixels) are drawn, beside each other."""
    return spread(points, 2 * STOP_RADIUS_PX + 2.5)


def spread(points: NDArray[np.float64], least_px: float) -> NDArray[np.float64]:
    """Return the points moved as little as needed so that no two are closer than ``least_px``.

    Pairs that are too close push each other apart until none is left; equal points part along the golden
    angle, so that the result is always the same.
    """
    moved = points.copy()
    golden = np.arange(len(points)) * np.pi * (3 - np.sqrt(5))
    moved += 1e-3 * np.stack((np.cos(golden), np.sin(golden)), axis=-1)
    for _ in range(_SPREAD_ROUNDS):
        apart = moved[:, None, :] - moved[None, :, :]
        distance = np.hypot(apart[..., 0], apart[..., 1])
        np.fill_diagonal(distance, np.inf)
        lack = np.clip(least_px - distance, 0, None)
        if lack.max(initial=0) < 0.01:
            break
        push = apart / distance[..., None] * (lack * 0.5)[..., None]
        moved += push.sum(axis=1)
    return moved


def anchors_of(tour: Tour) -> tuple[Stop, ...]:
    """Return the stops where days start and end, each spot once."""
    found = {
        (round(stop.lon, 5), round(stop.lat, 5)): stop
        for day in tour.days
        for stop in (day.stops[-1], day.stops[0])
    }
    return tuple(found.values())


def clear_of_tour(
    viewport: Viewport,
    marks: Iterable[PlaceMark],
    tour: Tour,
    stops: Sequence[StopMark],
    keep: Collection[PlaceId] = (),
) -> tuple[PlaceMark, ...]:
    """Return the marks that hide no number of a stop and no square where a day starts or ends.

    The same rule on screen and on paper: a number is found again in the list, a symbol beside the way is not.

    Parameters
    ----------
    stops
        What ``mark_stops`` arranged for ``tour``.
    keep
        Places that stay all the same (the selected ones).
    """
    anchors = [viewport.point_px(stop.lon, stop.lat) for stop in anchors_of(tour)]
    spots = [(stop.x, stop.y, STOP_RADIUS_PX) for stop in stops]
    spots += [(x, y, ANCHOR_REACH_PX) for x, y in anchors]
    return tuple(
        mark
        for mark in marks
        if mark.places[0].id in keep
        or all(hypot(mark.x - x, mark.y - y) >= reach + mark.radius_px for x, y, reach in spots)
    )


def short_name(name: str) -> str:
    """Return a name for the map: without brackets where it is long, cut with '…' where it is endless.

    Lists and timetables show the full name.
    """
    head, bracket, _ = name.partition(" (")
    short = head if bracket and len(name) > _LONG_NAME else name
    if len(short) <= _ENDLESS_NAME:
        return short
    return short[:_ENDLESS_NAME].rsplit(" ", 1)[0].rstrip(" ,;–-") + "…"


def stop_name(project: Project, stop: Stop, language: str) -> str:
    """Return what to call a stop: its place's name, or its label."""
    place = project.places.get(stop.place_id) if stop.place_id is not None else None
    return normal_text(stop.label if place is None else place.name(language))
