"""argparse that speaks the languages of the product.

Help texts are written as msgids (``help=N_("…")``) and said in the chosen language when help is printed;
the words of argparse itself come from the same catalogue.
"""

import argparse
from typing import Any, Final

from data.language.catalogue import N_, translate, translate_count

ARGPARSE_WORDS: Final = (
    N_("usage: "),
    N_("positional arguments"),
    N_("options"),
    N_("show this help message and exit"),
    N_("show program's version number and exit"),
    N_("%(prog)s: error: %(message)s\n"),
    N_("argument %(argument_name)s: %(message)s"),
    N_("unrecognized arguments: %s"),
    N_("the following arguments are required: %s"),
    N_("one of the arguments %s is required"),
    N_("not allowed with argument %s"),
    N_("ignored explicit argument %r"),
    N_("expected one argument"),
    N_("expected at most one argument"),
    N_("expected at least one argument"),
    N_("expected %s argument"),
    N_("invalid %(type)s value: %(value)r"),
    N_("invalid choice: %(value)r (choose from %(choices)s)"),
    N_("unknown parser %(parser_name)r (choices: %(choices)s)"),
)
"""Words of argparse that a user can meet, so that the message catalogue keeps them."""


def parser_class(language: str) -> type[argparse.ArgumentParser]:
    """Return the class of parsers, subparsers included, that speak ``language``."""

    class Formatter(argparse.HelpFormatter):
        def _get_help_string(self, action: argparse.Action) -> str | None:
            return translate(language, action.help) if action.help else action.help

        def add_text(self, text: str | None) -> None:
            super().add_text(translate(language, text) if text else text)

        def start_section(self, heading: str | None) -> None:
            super().start_section(translate(language, heading) if heading else heading)

    class Parser(argparse.ArgumentParser):
        def __init__(self, *args: Any, **options: Any) -> None:
            options.setdefault("formatter_class", Formatter)
            # A script must not break because a later version adds an option with the same beginning.
            options.setdefault("allow_abbrev", False)
            super().__init__(*args, **options)

    _speak(language)
    return Parser


def _speak(language: str) -> None:
    # argparse looks its two gettext functions up as module globals and has no other way in.
    def gettext(text: str | None) -> str | None:
        return translate(language, text) if text else text

    def ngettext(singular: str, plural: str, count: int) -> str:
        return translate_count(language, singular, plural, count)

    vars(argparse).update(_=gettext, ngettext=ngettext)
