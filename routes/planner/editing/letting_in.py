"""A place left out let into the tour by one of its remedies: the request gives way, other visits stay."""

from dataclasses import replace
from datetime import timedelta

from data.errors import BadInputError
from data.language.catalogue import N_
from data.model.demands.choice import AlternativesGroup, CategoryLimit
from data.model.demands.times import DayRule
from data.model.place import Place, PlaceId
from data.model.project import Project
from data.model.remedy import Remedy, RemedyKind
from data.model.request import TourRequest
from data.model.tour import Tour
from data.search.filters import places_of_unit
from routes.planner.editing.desk import EditingDesk
from routes.planner.editing.edits import RemoveStop, SetDayStart, find_visit
from routes.planner.editing.suggestions import cheapest_visit


def let_in(desk: EditingDesk, tour: Tour, place_id: PlaceId, remedy: Remedy) -> Tour:
    """Return ``tour`` after a remedy, with the place where it costs least; ``warnings`` tell what is wrong.

    Raises
    ------
    BadInputError
        If the remedy is about a day or visit that the tour no longer has, or needs the tour planned anew.
    """
    place = desk.project.place(place_id)
    if remedy.kind is RemedyKind.SWAP and remedy.given_up is not None:
        eased = desk.edited(tour, RemoveStop(find_visit(tour, remedy.given_up)))
    else:
        request = eased_request(desk.project, tour, place, remedy)
        eased = replace(tour, request=request)
        day = _day(remedy)
        if remedy.kind is RemedyKind.START_EARLIER and day is not None:
            eased = desk.edited(eased, SetDayStart(day, request.day(day).start_s))
    return desk.edited(eased, cheapest_visit(desk, eased, place))


def eased_request(project: Project, tour: Tour, place: Place, remedy: Remedy) -> TourRequest:
    """Return the request of ``tour`` with the one thing changed that a remedy names.

    Raises
    ------
    BadInputError
        If the tour has no such day, or the remedy changes nothing in a request.
    """
    request, day = tour.request, _day(remedy)
    if day is not None and day < len(tour.days):
        changes: dict[RemedyKind, dict[str, int | None]] = {
            RemedyKind.END_LATER: {"end_s": remedy.time_s},
            RemedyKind.START_EARLIER: {"start_s": remedy.time_s},
            RemedyKind.MORE_TRAVEL: {"max_travel_s": 60 * int(remedy.facts.get("minutes", 0))},
            RemedyKind.MORE_WALKING: {"max_walk_m": int(remedy.facts.get("metres", 0))},
        }
        if remedy.kind in changes:
            return _with_rule(request, day, changes[remedy.kind])
        if remedy.kind is RemedyKind.FURTHER_DAY:
            return _with_further_day(request, day)
    if remedy.kind is RemedyKind.MORE_BUDGET and request.budget.limit_vnd is not None:
        limit_vnd = request.budget.limit_vnd + int(remedy.facts.get("cost_vnd", 0))
        return replace(request, budget=replace(request.budget, limit_vnd=limit_vnd))
    wider = _WIDENED.get(remedy.kind)
    if wider is None:
        raise BadInputError(
            N_("This advice no longer fits the tour."),
            where=tour.id,
            remedy=N_("Add the place anyway, or plan the tour anew."),
        )
    return wider(project, tour, place)


def _day(remedy: Remedy) -> int | None:
    return int(remedy.facts["day"]) - 1 if "day" in remedy.facts else None


def _with_rule(request: TourRequest, day: int, changes: dict[str, int | None]) -> TourRequest:
    rules = {rule.day: rule for rule in request.days}
    rule = replace(rules.get(day, DayRule(day=day)), **changes)  # type: ignore[arg-type] # names of numbers only
    return replace(request, days=tuple({**rules, day: rule}.values()))


def _with_further_day(request: TourRequest, like: int) -> TourRequest:
    """Return the request with a day more at its end, the next date, with the rules of day ``like``.

    The night before it is spent where the night before was, or, on a tour of one day, wherever it ends.
    """
    new = len(request.dates)
    rules = [replace(rule, day=new) for rule in request.days if rule.day == like]
    breaks = tuple(
        replace(pause, days=(*pause.days, new)) if like in pause.days else pause for pause in request.breaks
    )
    return replace(
        request,
        dates=(*request.dates, request.dates[-1] + timedelta(days=1)),
        nights=(*request.nights, request.nights[-1]) if request.nights else (),
        days=(*request.days, *rules),
        breaks=breaks,
    )


def _more_of_unit(project: Project, tour: Tour, place: Place) -> TourRequest:
    request = tour.request
    chosen = {*tour.visited, place.id}
    wider = dict(request.unit_maximum)
    for unit, most in request.unit_maximum.items():
        inside = {one.id for one in places_of_unit(project, unit)}
        if place.id in inside:
            wider[unit] = max(most, len(inside & chosen))
    return replace(request, unit_maximum=wider)


def _more_of_category(project: Project, tour: Tour, place: Place) -> TourRequest:
    def wide(limit: CategoryLimit) -> CategoryLimit:
        if limit.most is None or place.category not in limit.categories:
            return limit
        visited = (project.places[key] for key in tour.visited if key in project.places)
        count = 1 + sum(one.category in limit.categories for one in visited)
        return replace(limit, most=max(limit.most, count))

    return replace(tour.request, category_limits=tuple(map(wide, tour.request.category_limits)))


def _more_of_alternatives(project: Project, tour: Tour, place: Place) -> TourRequest:
    del project
    chosen = {*tour.visited, place.id}

    def wide(group: AlternativesGroup) -> AlternativesGroup:
        if place.id not in group.place_ids:
            return group
        return replace(group, most=max(group.most, len(chosen & {*group.place_ids})))

    return replace(tour.request, alternatives=tuple(map(wide, tour.request.alternatives)))


_WIDENED = {
    RemedyKind.MORE_OF_UNIT: _more_of_unit,
    RemedyKind.MORE_OF_CATEGORY: _more_of_category,
    RemedyKind.MORE_OF_ALTERNATIVES: _more_of_alternatives,
}
