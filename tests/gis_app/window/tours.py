"""Tours over the starter register and its roads, made by hand, for the tests of the designer."""

from dataclasses import replace
from datetime import date

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from data.edits import PutTour
from data.model.place import Place
from data.model.project import Project
from data.model.request import Anchor, TourRequest
from data.model.tour import Day, Leg, Stop, StopKind, Tour, TourId
from data.model.travel_mode import TravelMode
from gis_app.docks.designer_panel import RESULT_PAGE
from gis_app.main_window import MainWindow
from routes.planner.candidates import ONLY_WHEN_NAMED
from routes.planner.editing.edits import At
from tests.gis_app.window.conftest import PATIENCE_MS, wait_until_quiet

TOUR = TourId("tuyen-tay")


def hand_made(project: Project, visits: int = 3, days: int = 2) -> Tour:
    """Return a tour of ``visits`` sights a day, timed roughly; the editing desk times it exactly."""
    start = next(iter(project.places.values()))
    sights = [
        place
        for place in project.places.values()
        if place.category not in ONLY_WHEN_NAMED and place.id != start.id and not place.opening_hours
    ]
    anchor = Anchor(start.lon, start.lat, place_id=start.id)
    dates = tuple(date(2026, 11, 28 + number) for number in range(days))
    request = TourRequest(
        title_vi="Tuyến tay", start=anchor, end=anchor, dates=dates, group_size=30, mode=TravelMode.CAR
    )
    made = tuple(
        _day(day, anchor, sights[number * visits : (number + 1) * visits]) for number, day in enumerate(dates)
    )
    return Tour(id=TOUR, title_vi="Tuyến tay", title_en="Hand-made tour", request=request, days=made)


def _day(day: date, anchor: Anchor, sights: list[Place]) -> Day:
    clock = 7 * 3600 + 1800
    stops = [_end(StopKind.START, anchor, clock)]
    for place in sights:
        clock += 3600
        stops.append(
            Stop(
                kind=StopKind.VISIT,
                lon=place.lon,
                lat=place.lat,
                place_id=place.id,
                arrive_s=clock,
                begin_s=clock,
                depart_s=clock + 60 * (place.visit_minutes or 30),
            )
        )
        clock = stops[-1].depart_s
    stops.append(_end(StopKind.END, anchor, clock + 3600))
    return Day(date=day, stops=tuple(stops), legs=(Leg(mode=TravelMode.CAR),) * (len(stops) - 1))


def _end(kind: StopKind, anchor: Anchor, at_s: int) -> Stop:
    return Stop(
        kind=kind,
        lon=anchor.lon,
        lat=anchor.lat,
        place_id=anchor.place_id,
        arrive_s=at_s,
        begin_s=at_s,
        depart_s=at_s,
    )


def show_hand_made(window: MainWindow, qtbot: QtBot, visits: int = 3, days: int = 2) -> Tour:
    """Put a hand-made tour, exactly timed, into the window and show it."""
    tour = hand_made(window.session.project, visits, days)
    window.session.do(PutTour(tour), "Plan '{title}'", title=tour.title_vi)
    window.selection.choose_tour(tour.id)
    wait_until_quiet(qtbot, window)
    desk = window.design.reshaper.desk
    assert desk is not None
    timed = desk.retimed(tour)
    window.session.do(PutTour(replace(timed, score=tour.score)), "Plan '{title}'", title=tour.title_vi)
    window.designer.show_page(RESULT_PAGE)
    wait_until_quiet(qtbot, window)
    settle(window, qtbot)
    return shown(window)


def settle(window: MainWindow, qtbot: QtBot) -> None:
    """Wait until cards are built anew and the tour has been looked at again."""
    QApplication.processEvents()
    tour = window.tours.shown
    qtbot.waitUntil(
        lambda: (
            window.design.review_of(tour).punctuality is not None
            and not window.desk.jobs.running
            and not window.designer.cards.is_building
        ),
        timeout=PATIENCE_MS,
    )
    QApplication.processEvents()
    QTest.qWait(0)


def shown(window: MainWindow) -> Tour:
    """Return the tour shown."""
    tour = window.tours.shown
    assert tour is not None
    return tour


def names(window: MainWindow, day: int) -> list[str]:
    """Return the keys of the visits of a day, in order."""
    return [stop.place_id or "" for stop in shown(window).days[day].visits]


def key_at(window: MainWindow, at: At) -> str:
    """Return the key of the place at an address."""
    return shown(window).days[at.day].stops[at.index].place_id or ""
