"""A router that remembers: the same question, asked for many dates of one request, is answered once."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from shapely import MultiPolygon, Polygon

from data.model.travel_mode import TravelMode
from routes.router import LonLat, Matrix, Penalty, Route, Router, Snap, Through


@dataclass(frozen=True)
class KeptRouter:
    """Answers of ``router``, kept as long as this object lives; see ``routes.router.Router``."""

    router: Router
    _matrices: dict[object, Matrix] = field(default_factory=dict, repr=False)
    _routes: dict[object, Route] = field(default_factory=dict, repr=False)

    @property
    def mode(self) -> TravelMode:
        """Travel mode of the router."""
        return self.router.mode

    def snap(self, points: Sequence[LonLat]) -> tuple[Snap, ...]:
        """Snap each point."""
        return self.router.snap(points)

    def route(
        self,
        points: Sequence[LonLat],
        *,
        shortest: bool = False,
        through: Sequence[Through] = (),
        depart_s: int | None = None,
        is_weekend: bool = False,
    ) -> Route:
        """Return the way through the points."""
        key = (tuple(points), shortest, tuple(through), depart_s, is_weekend)
        if key not in self._routes:
            self._routes[key] = self.router.route(
                points, shortest=shortest, through=through, depart_s=depart_s, is_weekend=is_weekend
            )
        return self._routes[key]

    def matrix(
        self,
        points: Sequence[LonLat],
        *,
        distances: bool = True,
        depart_s: int | None = None,
        is_weekend: bool = False,
    ) -> Matrix:
        """Return durations and distances between all pairs."""
        key = (tuple(points), distances, depart_s, is_weekend)
        if key not in self._matrices:
            self._matrices[key] = self.router.matrix(
                points, distances=distances, depart_s=depart_s, is_weekend=is_weekend
            )
        return self._matrices[key]

    def with_changes(
        self,
        *,
        closures: Sequence[LonLat] = (),
        avoid: Sequence[Polygon | MultiPolygon] = (),
        penalties: Sequence[Penalty] = (),
    ) -> "KeptRouter":
        """Return a router over changed roads, with nothing remembered."""
        return KeptRouter(self.router.with_changes(closures=closures, avoid=avoid, penalties=penalties))
