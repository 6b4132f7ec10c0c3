"""The visual language, in values: colours, type sizes, road classes, day and category colours.

Window, print and web read the same values, so that a place looks the same everywhere. Sizes are logical
pixels: 1/96 inch on screen, ``layers.viewport.PRINT_PIXEL_MM`` on paper.

The category and day colours were found by a random search in CIELAB for the largest least distance in
normal sight, protanopia and deuteranopia (Machado, Oliveira & Fernandes 2009, severity 1); days also keep
apart in lightness, so that they differ on a black-and-white printer. tests/layers/test_style.py holds both.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final, Self

import numpy as np

from data.model.place import Category, Rank

FONT_FAMILY: Final = "Be Vietnam Pro"


@dataclass(frozen=True, slots=True)
class Color:
    """An sRGB colour; channels and alpha 0–255."""

    red: int
    green: int
    blue: int
    alpha: int = 255

    @classmethod
    def of(cls, hexadecimal: str, alpha: int = 255) -> Self:
        """Return the colour written as ``#RRGGBB``."""
        digits = hexadecimal.removeprefix("#")
        return cls(int(digits[0:2], 16), int(digits[2:4], 16), int(digits[4:6], 16), alpha)

    @property
    def hex(self) -> str:
        """``#RRGGBB``, without alpha."""
        return f"#{self.red:02X}{self.green:02X}{self.blue:02X}"

    def with_alpha(self, alpha: int) -> "Color":
        """Return the same colour with another alpha, 0–255."""
        return Color(self.red, self.green, self.blue, alpha)

    @property
    def luminance(self) -> float:
        """Relative luminance, 0 black to 1 white (WCAG 2.2)."""
        channels = np.array([self.red, self.green, self.blue]) / 255
        linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
        return float(linear @ (0.2126, 0.7152, 0.0722))

    @property
    def lightness(self) -> float:
        """CIELAB L*, 0 black to 100 white: the grey a black-and-white printer makes of it."""
        y = self.luminance
        return 116 * y ** (1 / 3) - 16 if y > 216 / 24389 else y * 24389 / 27

    def contrast(self, other: "Color") -> float:
        """Return the contrast ratio to ``other``, 1–21 (WCAG 2.2)."""
        low, high = sorted((self.luminance, other.luminance))
        return (high + 0.05) / (low + 0.05)


WHITE: Final = Color(255, 255, 255)
INK: Final = Color.of("#241F1C")
ACCENT: Final = Color.of("#B3123B")
"""Lacquer red: the tour and the primary action, nothing else."""


def text_on(background: Color) -> Color:
    """Return white or ink, whichever reads better on ``background``."""
    return WHITE if background.contrast(WHITE) >= background.contrast(INK) else INK


CATEGORY_COLORS: Final[Mapping[Category, Color]] = MappingProxyType(
    {
        Category.RELIC: Color.of("#6F5645"),
        Category.CRAFT_VILLAGE: Color.of("#B08470"),
        Category.MUSEUM_THEATRE: Color.of("#634796"),
        Category.CREATIVE_SPACE: Color.of("#D162B3"),
        Category.WALKING_SPACE: Color.of("#1E7475"),
        Category.ECO_SITE: Color.of("#007215"),
        Category.FESTIVAL_SITE: Color.of("#AE8C06"),
        Category.FOOD_MARKET: Color.of("#D5573C"),
        Category.LODGING_OR_SERVICE: Color.of("#5D85E4"),
        Category.TRANSPORT_HUB: Color.of("#00445D"),
    }
)
"""Disc colours of the symbols, the same in the light and the dark theme."""

DAY_COLORS: Final = (
    ACCENT,
    Color.of("#0F7BBE"),
    Color.of("#00552C"),
    Color.of("#DD9A67"),
    Color.of("#422860"),
    Color.of("#48A299"),
    Color.of("#9E488E"),
    Color.of("#E2B353"),
)


def day_color(day: int) -> Color:
    """Return the colour of day number ``day``, counted from 0; they repeat after eight days."""
    return DAY_COLORS[day % len(DAY_COLORS)]


RANK_RADIUS_PX: Final[Mapping[Rank, float]] = MappingProxyType(
    {
        Rank.SPECIAL_NATIONAL: 11.0,
        Rank.NATIONAL: 9.5,
        Rank.PROVINCIAL: 8.5,
        Rank.INVENTORIED: 7.5,
        Rank.NONE: 7.5,
        Rank.UNKNOWN: 7.5,
    }
)
"""Radius of a symbol's disc by relic rank, logical pixels."""

RANK_RINGS: Final[Mapping[Rank, int]] = MappingProxyType({Rank.SPECIAL_NATIONAL: 2, Rank.NATIONAL: 1})
"""Rings around the disc: two for special national relics, one for national ones."""


class RoadClass(StrEnum):
    """Road classes drawn on the map: values of the OSM key ``highway``, links and kin merged."""

    MOTORWAY = "motorway"
    TRUNK = "trunk"
    PRIMARY = "primary"
    SECONDARY = "secondary"
    TERTIARY = "tertiary"
    RESIDENTIAL = "residential"
    PEDESTRIAN = "pedestrian"
    SERVICE = "service"
    TRACK = "track"
    PATH = "path"
    FERRY = "ferry"


@dataclass(frozen=True, slots=True)
class RoadStyle:
    """How one road class is drawn.

    Parameters
    ----------
    fill, casing
        Colours of the road and of its edge.
    min_zoom
        First zoom at which the class is drawn.
    casing_zoom
        First zoom at which the edge is drawn as well.
    label_zoom
        First zoom at which names are written along the class.
    width_px
        Width of the fill at zoom 10 and 16; between and beyond it grows exponentially.
    dash
        Lengths of dash and gap in widths, empty for a solid line.
    plain
        Colour at zooms at which the edge is not drawn; ``None`` for the edge's.
    """

    fill: Color
    casing: Color
    min_zoom: float
    casing_zoom: float
    label_zoom: float
    width_px: tuple[float, float]
    dash: tuple[float, ...] = ()
    plain: Color | None = None

    @property
    def uncased(self) -> Color:
        """Colour at zooms at which the edge is not drawn."""
        return self.plain or self.casing

    def width_at(self, zoom: float) -> float:
        """Return the width of the fill at ``zoom``, logical pixels."""
        narrow, wide = self.width_px
        share = (min(zoom, 19.0) - 10) / 6
        return float(max(0.35, narrow * (wide / narrow) ** share))


class ThemeName(StrEnum):
    """The two themes."""

    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True, kw_only=True)
class InterfaceColors:
    """Colours of the window: neutral surfaces, one accent."""

    window: Color
    surface: Color
    surface_raised: Color
    border: Color
    text: Color
    text_muted: Color
    accent: Color
    accent_hover: Color
    accent_text: Color
    accent_soft: Color
    on_accent: Color
    selection: Color
    focus: Color
    success: Color
    warning: Color
    danger: Color


@dataclass(frozen=True, slots=True, kw_only=True)
class MapColors:
    """Colours of map and page."""

    land: Color
    beyond: Color
    water: Color
    water_edge: Color
    water_text: Color
    unit_outline: Color
    unit_text: Color
    road_text: Color
    text: Color
    text_muted: Color
    halo: Color
    route_casing: Color
    shield_fill: Color
    shield_edge: Color
    frame: Color


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """Everything a painter needs to know about looks."""

    name: ThemeName
    interface: InterfaceColors
    map: MapColors
    roads: Mapping[RoadClass, RoadStyle]


def _roads(major: str, main: str, minor: str) -> Mapping[RoadClass, RoadStyle]:
    """Return road styles from 'fill edge (faint)', in drawing order (ferries first, motorways last)."""
    major_fill, major_edge = map(Color.of, major.split())
    main_fill, main_edge = map(Color.of, main.split())
    fill, casing, faint = map(Color.of, minor.split())
    ferry = Color.of("#7FA9C4")
    return MappingProxyType(
        {
            RoadClass.FERRY: RoadStyle(ferry, ferry, 12, 99, 13, (0.8, 1.4), (4, 3)),
            RoadClass.PATH: RoadStyle(casing, casing, 14.5, 99, 16, (0.5, 1.1), (2.5, 1.8)),
            RoadClass.TRACK: RoadStyle(casing, casing, 14, 99, 16, (0.5, 1.3), (4, 2)),
            RoadClass.SERVICE: RoadStyle(fill, casing, 14.5, 15, 16, (0.45, 2.6), plain=faint),
            RoadClass.PEDESTRIAN: RoadStyle(fill, casing, 13.5, 14.5, 15.5, (0.5, 4.0), plain=faint),
            RoadClass.RESIDENTIAL: RoadStyle(fill, casing, 12.8, 14, 15, (0.55, 4.6), plain=faint),
            RoadClass.TERTIARY: RoadStyle(fill, casing, 10.6, 12.2, 13.5, (1.0, 6.4)),
            RoadClass.SECONDARY: RoadStyle(main_fill, main_edge, 8.5, 11, 12.5, (1.3, 8.0)),
            RoadClass.PRIMARY: RoadStyle(main_fill, main_edge, 7, 10, 11.5, (1.7, 9.4)),
            RoadClass.TRUNK: RoadStyle(major_fill, major_edge, 6, 9.5, 11, (2.1, 10.0)),
            RoadClass.MOTORWAY: RoadStyle(major_fill, major_edge, 5, 9, 11, (2.5, 10.6)),
        }
    )


LIGHT: Final = Theme(
    name=ThemeName.LIGHT,
    interface=InterfaceColors(
        window=Color.of("#F6F4F1"),
        surface=WHITE,
        surface_raised=Color.of("#FBFAF8"),
        border=Color.of("#DDD8D1"),
        text=INK,
        text_muted=Color.of("#6A625B"),
        accent=ACCENT,
        accent_hover=Color.of("#960E31"),
        accent_text=ACCENT,
        accent_soft=Color.of("#F9E7EB"),
        on_accent=WHITE,
        selection=Color.of("#F4D9DF"),
        focus=Color.of("#1F6FB2"),
        success=Color.of("#1E7B45"),
        warning=Color.of("#9A5B00"),
        danger=Color.of("#B42318"),
    ),
    map=MapColors(
        land=Color.of("#F7F5F0"),
        beyond=Color.of("#EAE6DE"),
        water=Color.of("#BCDAEA"),
        water_edge=Color.of("#9CC4DA"),
        water_text=Color.of("#215872"),
        unit_outline=Color.of("#8E8378"),
        unit_text=Color.of("#6E645A"),
        road_text=Color.of("#5C544B"),
        text=INK,
        text_muted=Color.of("#6A625B"),
        halo=WHITE,
        route_casing=WHITE,
        shield_fill=WHITE,
        shield_edge=Color.of("#9A8F82"),
        frame=Color.of("#4A433D"),
    ),
    roads=_roads("#F3D3A4 #CDA268", "#FAEBC9 #D3BE93", "#FFFFFF #CFC8BD #E4E0D8"),
)

DARK: Final = Theme(
    name=ThemeName.DARK,
    interface=InterfaceColors(
        window=Color.of("#1B1918"),
        surface=Color.of("#242120"),
        surface_raised=Color.of("#2D2A28"),
        border=Color.of("#423D39"),
        text=Color.of("#EFEAE4"),
        text_muted=Color.of("#B0A79E"),
        accent=Color.of("#CF2E57"),
        accent_hover=Color.of("#BC274D"),
        accent_text=Color.of("#F5879F"),
        accent_soft=Color.of("#43202A"),
        on_accent=WHITE,
        selection=Color.of("#57232F"),
        focus=Color.of("#6FB1E8"),
        success=Color.of("#5CC387"),
        warning=Color.of("#E7AD54"),
        danger=Color.of("#F0776C"),
    ),
    map=MapColors(
        land=Color.of("#26241F"),
        beyond=Color.of("#1B1916"),
        water=Color.of("#1D3542"),
        water_edge=Color.of("#2A4A5B"),
        water_text=Color.of("#8DBAD2"),
        unit_outline=Color.of("#7C7268"),
        unit_text=Color.of("#B0A59A"),
        road_text=Color.of("#C9BFB4"),
        text=Color.of("#EFEAE4"),
        text_muted=Color.of("#B0A79E"),
        halo=Color.of("#1B1918"),
        route_casing=Color.of("#F4F0EA"),
        shield_fill=Color.of("#2D2A28"),
        shield_edge=Color.of("#7C7268"),
        frame=Color.of("#7C7268"),
    ),
    roads=_roads("#7A6140 #4D3F2C", "#5E5340 #3F3930", "#4A463F #36332E #35322C"),
)

THEMES: Final[Mapping[ThemeName, Theme]] = MappingProxyType({ThemeName.LIGHT: LIGHT, ThemeName.DARK: DARK})


@dataclass(frozen=True, slots=True)
class TextStyle:
    """Size in logical pixels, weight 100–900 as in CSS, and slant."""

    size_px: int
    weight: int = 400
    italic: bool = False


PLACE_TEXT: Final = TextStyle(11, 500)
STOP_TEXT: Final = TextStyle(12, 600)
STOP_NUMBER_TEXT: Final = TextStyle(12, 700)
UNIT_TEXT: Final = TextStyle(11, 500, italic=True)
PROVINCE_TEXT: Final = TextStyle(13, 600)
WATER_TEXT: Final = TextStyle(11, 500, italic=True)
ROAD_TEXT: Final = TextStyle(9, 500)
SHIELD_TEXT: Final = TextStyle(9, 600)
CLUSTER_TEXT: Final = TextStyle(11, 700)
FURNITURE_TEXT: Final = TextStyle(10, 500)
