"""The comparison of tours in words and rows, for every writer and for the screen."""

from collections.abc import Callable, Sequence
from typing import Final

from data.language import formats
from data.language.catalogue import N_, translate
from data.language.terms import term
from data.model.place import Rank
from data.model.project import Project
from data.model.tour import Tour
from data.writers.comparison import ComparisonRow, ComparisonTable, Figure, Measure
from data.writers.itinerary import clean
from data.writers.itinerary import title as title_of
from routes.planner.comparison import Comparison, TourFigures
from routes.planner.robustness import SLOWER_SHARE
from routes.planner.slack import NO_LIMIT_S, Rule

_Row = tuple[str, str, Measure, Callable[[TourFigures], Figure]]


def _slack(one: TourFigures) -> int | None:
    slack_s = one.least_slack_s
    return None if slack_s is None or slack_s >= NO_LIMIT_S // 2 else slack_s


_FIGURES: Final[tuple[_Row, ...]] = (
    ("score", N_("Score"), Measure.COUNT, lambda one: one.score),
    ("broken", N_("Rules broken"), Measure.COUNT, lambda one: one.broken),
    ("days", N_("Days"), Measure.COUNT, lambda one: one.days),
    ("visits", N_("Places visited"), Measure.COUNT, lambda one: one.visits),
    ("elapsed_s", N_("From departure to return"), Measure.DURATION, lambda one: one.elapsed_s),
    ("drive_s", N_("Driving"), Measure.DURATION, lambda one: one.drive_s),
    ("walk_s", N_("Walking"), Measure.DURATION, lambda one: one.walk_s),
    ("visit_s", N_("Visits"), Measure.DURATION, lambda one: one.visit_s),
    ("break_s", N_("Breaks"), Measure.DURATION, lambda one: one.break_s),
    ("wait_s", N_("Waiting"), Measure.DURATION, lambda one: one.wait_s),
    ("distance_m", N_("Distance"), Measure.DISTANCE, lambda one: one.distance_m),
    ("walk_m", N_("On foot"), Measure.DISTANCE, lambda one: one.walk_m),
    ("cost_vnd", N_("Cost of the group"), Measure.MONEY, lambda one: one.cost_vnd),
    ("cost_per_visitor_vnd", N_("Cost a visitor"), Measure.MONEY, lambda one: one.cost_per_visitor_vnd),
    ("unknown_fees", N_("Places of unknown fee"), Measure.COUNT, lambda one: one.unknown_fees),
    ("carbon_g", N_("Carbon (estimate)"), Measure.CARBON, lambda one: one.carbon_g),
    ("communes", N_("Communes reached"), Measure.COUNT, lambda one: len(one.units)),
)
_RISKS: Final[tuple[_Row, ...]] = (
    ("least_slack_s", N_("Smallest slack"), Measure.DURATION, _slack),
    ("met_share", N_("Simulated tours without delay"), Measure.SHARE, lambda one: one.robustness.met_share),
    (
        "hours_share",
        N_("… that meet all opening hours"),
        Measure.SHARE,
        lambda one: one.robustness.rule_shares[Rule.HOURS],
    ),
    (
        "breaks_share",
        N_("… that meet all breaks"),
        Measure.SHARE,
        lambda one: one.robustness.rule_shares[Rule.BREAK],
    ),
    (
        "day_end_share",
        N_("… that end every day in time"),
        Measure.SHARE,
        lambda one: one.robustness.rule_shares[Rule.DAY_END],
    ),
    (
        "slower_breaks",
        N_("Stops late if every leg takes 20 % longer"),
        Measure.COUNT,
        lambda one: len(one.robustness.slower_breaks),
    ),
)
assert SLOWER_SHARE == 0.2


def table_of(project: Project, comparison: Comparison, language: str) -> ComparisonTable:
    """Return the comparison as a table in ``language``."""
    tours = comparison.tours
    rows = [_row(row, tours, language) for row in _FIGURES]
    rows += _rank_rows(tours, language)
    rows.append(_text("units", N_("Communes"), [_units(project, one, language) for one in tours], language))
    rows += _clause_rows(tours, language)
    rows += [_row(row, tours, language) for row in _RISKS]
    rows.append(
        _text(
            "critical",
            N_("Most critical stop"),
            [_critical(project, one, language) for one in tours],
            language,
        )
    )
    only = [
        ", ".join(clean(project.places[key].name(language)) for key in keys if key in project.places)
        for keys in comparison.only
    ]
    if len(tours) > 1:
        rows.append(_text("only", N_("Only in this tour"), only, language))
    return ComparisonTable(
        translate(language, N_("Comparison of {count} tours"), count=len(tours)),
        column_names([one.tour for one in tours], language),
        tuple(rows),
        _remarks(tours, language),
    )


def column_names(tours: Sequence[Tour], language: str) -> tuple[str, ...]:
    """Return a name for each tour, no two alike: its scenario, else its title, with the key where needed."""
    names = [clean(tour.scenario) or title_of(tour, language) for tour in tours]
    return tuple(
        f"{name} ({tour.id})" if names.count(name) > 1 else name
        for name, tour in zip(names, tours, strict=True)
    )


def _row(row: _Row, tours: Sequence[TourFigures], language: str) -> ComparisonRow:
    key, label, measure, figure = row
    return ComparisonRow(key, translate(language, label), measure, tuple(figure(one) for one in tours))


def _text(key: str, label: str, figures: Sequence[str], language: str) -> ComparisonRow:
    texts = tuple(figure or None for figure in figures)
    return ComparisonRow(key, translate(language, label), Measure.TEXT, texts)


def _rank_rows(tours: Sequence[TourFigures], language: str) -> list[ComparisonRow]:
    ranks = [rank for rank in Rank if any(rank in one.ranks for one in tours)]
    return [
        ComparisonRow(
            f"rank_{rank.value}",
            term(rank, language),
            Measure.COUNT,
            tuple(one.ranks.get(rank, 0) for one in tours),
        )
        for rank in ranks
    ]


def _units(project: Project, one: TourFigures, language: str) -> str:
    # Labels have commas of their own ('Phường Từ Liêm, Hà Nội').
    return "; ".join(clean(project.unit_label(unit, language)) for unit in one.units)


def _clause_rows(tours: Sequence[TourFigures], language: str) -> list[ComparisonRow]:
    keys = dict.fromkeys(key for one in tours for key in one.clauses)
    rows = []
    for key in keys:
        label = translate(language, N_("Serves clause {clause}"), clause=key)
        figures = tuple(_clause(one, key, language) for one in tours)
        rows.append(ComparisonRow(f"clause_{key}", label, Measure.TEXT, figures))
    return rows


def _clause(one: TourFigures, key: str, language: str) -> str | None:
    if key not in one.clauses:
        return None
    named, visited = one.clauses[key]
    if not named:
        return translate(language, N_("yes"))
    return translate(language, N_("{visited} of {named} places named"), visited=visited, named=named)


def _critical(project: Project, one: TourFigures, language: str) -> str:
    risk = one.robustness.critical
    if risk is None:
        return ""
    stop = one.tour.days[risk.day].stops[risk.index]
    place = project.places.get(stop.place_id) if stop.place_id else None
    name = clean(place.name(language) if place else stop.label or term(stop.kind, language))
    if not risk.late_share:
        spare = formats.duration(max(0, risk.slack_s), language)
        said = N_("{place}, day {day}: {spare} to spare")
        return translate(language, said, place=name, day=risk.day + 1, spare=spare)
    return translate(
        language,
        N_("{place}, day {day}: late on {share} % of days"),
        place=name,
        day=risk.day + 1,
        share=formats.number(100 * risk.late_share, language),
    )


def _remarks(tours: Sequence[TourFigures], language: str) -> tuple[str, ...]:
    said = []
    if tours:
        first = tours[0].robustness
        said.append(
            translate(
                language,
                N_(
                    "Risk: {samples} simulated tours (seed {seed}); travel times lognormal, coefficient of "
                    "variation {leg} % a leg and {day} % a day; the timetable is kept."
                ),
                samples=formats.number(first.samples, language),
                seed=first.seed,
                leg=round(100 * first.spread.leg),
                day=round(100 * first.spread.day),
            )
        )
    if any(one.unknown_fees for one in tours):
        said.append(translate(language, N_("Entrance fees that are not known count as 0.")))
    return tuple(said)
