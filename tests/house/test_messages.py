"""Every text of the product has its Vietnamese, with the same placeholders, and nothing is left over."""

import ast
import re
from collections.abc import Iterator
from string import Formatter

import pytest

from data import errors
from tests.house.catalogue import PACKAGES, REPOSITORY, messages, vietnamese

PERCENT = re.compile(r"%(?:\((\w+)\))?[sdr%]")
TEXT_KEYWORDS = {"remedy", "help", "description", "epilog"}
TEXT_METHODS = {
    *("say", "warn", "translate"),
    *(
        "setText",
        "setWindowTitle",
        "setToolTip",
        "setStatusTip",
        "setPlaceholderText",
        "addAction",
        "addMenu",
    ),
}
SAME_IN_EVERY_LANGUAGE = {"Hành Trình"}


def placeholders(text: str) -> list[str]:
    braces = [
        f"{{{name}{':' + spec if spec else ''}}}" for _, name, spec, _ in Formatter().parse(text) if name
    ]
    return sorted([*braces, *(found.group() for found in PERCENT.finditer(text))])


def first(text: str | tuple[str, ...] | list[str] | None) -> str:
    return text if isinstance(text, str) else text[0] if text else ""


@pytest.fixture(scope="module")
def said() -> dict[str, str]:
    return {first(message.id): first(message.string) for message in vietnamese() if message.id}


@pytest.fixture(scope="module")
def written() -> dict[str, str]:
    return {first(msgid): where for msgid, where in messages()}


def test_every_text_of_the_code_has_its_vietnamese(said: dict[str, str], written: dict[str, str]) -> None:
    missing = [f"{where}: {msgid}" for msgid, where in written.items() if not said.get(msgid)]
    assert not missing, "run 'make messages', then translate:\n" + "\n".join(missing)


def test_the_catalogue_keeps_no_text_that_left_the_code(
    said: dict[str, str], written: dict[str, str]
) -> None:
    orphans = sorted(set(said) - set(written))
    assert not orphans, "run 'make messages' to drop:\n" + "\n".join(orphans)


def test_translations_carry_the_placeholders_of_their_msgid(said: dict[str, str]) -> None:
    different = [
        f"{msgid!r}: {placeholders(msgid)} became {placeholders(text)}"
        for msgid, text in said.items()
        if text and placeholders(msgid) != placeholders(text)
    ]
    assert not different, "\n".join(different)


def test_no_translation_is_marked_as_a_guess() -> None:
    assert [message.id for message in vietnamese() if message.id and message.fuzzy] == []


def test_no_text_for_the_user_escapes_the_catalogue() -> None:
    bare = [where for package in PACKAGES for where in _bare_texts(package)]
    assert not bare, "mark with N_() or say through translate():\n" + "\n".join(bare)


def _bare_texts(package: str) -> Iterator[str]:
    for path in sorted((REPOSITORY / package).rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            for text in _texts_of(call):
                if any(letter.isalpha() for letter in text) and text not in SAME_IN_EVERY_LANGUAGE:
                    yield f"{path.relative_to(REPOSITORY)}:{call.lineno}: {text!r}"


def _texts_of(call: ast.Call) -> Iterator[str]:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    method = isinstance(call.func, ast.Attribute)
    values: list[ast.expr] = [word.value for word in call.keywords if word.arg in TEXT_KEYWORDS]
    if _is_error_for_users(name) or (method and name in TEXT_METHODS):
        values += call.args[:1]
    for value in values:
        if isinstance(value, ast.Constant) and isinstance(value.value, str):
            yield value.value


def _is_error_for_users(name: str) -> bool:
    kind = getattr(errors, name, None)
    return isinstance(kind, type) and issubclass(kind, errors.HanhTrinhError)


def test_tone_marks_stand_where_official_spelling_puts_them(said: dict[str, str]) -> None:
    # tọa độ, xóa, văn hóa: in an open syllable the mark stands on the first vowel of oa, oe (Decree 30/2020).
    newer = re.compile(r"\b\w*o(?:[àáảãạ]|[èéẻẽẹ])\b", re.IGNORECASE)
    found = {match.group() for text in said.values() for match in newer.finditer(text)}
    assert not found, f"write tọa, xóa, hóa: {', '.join(sorted(found))}"
