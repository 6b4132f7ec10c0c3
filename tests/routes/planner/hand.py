"""Tours made by hand in the small world: no solver takes part."""

from collections.abc import Sequence
from dataclasses import replace

from data.model.place import PlaceId
from data.model.project import Project
from data.model.request import TourRequest
from data.model.tour import Day, Leg, Stop, StopKind, Tour, TourId
from routes.planner.editing.desk import EditingDesk
from routes.planner.editing.edits import At, InsertBreak, InsertVisit
from routes.planner.editing.ways import Ways
from routes.router import Router
from tests.routes.planner.world import PlainRouter

LUNCH = "lunch"
"""Stands for a lunch of one hour among the places of a day."""


def desk_of(project: Project, router: Router | None = None) -> EditingDesk:
    """Return a desk over the plain world."""
    return EditingDesk(project, Ways(router or PlainRouter()))


def tour_of(desk: EditingDesk, request: TourRequest, *days: Sequence[str]) -> Tour:
    """Return the tour that visits these places in order; its marks of handwork are rubbed out."""
    empty = Tour(
        id=TourId("thu"),
        title_vi="Thử",
        request=request,
        days=tuple(_empty(request, number) for number in range(len(request.dates))),
    )
    edits: list[InsertVisit | InsertBreak] = []
    for number, names in enumerate(days):
        for index, name in enumerate(names, start=1):
            at = At(number, index)
            edits.append(
                InsertBreak(StopKind.LUNCH, at, 3600) if name == LUNCH else InsertVisit(PlaceId(name), at)
            )
    return unmarked(desk.retimed(desk.edited(empty, *edits)))


def unmarked(tour: Tour) -> Tour:
    """Return the tour as a planner would have made it."""
    return replace(
        tour,
        days=tuple(
            replace(day, stops=tuple(replace(stop, is_added=False) for stop in day.stops))
            for day in tour.days
        ),
    )


def _empty(request: TourRequest, number: int) -> Day:
    frame = request.day(number)
    ends = (
        Stop(
            kind=kind,
            lon=anchor.lon,
            lat=anchor.lat,
            label=anchor.label,
            arrive_s=frame.start_s,
            begin_s=frame.start_s,
            depart_s=frame.start_s,
        )
        for kind, anchor in ((StopKind.START, frame.start), (StopKind.END, frame.end))
    )
    return Day(date=frame.date, stops=tuple(ends), legs=(Leg(mode=frame.mode),))
