"""Style of a reference layer: rules that say which features look how, and which attribute is their label."""

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from data.errors import BadInputError
from data.language.catalogue import N_

MOST_RULES: Final = 100
MOST_WIDTH_PX: Final = 30.0
MOST_SIZE_PX: Final = 60.0

_HEX: Final = re.compile(r"#[0-9A-Fa-f]{6}")


def _require_range(name: str, value: float, least: float, most: float) -> None:
    if not least <= value <= most:
        raise BadInputError(
            N_("{value} is not from {least} to {most}."),
            where=name,
            remedy=N_("Give a number between them."),
            value=value,
            least=least,
            most=most,
        )


class Operator(StrEnum):
    """How an attribute is compared with the value of a rule."""

    EQUALS = "="
    DIFFERS = "!="
    LESS = "<"
    AT_MOST = "<="
    MORE = ">"
    AT_LEAST = ">="
    CONTAINS = "contains"
    IS_EMPTY = "is empty"


class Marker(StrEnum):
    """Shape of a point symbol."""

    CIRCLE = "circle"
    SQUARE = "square"
    TRIANGLE = "triangle"
    DIAMOND = "diamond"
    STAR = "star"
    CROSS = "cross"


@dataclass(frozen=True, slots=True)
class Condition:
    """Features whose attribute ``field`` compares with ``value`` as ``operator`` says.

    A value that reads as a number is compared as one where the attribute is one too; texts are compared
    without regard to accents and case.
    """

    field: str
    operator: Operator = Operator.EQUALS
    value: str = ""

    def __post_init__(self) -> None:
        if not self.field:
            raise BadInputError(
                N_("A rule compares no attribute."), where="field", remedy=N_("Choose an attribute.")
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Symbol:
    """Looks of points, lines and areas in one value; each kind of geometry takes what it needs.

    Parameters
    ----------
    color
        ``#RRGGBB`` of lines, outlines and markers.
    width_px
        Width of lines and outlines, logical pixels.
    is_dashed
        Whether lines are broken.
    fill
        ``#RRGGBB`` of areas; '' for none.
    fill_opacity
        0 clear to 1 solid.
    marker, size_px
        Shape of points and its size across, logical pixels.
    """

    color: str = "#7A3E9D"
    width_px: float = 1.6
    is_dashed: bool = False
    fill: str = "#7A3E9D"
    fill_opacity: float = 0.2
    marker: Marker = Marker.CIRCLE
    size_px: float = 8.0

    def __post_init__(self) -> None:
        for name, text in (("color", self.color), ("fill", self.fill)):
            if not _HEX.fullmatch(text) and not (name == "fill" and not text):
                raise BadInputError(
                    N_("'{text}' is no colour."),
                    where=name,
                    remedy=N_("Write it as #RRGGBB, for example #B3123B."),
                    text=text,
                )
        _require_range("width_px", self.width_px, 0.0, MOST_WIDTH_PX)
        _require_range("size_px", self.size_px, 1.0, MOST_SIZE_PX)
        _require_range("fill_opacity", self.fill_opacity, 0.0, 1.0)


@dataclass(frozen=True, slots=True)
class Rule:
    """Features that meet ``condition`` (all without one) look like ``symbol``; ``title`` names them."""

    symbol: Symbol = field(default_factory=Symbol)
    condition: Condition | None = None
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerStyle:
    """Rules of a layer, the first that fits decides; features that no rule fits are not drawn.

    Parameters
    ----------
    rules
        At least one.
    label
        Attribute shown as label; '' for none.
    label_size_px
        Height of its type, logical pixels.
    label_from
        Labels appear from scale 1:``label_from`` on; 0 at every scale.
    """

    rules: tuple[Rule, ...] = field(default_factory=lambda: (Rule(),))
    label: str = ""
    label_size_px: int = 11
    label_from: int = 0

    def __post_init__(self) -> None:
        if not 1 <= len(self.rules) <= MOST_RULES:
            raise BadInputError(
                N_("A style has 1 to {most} rules."),
                where="rules",
                remedy=N_("Add a rule, or join several."),
                most=MOST_RULES,
            )
        _require_range("label_size_px", self.label_size_px, 6, 40)
        _require_range("label_from", self.label_from, 0, 10**9)
