"""One place put in place of another wherever a tour or request names it."""

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from functools import cache
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from data.model.place import PlaceId
from data.model.tour import Tour

_Value = TypeVar("_Value")


def repointed(tour: Tour, old: PlaceId, new: PlaceId) -> Tour:
    """Return ``tour`` with ``new`` wherever its stops, its request or its dropped places name ``old``.

    What names a place is told by the types of the model, not by the text: a unit or a label that happens to
    read like a place's key stays. A tour that names neither is returned itself.

    Raises
    ------
    BadInputError
        If the request cannot hold for one place instead of two: it must and must not be visited, or it is
        the alternative to itself.
    """
    changed = put_instead(tour, Tour, old, new)
    if changed is tour:
        return tour
    visited = frozenset(changed.visited)
    dropped = {left.place_id: left for left in reversed(changed.dropped) if left.place_id not in visited}
    return replace(changed, dropped=tuple(reversed(dropped.values())))


def put_instead(value: _Value, hint: Any, old: PlaceId, new: PlaceId) -> _Value:
    """Return ``value``, of the type ``hint``, with ``new`` for every place key ``old``.

    Parameters
    ----------
    value
        A value of the model, or a part of one; it is returned itself when it does not name ``old``.
    hint
        Its type as annotated.

    Raises
    ------
    BadInputError
        If a value of the model refuses the change.
    """
    found: Any = _put(value, hint, old, new)
    return found  # type: ignore[no-any-return]  # of the type of ``value``


def _put(value: Any, hint: Any, old: PlaceId, new: PlaceId) -> Any:  # Any: told by ``hint``
    if hint is PlaceId:
        return new if value == old else value
    if is_dataclass(value) and not isinstance(value, type):
        return _put_in_fields(value, old, new)
    inner = get_args(hint)
    if isinstance(value, Mapping) and len(inner) == 2:
        return _put_in_mapping(value, inner, old, new)
    if isinstance(value, tuple) and inner:
        hints = (inner[0],) * len(value) if inner[-1] is Ellipsis else inner
        items = tuple(_put(item, kind, old, new) for item, kind in zip(value, hints, strict=True))
        if all(item is before for item, before in zip(items, value, strict=True)):
            return value
        return (
            tuple(dict.fromkeys(items)) if hints and hints[0] is PlaceId and inner[-1] is Ellipsis else items
        )
    if get_origin(hint) in {Union, UnionType}:
        chosen = next((kind for kind in inner if _is_of(value, kind)), None)
        return value if chosen is None else _put(value, chosen, old, new)
    return value


def _put_in_fields(value: Any, old: PlaceId, new: PlaceId) -> Any:
    changes = {}
    for name, hint in _hints(value.__class__).items():
        before = getattr(value, name)
        after = _put(before, hint, old, new)
        if after is not before:
            changes[name] = after
    return replace(value, **changes) if changes else value


def _put_in_mapping(
    value: Mapping[Any, Any], hints: Sequence[Any], old: PlaceId, new: PlaceId
) -> Mapping[Any, Any]:
    """Return the mapping with ``new`` as key and value; what it says of ``new`` already stays."""
    items = {
        _put(key, hints[0], old, new): _put(item, hints[1], old, new)
        # The entry of the place kept comes last and wins.
        for key, item in sorted(value.items(), key=lambda pair: pair[0] == new)
    }
    is_same = items.keys() == value.keys() and all(items[key] is value[key] for key in items)
    return value if is_same else items


def _is_of(value: Any, kind: Any) -> bool:
    if kind is PlaceId:
        return isinstance(value, str)
    origin = get_origin(kind) or kind
    return isinstance(origin, type) and isinstance(value, origin)


@cache
def _hints(kind: type) -> Mapping[str, Any]:
    hints = get_type_hints(kind)
    return {field.name: hints[field.name] for field in fields(kind)}
