from pathlib import Path

import pytest

from data.errors import BadInputError
from layers.publication.template import Imposition
from layers.publication.template_file import builtin_keys, builtin_template, parse_template, read_template

GOOD = """
schema = 1
[name]
vi = "Mẫu"
[paper]
size = [100, 200]
[[page]]
frame = [{ kind = "map", area = [5, 5, 90, 100], grid = true }]
"""


def faults(text: str) -> list[str]:
    with pytest.raises(BadInputError) as raised:
        parse_template(text, "t")
    return [
        f"{detail.where} {detail}" for detail in raised.value.details if isinstance(detail, BadInputError)
    ]


def test_every_template_we_ship_is_sound_and_named_in_both_languages() -> None:
    assert len(builtin_keys()) >= 6
    for key in builtin_keys():
        template = builtin_template(key)
        assert template.name_vi != template.name_en
        assert template.key == key


def test_a_small_template_is_read() -> None:
    template = parse_template(GOOD, "t")
    assert (template.width, template.height) == (100, 200)
    assert template.pages[0].frames[0].options == {"grid": True}
    assert template.imposition is Imposition.NONE


def test_folds_of_the_back_are_mirrored() -> None:
    leaflet = builtin_template("a4-leaflet")
    assert leaflet.folds_on(0) == (97, 197)
    assert leaflet.folds_on(1) == (100, 200)


def test_all_faults_of_a_file_are_told_at_once() -> None:
    text = (
        GOOD.replace("grid = true", "gird = true")
        .replace("schema = 1", "schema = 9")
        .replace("200]", "200000]")
    )
    said = faults(text)
    assert len(said) == 3
    assert any("grid" in one for one in said)
    assert any("page 1, frame 1" in one for one in said)


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ('kind = "map"', 'kind = "mapp"', "mapp"),
        ("[5, 5, 90, 100]", "[5, 5, 90]", "4"),
        ("[5, 5, 90, 100]", "[5, 5, 0, 100]", "empty"),
        ("[5, 5, 90, 100]", "[50, 5, 90, 100]", "leaves"),
        ("[5, 5, 90, 100]", '["a", 5, 90, 100]', "number"),
        ("[100, 200]", '"A9"', "A9"),
        ("[[page]]", "[[page]]\nrepeats = true", "flowing"),
        ("[paper]", '[paper]\nimposition = "origami"', "origami"),
        ("[paper]", "[paper]\nfolds = [80, 20]", "ascend"),
        ("[paper]", "[paper]\nfolds = [nan]", "number"),
    ],
)
def test_each_fault_is_named(old: str, new: str, word: str) -> None:
    assert any(word in one for one in faults(GOOD.replace(old, new)))


def test_what_is_not_toml_is_said_so() -> None:
    with pytest.raises(BadInputError, match="TOML"):
        parse_template("schema = = 1", "t")


def test_a_file_names_itself_in_its_error(tmp_path: Path) -> None:
    path = tmp_path / "mẫu.toml"
    path.write_text(GOOD.replace("map", "mapp"), encoding="utf-8")
    with pytest.raises(BadInputError) as raised:
        read_template(path)
    assert raised.value.source == str(path)


def test_a_missing_builtin_lists_those_there_are() -> None:
    with pytest.raises(BadInputError) as raised:
        builtin_template("a1")
    assert "a4-leaflet" in str(raised.value.facts)
