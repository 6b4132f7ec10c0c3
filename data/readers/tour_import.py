"""What reading a tour file gives, and what the reader is told beforehand."""

from dataclasses import dataclass, field
from datetime import date
from typing import Final

from data.edits import Batch, PutPlace, PutTour
from data.errors import BadInputError
from data.model.place import Category, Place
from data.model.tour import Tour
from data.model.travel_mode import TravelMode

MOST_VERTICES: Final = 500_000
"""Most vertices of one file: a track of a month, a point a second on the move."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumed:
    """What files of other programs do not say.

    Parameters
    ----------
    category
        Category of points that tell none.
    mode
        How a drawn route is travelled.
    day
        Date of the first route that has no times.
    """

    category: Category = Category.RELIC
    mode: TravelMode = TravelMode.CAR
    day: date = field(default_factory=date.today)


@dataclass(frozen=True, slots=True, kw_only=True)
class TourImport:
    """What a file holds.

    Parameters
    ----------
    form
        Format, for the report.
    is_own
        Whether a tour of ours came back, with all that the format carries; otherwise points became places
        and lines became drawn routes.
    tours
        Tours in the order of the file.
    places
        Places that the project lacks; the tours need them.
    warnings
        Doubts, each with place and remedy.
    """

    form: str
    is_own: bool
    tours: tuple[Tour, ...] = ()
    places: tuple[Place, ...] = ()
    warnings: tuple[BadInputError, ...] = ()

    @property
    def edit(self) -> Batch:
        """The one step that takes all of it into a project; a tour with the key of another replaces it."""
        return Batch((*map(PutPlace, self.places), *map(PutTour, self.tours)))
