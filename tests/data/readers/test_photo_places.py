from data.model.place import PlaceId, Status
from data.readers.photo_places import places_of_photos, spots
from tests.samples import sample_project

NEAR = 0.0005


def test_photos_near_one_another_are_one_spot() -> None:
    taken_at = {"a": (106.0, 21.0), "b": (106.1, 21.0), "c": (106.0 + NEAR, 21.0), "d": (106.1, 21.0 + NEAR)}
    assert spots(taken_at) == [["a", "c"], ["b", "d"]]


def test_each_spot_is_a_draft_place_with_a_key_of_its_own() -> None:
    project = sample_project()
    first = places_of_photos(project, {"a": (106.0, 21.0)}, lambda number: f"Điểm ảnh {number}")
    again = places_of_photos(
        project.with_places(first),
        {"b": (106.2, 21.0), "c": (2.3, 48.9)},
        lambda number: f"Điểm ảnh {number}",
    )
    assert [place.id for place in (*first, *again)] == [PlaceId("diem-anh-1"), PlaceId("diem-anh-1-2")]
    assert again[0].status is Status.DRAFT
    assert [photo.path for photo in again[0].photos] == ["b"]
