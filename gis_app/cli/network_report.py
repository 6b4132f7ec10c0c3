"""What ``network info`` says, in words."""

from typing import TYPE_CHECKING, Any, Final

from data.language import formats
from data.language.catalogue import N_
from data.language.terms import term
from gis_app.cli.common import Console
from routes.modes import RoadClass

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from routes.network.store import RoadNetwork

_CLASS_WORDS: Final = {
    RoadClass.MOTORWAY: N_("road|motorway"),
    RoadClass.MOTORWAY_LINK: N_("road|motorway ramp"),
    RoadClass.TRUNK: N_("road|trunk road"),
    RoadClass.TRUNK_LINK: N_("road|trunk road ramp"),
    RoadClass.PRIMARY: N_("road|primary road"),
    RoadClass.PRIMARY_LINK: N_("road|primary road ramp"),
    RoadClass.SECONDARY: N_("road|secondary road"),
    RoadClass.SECONDARY_LINK: N_("road|secondary road ramp"),
    RoadClass.TERTIARY: N_("road|tertiary road"),
    RoadClass.TERTIARY_LINK: N_("road|tertiary road ramp"),
    RoadClass.UNCLASSIFIED: N_("road|minor road"),
    RoadClass.RESIDENTIAL: N_("road|residential street"),
    RoadClass.LIVING_STREET: N_("road|living street"),
    RoadClass.SERVICE: N_("road|service road"),
    RoadClass.TRACK: N_("road|track"),
    RoadClass.PEDESTRIAN: N_("road|pedestrian street"),
    RoadClass.CYCLEWAY: N_("road|cycleway"),
    RoadClass.FOOTWAY: N_("road|footway"),
    RoadClass.PATH: N_("road|path"),
    RoadClass.STEPS: N_("road|stairs"),
    RoadClass.FERRY: N_("road|ferry (not ridden)"),
}
_DETAIL_WORDS: Final = {
    "maxspeed_kph": N_("tagged|speed limit"),
    "width_m": N_("tagged|width"),
    "maxwidth_m": N_("tagged|width limit"),
    "maxheight_m": N_("tagged|height limit"),
    "maxweight_t": N_("tagged|weight limit"),
    "lanes": N_("tagged|number of lanes"),
    "incline_percent": N_("tagged|incline"),
    "surface": N_("tagged|surface"),
    "smoothness": N_("tagged|smoothness"),
    "wheelchair": N_("tagged|wheelchair access"),
    "sidewalk": N_("tagged|sidewalk"),
}


def network_text(network: "RoadNetwork", document: "Mapping[str, Any]", console: Console) -> str:
    """Return the report of a network (``routes.network.report``) in the console's language."""
    writer = _Writer(console)
    blocks = (
        writer.origin(document),
        writer.modes(network, document),
        writer.classes(document),
        writer.details(document),
        writer.cut(network, document),
        [document["attribution"]],
    )
    return "\n\n".join("\n".join(block) for block in blocks if any(block))


class _Writer:
    def __init__(self, console: Console) -> None:
        self._language = console.language
        self._say = console.translate

    def _number(self, value: float, decimals: int = 0) -> str:
        return formats.number(value, self._language, decimals)

    def _km(self, km: float, what: str) -> str:
        return f"  {self._number(km, 1):>10} km  {what}"

    def origin(self, document: "Mapping[str, Any]") -> list[str]:
        """Return name, size and age."""
        lines = [
            " · ".join(word for word in (document["name"], document["source"], document["built"]) if word),
            self._say(
                N_("{nodes} junctions, {edges} roads between them, {km} km"),
                nodes=self._number(document["nodes"]),
                edges=self._number(document["edges"]),
                km=self._number(document["length_km"]),
            ),
            self._say(N_("West, south, east, north: {bbox}"), bbox=", ".join(map(str, document["bbox"]))),
        ]
        if document["area"]:
            lines.append(self._say(N_("Clipped to: {area}"), area=document["area"]))
        if document["age_days"] is not None:
            said = document["data_date"] or document["built"]
            days = self._number(document["age_days"])
            lines.append(self._say(N_("Data of {day}: {days} days old"), day=said, days=days))
        return lines

    def modes(self, network: "RoadNetwork", document: "Mapping[str, Any]") -> list[str]:
        """Return what each mode can use."""
        lines = [self._say(N_("Open to travel modes:"))]
        for mode in network.modes:
            parts = document["parts_by_mode"][mode.value]
            named = term(mode, self._language)
            if parts > 1:
                named = self._say(
                    N_("{mode} ({count} separate parts)"), mode=named, count=self._number(parts)
                )
            lines.append(self._km(document["length_km_by_mode"][mode.value], named))
        return lines

    def classes(self, document: "Mapping[str, Any]") -> list[str]:
        """Return the kilometres by class."""
        lengths = document["length_km_by_class"]
        known = [(kind, lengths[kind.osm]) for kind in RoadClass if kind.osm in lengths]
        return [self._km(km, self._say(_CLASS_WORDS[kind])) for kind, km in known]

    def details(self, document: "Mapping[str, Any]") -> list[str]:
        """Return restrictions, barriers, and what is tagged on how many kilometres."""
        turns = document["turn_restrictions"]
        barriers = document["barriers"]
        lines = [
            self._say(
                N_("{forbidding} forbidden turns, {commanding} compulsory ones; {barriers} barriers"),
                forbidding=self._number(turns["no"]),
                commanding=self._number(turns["only"]),
                barriers=self._number(sum(barriers.values())),
            )
        ]
        if barriers:
            lines.append(
                "  " + ", ".join(f"{name} {self._number(count)}" for name, count in barriers.items())
            )
        lines += [self._km(document["length_km_built_up"]["yes"], self._say(N_("in built-up areas")))]
        tagged = document["length_km_tagged"]
        lines += [
            self._km(tagged[name], self._say(N_("with {detail} tagged"), detail=self._say(words)))
            for name, words in _DETAIL_WORDS.items()
            if tagged[name]
        ]
        lines += [
            self._say(N_("Left out: {count} {what}"), count=self._number(count), what=self._say(what))
            for what, count in document["skipped"].items()
        ]
        return lines

    def cut(self, network: "RoadNetwork", document: "Mapping[str, Any]") -> list[str]:
        """Return what each mode lost, and where its longest piece is."""
        cut, parts = document["cut_off_km_by_mode"], document["cut_off_parts_by_mode"]
        lost = [mode for mode in network.modes if cut.get(mode.value)]
        if not lost:
            return []
        lines = [self._say(N_("Left out, because not connected both ways with the rest:"))]
        for mode in lost:
            count = parts.get(mode.value, 0)
            named = term(mode, self._language)
            if count:
                named = self._say(N_("{mode}, {count} pieces"), mode=named, count=self._number(count))
            lines.append(self._km(cut[mode.value], named))
            lines += self._longest(document, mode.value)
        return lines

    def _longest(self, document: "Mapping[str, Any]", mode: str) -> "Iterator[str]":
        for part in [part for part in document["cut_off_longest"] if part["mode"] == mode][:2]:
            place = formats.coordinates(part["lon"], part["lat"], self._language)
            yield (
                f"{'':16}"
                + self._say(
                    N_("among them {km} km at {place} {road}"),
                    km=self._number(part["km"], 1),
                    place=place,
                    road=part["road"],
                ).rstrip()
            )
