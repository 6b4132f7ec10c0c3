from fractions import Fraction
from pathlib import Path

import pytest
from PIL import ExifTags, Image

from data.readers import photo_files
from data.readers.photo_files import PhotoFault, look_at_file, look_at_photo


def write_photo(
    path: Path,
    size: tuple[int, int] = (400, 200),
    *,
    orientation: int = 1,
    gps: dict[int, object] | None = None,
) -> Path:
    picture = Image.new("RGB", size, (200, 40, 40))
    picture.paste((20, 20, 220), (0, 0, size[0] // 4, size[1] // 4))
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    if gps is not None:
        exif[ExifTags.IFD.GPSInfo] = gps
    picture.save(path, exif=exif)
    return path


def gps_of(lat: tuple[float, float, float], lon: tuple[float, float, float]) -> dict[int, object]:
    return {
        ExifTags.GPS.GPSLatitudeRef: "N",
        ExifTags.GPS.GPSLatitude: tuple(Fraction(part).limit_denominator(1000) for part in lat),
        ExifTags.GPS.GPSLongitudeRef: "E",
        ExifTags.GPS.GPSLongitude: tuple(Fraction(part).limit_denominator(1000) for part in lon),
    }


def test_a_photo_held_upright_is_shown_upright(tmp_path: Path) -> None:
    look = look_at_file(write_photo(tmp_path / "a.jpg", orientation=6), 64)
    assert look.thumbnail is not None
    assert (look.thumbnail.width_px, look.thumbnail.height_px) == (32, 64)
    assert (look.width_px, look.height_px) == (200, 400)
    # Turned clockwise: what was top left is top right now.
    red, _, blue = look.thumbnail.rgb[3 * 28 : 3 * 28 + 3]
    assert blue > red


def test_where_it_was_taken_is_read(tmp_path: Path) -> None:
    look = look_at_file(write_photo(tmp_path / "a.jpg", gps=gps_of((20, 56, 27.24), (106, 19, 58.8))), 64)
    assert look.lon_lat == pytest.approx((106.333, 20.9409))


@pytest.mark.parametrize(
    "gps",
    [
        gps_of((0, 0, 0), (0, 0, 0)),
        gps_of((200, 0, 0), (106, 0, 0)),
        {ExifTags.GPS.GPSLatitudeRef: "N"},
    ],
)
def test_a_camera_without_reception_tells_nothing(tmp_path: Path, gps: dict[int, object]) -> None:
    assert look_at_file(write_photo(tmp_path / "a.jpg", gps=gps), 64).lon_lat is None


def test_what_cannot_be_shown_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "broken.jpg").write_bytes(b"\xff\xd8\xff\xe0 no picture")
    whole = write_photo(tmp_path / "whole.jpg").read_bytes()
    (tmp_path / "half.jpg").write_bytes(whole[: len(whole) // 2])
    assert look_at_photo("broken.jpg", tmp_path, 64).fault is PhotoFault.BROKEN
    assert look_at_photo("half.jpg", tmp_path, 64).fault is PhotoFault.BROKEN
    assert look_at_photo("gone.jpg", tmp_path, 64).fault is PhotoFault.MISSING
    assert look_at_photo("../whole.jpg", tmp_path, 64).fault is PhotoFault.MISSING
    monkeypatch.setattr(photo_files, "MOST_PIXELS", 100)
    assert look_at_photo("whole.jpg", tmp_path, 64).fault is PhotoFault.HUGE


@pytest.mark.parametrize("mode", ["RGBA", "P", "CMYK", "L"])
def test_pictures_of_every_kind_of_colour_are_shown(tmp_path: Path, mode: str) -> None:
    ending = ".jpg" if mode == "CMYK" else ".png"
    Image.new(mode, (40, 30)).save(tmp_path / f"a{ending}")
    look = look_at_file(tmp_path / f"a{ending}", 20)
    assert look.thumbnail is not None
    assert len(look.thumbnail.rgb) == 3 * look.thumbnail.width_px * look.thumbnail.height_px
