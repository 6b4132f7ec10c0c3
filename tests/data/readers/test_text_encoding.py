import os
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import BadInputError
from data.readers import text_encoding
from data.readers.text_encoding import decode, read_text

TEXT = "tên;ghi chú\nĐình Chèm;Thượng Cát, ngõ 5 – “cổ”\nChùa Đậu;tương ứng, hoà thuận, mỹ nghệ"

# The letters of TCVN 5712:1993 (VN3) and of VNI-Windows that the samples need.
TCVN3 = dict(
    zip(
        "àáảãạăằắẳẵặâầấẩẫậđêềếểễệôồốổỗộơờớởỡợưừứửữựéèóòíìúùýỳ",
        "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ªÒÕÓÔÖ«åèæçé¬êíëìî\u00adõøöùüÐÌãßÝ×óïýú",
        strict=True,
    )
)
VNI = {
    "ồ": "oà",
    "ố": "oá",
    "ì": "ì",
    "à": "aø",
    "á": "aù",
    "ậ": "aä",
    "ề": "eà",
    "đ": "ñ",
    "Đ": "Ñ",
    "ơ": "ô",
    "ư": "ö",
    "ò": "oø",
    "ạ": "aï",
    "ộ": "oä",
}


def in_font_encoding(text: str, table: dict[str, str]) -> str:
    return "".join(table.get(letter, letter) for letter in text)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_of_every_kind_is_read(encoding: str) -> None:
    assert decode(TEXT.encode(encoding)).text == TEXT


def test_windows_1258_is_read() -> None:
    # The code page has marks of its own for the tones: â + combining acute, but no ấ.
    content = b"".join(_cp1258(letter) for letter in TEXT)
    found = decode(content)
    assert found.encoding == "windows-1258"
    assert found.text == TEXT


def _cp1258(letter: str) -> bytes:
    try:
        return letter.encode("cp1258")
    except UnicodeEncodeError:
        tones = "\u0300\u0301\u0303\u0309\u0323"
        parts = unicodedata.normalize("NFD", letter)
        tone = "".join(c for c in parts if c in tones)
        letter = unicodedata.normalize("NFC", "".join(c for c in parts if c not in tones))
        return (letter + tone).encode("cp1258")


@pytest.mark.parametrize("form", ["latin-1", "utf-8"])
def test_tcvn3_is_refused_by_name(form: str) -> None:
    text = in_font_encoding("đình làng, chùa đậu, hội bắc ninh, đền kiếp bạc, xã cẩm giàng", TCVN3)
    with pytest.raises(BadInputError, match=r"TCVN3 \(ABC\)"):
        decode(text.encode(form), "bảng.csv")


@pytest.mark.parametrize("form", ["latin-1", "utf-8"])
def test_vni_is_refused_by_name(form: str) -> None:
    text = in_font_encoding("làng hoà bình, đạo, hà nội, đậu, hàng đào, đồng", VNI)
    with pytest.raises(BadInputError, match="VNI"):
        decode(text.encode(form), "bảng.csv")


@pytest.mark.parametrize(
    "text",
    [
        "Café, 50 µm, © 2024, «Đình», naïve",
        "plain ascii",
        TEXT,
        "Nguyễn Du; 5 ® Đặng",
        "Citroën, Noël, façade, œuvre",
    ],
)
def test_ordinary_text_is_not_taken_for_a_font_encoding(text: str) -> None:
    assert decode(text.encode("utf-8")).text == text


def test_an_unknown_encoding_is_refused_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "nga.csv"
    path.write_bytes("тест данных".encode("koi8-r"))
    with pytest.raises(BadInputError, match=r"nga\.csv.*byte 0"):
        read_text(path)


def test_truncated_utf_16_and_binary_files_are_refused() -> None:
    with pytest.raises(BadInputError, match="UTF-16"):
        decode(TEXT.encode("utf-16")[:-1])
    with pytest.raises(BadInputError):
        decode(b"\x7fELF" + bytes(range(256)) * 4)


def test_a_missing_and_a_huge_file_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(BadInputError, match="không có"):
        read_text(tmp_path / "không có.csv")
    monkeypatch.setattr(text_encoding, "MOST_BYTES", 10)
    path = tmp_path / "to.csv"
    path.write_text("x" * 11)
    with pytest.raises(BadInputError, match="larger"):
        read_text(path)


@given(st.binary(max_size=200))
def test_no_bytes_break_the_decoder(content: bytes) -> None:
    try:
        found = decode(content)
    except BadInputError:
        return
    assert unicodedata.is_normalized("NFC", found.text)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="only Unix has named pipes")
def test_a_pipe_nobody_writes_to_is_refused_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "điểm.csv")
    with pytest.raises(BadInputError, match="This is a device or a pipe, not a file"):
        read_text(tmp_path / "điểm.csv")
