import base64
import io
from dataclasses import replace

import pytest
from PIL import Image

from data.model.place import Photo
from layers.web_map import photos
from layers.web_map.page import render_web_map
from layers.web_map.photos import PhotoAlbum
from tests.samples import CHU_DAU, sample_project, sample_tour

PHOTO = Photo("anh/gom.jpg", "Lò gốm <b>", "Kiln", "Nguyễn Văn A")


def jpeg(width: int, height: int, *, orientation: int = 1, owner: str = "") -> bytes:
    picture = Image.effect_noise((width, height), 90).convert("RGB")
    exif = picture.getexif()
    exif[0x0112], exif[0x013B] = orientation, owner
    stream = io.BytesIO()
    picture.save(stream, "JPEG", exif=exif)
    return stream.getvalue()


def opened(uri: str) -> Image.Image:
    return Image.open(io.BytesIO(base64.b64decode(uri.removeprefix("data:image/jpeg;base64,"))))


def test_a_large_photo_becomes_small_and_keeps_its_shape() -> None:
    (shown,) = PhotoAlbum({PHOTO.path: jpeg(3000, 1500)}).shown([PHOTO])
    assert opened(shown.uri).size == (photos.LONGEST_PX, photos.LONGEST_PX // 2)


def test_a_photo_taken_upright_stands_upright() -> None:
    (shown,) = PhotoAlbum({PHOTO.path: jpeg(300, 100, orientation=6)}).shown([PHOTO])
    assert opened(shown.uri).size == (100, 300)


def test_what_the_camera_noted_does_not_travel() -> None:
    (shown,) = PhotoAlbum({PHOTO.path: jpeg(80, 80, owner="secret")}).shown([PHOTO])
    assert not opened(shown.uri).getexif()


@pytest.mark.parametrize("content", [b"", b"GIF89a?", b"<svg onload=alert(1)>"])
def test_what_is_no_photo_is_left_out_and_counted(content: bytes) -> None:
    album = PhotoAlbum({PHOTO.path: content})
    assert album.shown([PHOTO]) == ()
    assert album.left_out == [PHOTO.path]


def test_a_missing_file_is_left_out_and_counted() -> None:
    album = PhotoAlbum({})
    assert album.shown([PHOTO]) == ()
    assert album.left_out == [PHOTO.path]


def test_photos_beyond_the_budget_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(photos, "MOST_BYTES", 600_000)
    many = [Photo(f"{number}.jpg") for number in range(10)]
    album = PhotoAlbum({photo.path: jpeg(600, 600) for photo in many})
    shown = album.shown(many)
    assert 0 < len(shown) < 10
    assert len(shown) + len(album.left_out) == 10
    assert sum(len(one.uri) for one in shown) * 3 / 4 <= 600_100


def test_photo_caption_and_credit_stand_in_the_popup() -> None:
    project = sample_project()
    place = replace(project.places[CHU_DAU], photos=(PHOTO,))
    page = render_web_map(project.with_places([place]), sample_tour(), photos={PHOTO.path: jpeg(60, 60)})
    assert page.count('<img src="data:image/jpeg;base64,') == 1
    assert "Lò gốm &lt;b&gt;" in page
    assert "Nguyễn Văn A" in page
