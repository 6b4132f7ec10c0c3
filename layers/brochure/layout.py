"""Tour → pages of the brochure."""

from data.model.project import Project
from data.model.tour import Tour
from layers.brochure.overview import overview_page
from layers.brochure.timetable import timetable_pages
from layers.labels import Measure
from layers.page import Page, TextSetter
from layers.publication.matter import Matter


def lay_out(
    project: Project, tour: Tour, language: str, credits_: tuple[str, ...], measure: Measure
) -> tuple[Page, ...]:
    """Return the pages of a tour's brochure.

    Parameters
    ----------
    language
        First language, 'vi' or 'en'; titles and names are repeated in the other one.
    credits_
        Attribution of the data, printed on every page.
    measure
        Measures texts in print pixels.

    Raises
    ------
    UnknownIdError
        If a stop names a place that the project does not have.
    """
    matter = Matter.of(project, tour, language, credits_)
    setter = TextSetter(measure)
    return (overview_page(matter, setter), *timetable_pages(matter, setter, 2))
