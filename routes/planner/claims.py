"""What a request claims of a tour, one by one: demands, limits, order; any of them can be taken back."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, TypeVar

from data.errors import HanhTrinhError
from data.language.catalogue import N_
from data.model.project import Project
from routes.planner.lost import group_label
from routes.planner.problem import Pin, Problem, TourDay
from routes.planner.translate import Translation

_Rule = TypeVar("_Rule")


class ClaimKind(StrEnum):
    """Kinds of claims; ``Claim.number`` counts what is named here."""

    MUST = "must"
    """A site that must be visited: its number."""
    LEAST = "least"
    """The least of a group: number of the group."""
    MOST = "most"
    """The most of a group: number of the group."""
    PRECEDENCE = "precedence"
    """Number of the precedence."""
    PIN = "pin"
    """Number of the pin."""
    SEQUENCE = "sequence"
    """Number of the locked sequence."""
    TRAVEL = "travel"
    """The travel limits of all days together; so are the next three."""
    WALK = "walk"
    BREAKS = "breaks"
    BUDGET = "budget"


DEMANDS: Final = frozenset({ClaimKind.MUST, ClaimKind.LEAST})
"""What has to be reached; the other claims keep a tour from it."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim of a problem."""

    kind: ClaimKind
    number: int = 0


def claims_of(problem: Problem) -> tuple[Claim, ...]:
    """Return every claim of a problem, demands last. Dates, hours, fixed days and roads are no claims."""
    days = problem.days
    whole = {
        ClaimKind.BUDGET: problem.budget_vnd is not None,
        ClaimKind.TRAVEL: any(day.max_travel_s is not None for day in days),
        ClaimKind.WALK: any(day.max_walk_m is not None for day in days),
        ClaimKind.BREAKS: any(day.breaks for day in days),
    }
    groups = tuple(enumerate(problem.groups))
    return (
        *(Claim(kind) for kind, is_there in whole.items() if is_there),
        *(Claim(ClaimKind.MOST, number) for number, group in groups if group.most is not None),
        *(Claim(ClaimKind.PRECEDENCE, number) for number in range(len(problem.precedences))),
        *(Claim(ClaimKind.PIN, number) for number in range(len(problem.pins))),
        *(Claim(ClaimKind.SEQUENCE, number) for number in range(len(problem.sequences))),
        *(Claim(ClaimKind.MUST, number) for number, site in enumerate(problem.sites) if site.is_must),
        *(Claim(ClaimKind.LEAST, number) for number, group in groups if group.least > 0),
    )


def with_claims(problem: Problem, kept: Iterable[Claim]) -> Problem:
    """Return the problem with these claims alone."""
    claims = frozenset(kept)

    def has(kind: ClaimKind, number: int = 0) -> bool:
        return Claim(kind, number) in claims

    sites = tuple(
        replace(site, is_must=site.is_must and has(ClaimKind.MUST, number))
        for number, site in enumerate(problem.sites)
    )
    groups = tuple(
        replace(
            group,
            least=group.least if has(ClaimKind.LEAST, number) else 0,
            most=group.most if has(ClaimKind.MOST, number) else None,
        )
        for number, group in enumerate(problem.groups)
    )
    return replace(
        problem,
        sites=sites,
        groups=groups,
        days=tuple(_day(day, claims) for day in problem.days),
        precedences=_kept(problem.precedences, ClaimKind.PRECEDENCE, claims),
        pins=_kept(problem.pins, ClaimKind.PIN, claims),
        sequences=_kept(problem.sequences, ClaimKind.SEQUENCE, claims),
        budget_vnd=problem.budget_vnd if has(ClaimKind.BUDGET) else None,
    )


def _kept(rules: tuple[_Rule, ...], kind: ClaimKind, claims: frozenset[Claim]) -> tuple[_Rule, ...]:
    return tuple(rule for number, rule in enumerate(rules) if Claim(kind, number) in claims)


def _day(day: TourDay, claims: frozenset[Claim]) -> TourDay:
    return replace(
        day,
        max_travel_s=day.max_travel_s if Claim(ClaimKind.TRAVEL) in claims else None,
        max_walk_m=day.max_walk_m if Claim(ClaimKind.WALK) in claims else None,
        breaks=day.breaks if Claim(ClaimKind.BREAKS) in claims else (),
    )


_WHOLE: Final = {
    ClaimKind.TRAVEL: N_("the travel allowed in a day"),
    ClaimKind.WALK: N_("the walking allowed in a day"),
    ClaimKind.BREAKS: N_("the meals and rests"),
}


def named(project: Project, translation: Translation, claim: Claim) -> HanhTrinhError:
    """Return what to call a claim, for a list of them in a sentence."""
    problem = translation.problem
    names = tuple(place.name_vi for place in translation.places)
    match claim.kind:
        case ClaimKind.MUST:
            return HanhTrinhError(names[claim.number])
        case ClaimKind.LEAST:
            return HanhTrinhError(group_label(project, problem.groups[claim.number]))
        case ClaimKind.MOST:
            group = problem.groups[claim.number]
            text = N_("at most {most} visits ({where})")
            return HanhTrinhError(text, most=group.most, where=group_label(project, group))
        case ClaimKind.PRECEDENCE:
            rule = problem.precedences[claim.number]
            text = N_("{before} before {after}")
            return HanhTrinhError(text, before=names[rule.before], after=names[rule.after])
        case ClaimKind.PIN:
            pin = problem.pins[claim.number]
            return HanhTrinhError(_pin_text(pin), place=names[pin.site])
        case ClaimKind.SEQUENCE:
            row = problem.sequences[claim.number]
            return HanhTrinhError(N_("the sequence {places}"), places=" – ".join(names[i] for i in row))
        case ClaimKind.BUDGET:
            return HanhTrinhError(N_("the budget of {limit_vnd} VND"), limit_vnd=problem.budget_vnd)
        case _:
            return HanhTrinhError(_WHOLE[claim.kind])


def _pin_text(pin: Pin) -> str:
    if pin.is_of_tour:
        return N_("{place} first of the tour") if pin.is_first else N_("{place} last of the tour")
    return N_("{place} first of its day") if pin.is_first else N_("{place} last of its day")
