"""How well a tour stands late traffic: simulated days, and every leg slower by the same share.

Model
    Leg l of day d takes t_l · F_d · G_l instead of its planned t_l. F_d (the traffic of the whole day) and
    G_l (this leg) are independent and lognormal with mean 1 and coefficients of variation ``Spread.day`` and
    ``Spread.leg``; travel times are skewed to the right and close to lognormal (Emam and Al-Deek,
    *Transportation Research Record* 1959, 2006). The coefficients are our own choice, stated so that a user
    can change them. Part of a leg that is walked keeps its time.
Behaviour
    The timetable is kept: nothing begins before its planned time, visits and breaks keep their length, and
    the group goes on however late it is. A simulated day is met when every visit begins in time for its
    opening hours, every break within its window, and the day ends in time.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from data.model.project import Project
from data.model.tour import Day, Tour
from routes.planner.slack import Limit, Rule, StopSlack, limits_of_day, slack_of_day

SLOWER_SHARE: Final = 0.2
"""Share by which every leg is longer in the deterministic case."""

_ROUNDING_S: Final = 60
"""A planned time may itself miss a limit by this much: travel is rounded up to whole minutes."""


@dataclass(frozen=True, slots=True)
class Spread:
    """Coefficients of variation: of one leg, and of the traffic of a whole day."""

    leg: float = 0.25
    day: float = 0.10


@dataclass(frozen=True, slots=True)
class StopRisk:
    """Risk of one stop.

    Parameters
    ----------
    day, index
        Position in the tour, both from 0.
    rule
        What being late there breaks.
    slack_s
        Seconds that the arrival may be later than planned without breaking a rule there or later.
    late_share
        Share of simulated days on which the stop itself breaks its rule.
    first_share
        Share of simulated days on which it is the first to break one.
    """

    day: int
    index: int
    rule: Rule
    slack_s: int
    late_share: float
    first_share: float


@dataclass(frozen=True, slots=True)
class Robustness:
    """What the simulation found.

    Parameters
    ----------
    samples, seed, spread
        How it was simulated.
    met_share
        Share of simulated tours that break no rule on any day.
    day_shares
        The same for each day alone.
    rule_shares
        Share of simulated tours that break no rule of this kind.
    stops
        Risk of every stop but the starts, in order.
    critical
        The stop that most often is the first to break a rule, else the one with least slack; ``None`` for a
        tour without legs.
    slower_breaks
        Stops (day, index) that break a rule when every leg takes ``SLOWER_SHARE`` longer.
    """

    samples: int
    seed: int
    spread: Spread
    met_share: float
    day_shares: tuple[float, ...]
    rule_shares: Mapping[Rule, float]
    stops: tuple[StopRisk, ...]
    critical: StopRisk | None
    slower_breaks: tuple[tuple[int, int], ...]


def robustness_of(
    project: Project,
    tour: Tour,
    *,
    samples: int = 10_000,
    seed: int = 1,
    spread: Spread | None = None,
) -> Robustness:
    """Return how well ``tour`` stands late traffic; the same arguments give the same answer.

    Parameters
    ----------
    samples
        Simulated tours, at least 1.
    spread
        How much travel times vary; ``None`` for the defaults.
    """
    spread = spread or Spread()
    random = np.random.default_rng(seed)
    late: list[NDArray[np.bool_]] = []
    slower: list[tuple[int, int]] = []
    limits = [limits_of_day(project, tour, number) for number in range(len(tour.days))]
    for number, day in enumerate(tour.days):
        factors = _factors(random, (samples, len(day.legs)), spread)
        late.append(_late(day, limits[number], factors))
        longer = np.full((1, len(day.legs)), 1.0 + SLOWER_SHARE)
        broken = _late(day, limits[number], longer)[0]
        slower += [(number, int(index) + 1) for index in np.flatnonzero(broken)]
    stops = tuple(_risks(tour, limits, late))
    met = np.stack([~of_day.any(axis=1) for of_day in late]) if late else np.ones((0, samples), dtype=bool)
    return Robustness(
        samples=samples,
        seed=seed,
        spread=spread,
        met_share=float(met.all(axis=0).mean()),
        day_shares=tuple(float(share) for share in met.mean(axis=1)),
        rule_shares=_rule_shares(limits, late, samples),
        stops=stops,
        critical=max(stops, key=lambda stop: (stop.first_share, -stop.slack_s), default=None),
        slower_breaks=tuple(slower),
    )


def _factors(random: np.random.Generator, shape: tuple[int, int], spread: Spread) -> NDArray[np.float64]:
    """Return factors of travel time of shape (samples, legs)."""
    of_day = _lognormal(random, (shape[0], 1), spread.day)
    return of_day * _lognormal(random, shape, spread.leg)


def _lognormal(random: np.random.Generator, shape: tuple[int, int], variation: float) -> NDArray[np.float64]:
    variance = np.log1p(variation**2)
    return random.lognormal(-variance / 2, np.sqrt(variance), shape)


def _late(day: Day, limits: Sequence[Limit], factors: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return which stop (but the start) breaks its limit in which sample, shape (samples, stops - 1)."""
    clock = np.full(len(factors), float(day.start_s))
    late = np.zeros(factors.shape, dtype=bool)
    for index, (leg, stop, limit) in enumerate(zip(day.legs, day.stops[1:], limits, strict=True)):
        driven_s = leg.duration_s - leg.walk_s
        begin = np.maximum(clock + leg.walk_s + driven_s * factors[:, index], stop.begin_s)
        late[:, index] = begin > limit.latest_s + _ROUNDING_S
        clock = begin + stop.stay_s
    return late


def _risks(
    tour: Tour, limits: Sequence[Sequence[Limit]], late: Sequence[NDArray[np.bool_]]
) -> list[StopRisk]:
    risks: list[StopRisk] = []
    for number, day in enumerate(tour.days):
        slacks: tuple[StopSlack, ...] = slack_of_day(number, day, limits[number])
        # A stop is the first to break a rule when none before it on the day does.
        before: NDArray[np.int64] = np.cumsum(late[number], axis=1) - late[number]
        first = late[number] & (before == 0)
        for column, slack in enumerate(slacks):
            risks.append(
                StopRisk(
                    number,
                    slack.index,
                    limits[number][column].rule,
                    slack.slack_s,
                    float(late[number][:, column].mean()),
                    float(first[:, column].mean()),
                )
            )
    return risks


def _rule_shares(
    limits: Sequence[Sequence[Limit]], late: Sequence[NDArray[np.bool_]], samples: int
) -> Mapping[Rule, float]:
    shares: dict[Rule, float] = {}
    for rule in Rule:
        broken = np.zeros(samples, dtype=bool)
        for of_day, late_of_day in zip(limits, late, strict=True):
            columns = [column for column, limit in enumerate(of_day) if limit.rule is rule]
            broken |= late_of_day[:, columns].any(axis=1)
        shares[rule] = float((~broken).mean())
    return MappingProxyType(shares)
