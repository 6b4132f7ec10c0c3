"""The rest of a request: clauses of plans that the tour serves, and how long to search."""

from collections.abc import Hashable
from typing import Final

from data.language.catalogue import N_
from data.model.request import MOST_SEED
from gis_app.docks.request import fields
from gis_app.docks.request.context import FormContext
from gis_app.docks.request.page import Page, Subject
from gis_app.docks.request.rows import INCOMPLETE


def _build(page: Page) -> None:
    context = page.context
    page.say(
        N_("Search carefully for {seconds} seconds"),
        seconds=page.blank(
            "seconds", fields.number(context, N_("Seconds to search"), empty=10.0, hint="10", decimals=2)
        ),
    )
    page.say(
        N_("Seed of the search {seed}"),
        seed=page.blank("seed", fields.counter(context, N_("Seed of the search"), 0, MOST_SEED)),
    )
    page.note(N_("Another seed may find another tour that is as good."))
    page.note(N_("Clauses of official plans that the tour serves"))
    page.rows(
        "clauses",
        N_("The tour serves {clause}"),
        lambda: {"clause": fields.listed(context, N_("Clause of a plan"), lambda: _clauses(context))},
        make=lambda clause: clause or INCOMPLETE,
        split=lambda clause: {"clause": clause},
        add=N_("Add a clause"),
    )


def _clauses(context: FormContext) -> list[tuple[Hashable, str]]:
    is_english = context.words.language == "en"
    return [
        (key, (is_english and clause.requirement_en) or clause.requirement_vi)
        for key, clause in context.project.clauses.items()
    ]


MORE: Final = Subject(N_("Search and plans"), ("seconds", "seed", "clauses"), _build)
