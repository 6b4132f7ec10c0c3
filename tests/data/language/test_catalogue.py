from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import BadInputError
from data.language.catalogue import fill, translate


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("{a} of {b}", "1 of {b}"),
        ("{a.__class__} {0} {a!r} {a:>99999999}", "{a.__class__} {0} {a!r} {a:>99999999}"),
        ("open { and close }", "open { and close }"),
        ("{{a}}", "{1}"),
    ],
)
def test_a_template_from_a_stranger_looks_nothing_up_and_breaks_nothing(template: str, said: str) -> None:
    assert fill(template, {"a": 1}) == said


@given(st.text(), st.sampled_from(["vi", "en"]))
def test_a_text_that_is_no_msgid_is_said_as_it_stands(text: str, language: str) -> None:
    assert translate(language, "…" + text, fact="x") == ("…" + text).replace("{fact}", "x")


def test_the_context_of_a_msgid_is_not_said() -> None:
    assert translate("en", "fee|free") == "free"
    assert translate("vi", "fee|free") == "miễn phí"


def test_the_name_of_a_file_is_said_whole() -> None:
    error = BadInputError("Bad {what}.", source=Path("a{b|c.csv"), what="row")
    assert str(error) == "a{b|c.csv: Bad row."
