import csv
import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import LineString, Point

from data.csv_cells import defused, restored
from data.errors import BadInputError
from data.model.place import Category, CoachAccess, Contact, HeritageDecision, Photo, Rank, Status, Wheelchair
from data.readers import tables
from data.readers.place_import import PlaceImport
from data.readers.places import read_places
from data.readers.vn2000 import to_wgs84
from data.starter import load_starter

STARTER = load_starter()
Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(text: str, encoding: str = "utf-8", name: str = "bảng.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return path

    return written


def read(path: Path) -> PlaceImport:
    return read_places(path, STARTER)


def said(found: PlaceImport) -> list[str]:
    return [str(error) for error in found.errors]


def test_a_register_as_an_office_keeps_it_is_read(write: Write) -> None:
    path = write(
        "STT;Tên di tích;Loại hình;Cấp xếp hạng;Kinh độ;Vĩ độ;Xã phường mới;Đơn vị cũ;Giá vé;"
        "Thời gian tham quan (phút);Xe khách;Lễ hội;Số quyết định;Ngày quyết định;Điện thoại\n"
        "1;Đình Thử;Di tích;Quốc gia;105,7321;21,0691;Phường Tây Tựu;Phường Tây Tựu, Quận Bắc Từ Liêm;"
        "20.000 đồng;45;không;10/3 âm lịch;2754/QĐ;15/10/1994;0987 654 321\n",
        "utf-8-sig",
    )
    found = read(path)
    assert said(found) == []
    (place,) = found.places
    assert place.id == "dinh-thu"
    assert (place.category, place.rank) == (Category.RELIC, Rank.NATIONAL)
    assert place.geometry == Point(105.7321, 21.0691)
    assert STARTER.unit_label(place.unit_after) == "Phường Tây Tựu, Hà Nội"
    assert STARTER.unit_label(place.unit_before) == "Phường Tây Tựu, Quận Bắc Từ Liêm, Hà Nội"
    assert (place.fee_vnd, place.visit_minutes, place.coach_access) == (20000, 45, CoachAccess.NO)
    assert place.festivals[0].rules
    assert place.decision is not None
    assert place.decision.issued is not None
    assert place.decision.issued.isoformat() == "1994-10-15"
    assert place.contacts == (Contact(phone="0987 654 321"),)
    assert found.ignored == ("STT",)
    assert found.form == "utf-8-sig, ;"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_separators_and_encodings_are_recognised(write: Write, delimiter: str, encoding: str) -> None:
    lines = [["name_vi", "category", "lon", "lat"], ["Đền Và", "relic", "105.5", "21.1"]]
    path = write("\r\n".join(delimiter.join(line) for line in lines), encoding)
    (place,) = read(path).places
    assert place.name_vi == "Đền Và"


def test_excel_hint_of_the_separator_is_obeyed(write: Write) -> None:
    (place,) = read(write("sep=;\nname_vi;category;lon;lat\nA;relic;105,5;21,1\n")).places
    assert place.lon == 105.5


def test_what_a_row_leaves_empty_is_unknown(write: Write) -> None:
    (place,) = read(write("name_vi,category,lon,lat,visit_minutes,fee_vnd\nA,relic,105.5,21.1,,0\n")).places
    assert (place.rank, place.visit_minutes, place.fee_vnd) == (Rank.UNKNOWN, None, 0)
    assert (place.coach_access, place.wheelchair, place.status) == (
        CoachAccess.UNKNOWN,
        Wheelchair.UNKNOWN,
        Status.DRAFT,
    )
    assert (place.coord_precision_m, place.unit_after, place.decision, place.opening_hours) == (
        None,
        None,
        None,
        "",
    )


def test_all_faults_of_a_table_are_reported_at_once(write: Write) -> None:
    path = write(
        "id,name_vi,category,rank,lon,lat,visit_minutes,new_unit,opening_hours\n"
        "a,Đình A,relic,national,105.8,21.0,30,,\n"
        "b,,castle,royal,105.8,21.0,-5,Phường Không Có,whenever\n"
        "c,Đổi chỗ,relic,,21.0,105.8,,,\n"
        "d,Không số,relic,,nan,x,,,\n"
        "e,Ngoài nước,relic,,2.3,48.8,,,\n"
        "a,Trùng mã,relic,,105.9,21.0,,,\n"
        "f,Thừa ô,relic,,105.9,21.0,,,,,thừa\n"
        "g,Thiếu,relic,,,,1.5,,\n"
    )
    found = read(path)
    assert [place.id for place in found.places] == ["a"]
    faults = "\n".join(said(found))
    for piece in (
        "row 3, column 'name_vi'",
        "row 3, column 'category': 'castle' is not allowed. Allowed are: relic",
        "row 3, column 'rank': 'royal' is not allowed",
        "row 3, column 'visit_minutes': '-5' is negative",
        "row 3, column 'unit_after'",
        "row 3, column 'opening_hours'",
        "row 4, column 'lon, lat'",
        "look swapped",
        "row 5, column 'lon': 'nan' is no number",
        "row 5, column 'lat': 'x' is no number",
        "row 6, column 'lon, lat': The point 2.3, 48.8 is outside Vietnam",
        "row 7, column 'id': The key 'a' stands in row 2 already",
        "row 8: The row has 11 cells, but the header 9",
        "row 9, column 'lon': The coordinate is missing",
        "row 9, column 'visit_minutes': '1.5' is no whole number",
    ):
        assert piece in faults
    with pytest.raises(BadInputError) as caught:
        found.require_sound(path)
    assert len(caught.value.details) == len(found.errors)
    assert "dòng 3, cột “rank”" in caught.value.in_language("vi")


def test_a_quoted_line_break_does_not_shift_the_row_numbers(write: Write) -> None:
    path = write('name_vi,category,lon,lat,note\nA,relic,105.5,21.1,"một\nhai"\nB,castle,105.5,21.2,\n')
    assert "row 4" in said(read(path))[0]


def test_two_places_on_one_spot_are_a_doubt_not_a_fault(write: Write) -> None:
    found = read(write("name_vi,category,lon,lat\nA,relic,105.5,21.1\nB,relic,105.5,21.1\n"))
    assert len(found.places) == 2
    assert "row 3: 'B' stands on the same spot as 'A'" in str(found.warnings[0])
    dam = STARTER.place("dinh-dam")
    near = read(write(f"name_vi,category,lon,lat\nĐình khác,relic,{dam.lon},{dam.lat}\n"))
    assert dam.name_vi in str(near.warnings[0])


def test_namesakes_without_a_key_get_keys_of_their_own(write: Write) -> None:
    text = "name_vi,category,lon,lat,new_unit\nĐình làng,relic,105.5,21.1,\n"
    text += "Đình làng,relic,105.6,21.1,Phường Tây Tựu\nĐình làng,relic,105.7,21.1,Phường Tây Tựu\n"
    assert [place.id for place in read(write(text)).places] == [
        "dinh-lang",
        "dinh-lang-phuong-tay-tuu",
        "dinh-lang-2",
    ]


def test_vn_2000_coordinates_are_converted(write: Write) -> None:
    text = "Tên,Loại,X,Y,Kinh tuyến trục\nĐiểm mốc,Di tích,2325000.0,587000.0,105°00'\n"
    (place,) = read(write(text)).places
    assert (place.lon, place.lat) == pytest.approx(to_wgs84(2325000.0, 587000.0, 105.0), abs=1e-7)
    assert (place.lon, place.lat) == pytest.approx((105.839, 21.018), abs=0.01)
    assert to_wgs84(587000.0, 2325000.0, 105.0) == to_wgs84(2325000.0, 587000.0, 105.0)


def test_vn_2000_without_a_meridian_is_refused(write: Write) -> None:
    assert "central meridian" in said(read(write("Tên,Loại,X,Y\nA,Di tích,2325000,587000\n")))[0]
    bad = read(write("Tên,Loại,X,Y,KTT\nA,Di tích,2325000,587000,95\n"))
    assert "'95' is no central meridian" in said(bad)[0]


def test_lines_come_as_wkt(write: Write) -> None:
    text = 'name_vi,category,geometry_wkt\nPhố,walking_space,"LINESTRING (105.8 21, 105.81 21.01)"\n'
    (place,) = read(write(text)).places
    assert place.geometry == LineString([(105.8, 21), (105.81, 21.01)])
    bow = "POLYGON ((105 21, 105.1 21.1, 105.1 21, 105 21.1, 105 21))"
    assert "Self-intersection" in said(read(write(f'name_vi,category,geometry_wkt\nX,relic,"{bow}"\n')))[0]
    assert "no WKT" in said(read(write("name_vi,category,geometry_wkt\nX,relic,CIRCLE 5\n")))[0]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "empty"),
        ("\n\n", "empty"),
        ("a,b,c\n1,2,3\n", "The header lacks: name_vi, lat, lon"),
        ("name_vi,category,lon,lat,lat\nA,relic,105,21,21\n", "twice"),
        ('name_vi,category,lon,lat\n"A,relic,105,21\n', "damaged"),
    ],
)
def test_a_table_that_is_none_is_refused_as_a_whole(write: Write, text: str, message: str) -> None:
    path = write(text)
    with pytest.raises(BadInputError, match=message) as caught:
        read(path)
    assert str(path) in str(caught.value)


def test_a_table_that_is_too_long_is_refused(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MOST_ROWS", 1)
    with pytest.raises(BadInputError, match="more than 1 rows"):
        read(write("name_vi,category,lon,lat\nA,relic,105,21\nB,relic,105.1,21\n"))


def test_an_unknown_kind_of_file_is_refused(write: Write) -> None:
    with pytest.raises(BadInputError, match=r"\.csv"):
        read(write("x", name="bảng.docx"))


def test_an_excel_workbook_is_read(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Tên điểm", "Loại hình", "Kinh độ", "Vĩ độ", "Phút", "Ngày khảo sát"])
    sheet.append(["Đền Sượt", "di tích", 106.3, 20.95, 30, "1/7/2025"])
    sheet.append(["Hỏng", "di tích", "nan", 20.95, None, None])
    path = tmp_path / "bảng.xlsx"
    book.save(path)
    found = read(path)
    assert [(p.name_vi, p.lon, p.visit_minutes) for p in found.places] == [("Đền Sượt", 106.3, 30)]
    assert "row 3, column 'lon'" in said(found)[0]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 not a zip", b"name_vi;lon"])
def test_a_broken_workbook_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "bảng.xlsx"
    path.write_bytes(content)
    with pytest.raises(BadInputError, match="Excel"):
        read(path)


def test_lists_of_contacts_and_photos_are_read(write: Write) -> None:
    stream = io.StringIO()
    table = csv.writer(stream)
    table.writerow(["name_vi", "category", "lon", "lat", "contacts", "photos", "decision_number"])
    table.writerow(["A", "relic", 105, 21, '[{"name": "Ông Năm", "phone": "\'+84"}]', "a.jpg; b.jpg", ""])
    table.writerow(
        ["B", "relic", 105.1, 21, "Bà Tư (trưởng thôn)", '[{"path": "c.jpg", "credit": "TTX"}]', "12/QĐ"]
    )
    table.writerow(["C", "relic", 105.2, 21, '[{"age": 5}]', "[1]", ""])
    found = read(write(stream.getvalue()))
    first, second = found.places
    assert first.contacts == (Contact(name="Ông Năm", phone="'+84"),)
    assert first.photos == (Photo("a.jpg"), Photo("b.jpg"))
    assert second.contacts == (Contact(name="Bà Tư (trưởng thôn)"),)
    assert second.photos == (Photo("c.jpg", credit="TTX"),)
    assert second.decision == HeritageDecision("12/QĐ")
    assert len(found.errors) == 2


STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@given(st.tuples(st.sampled_from(("", "'", *STARTS)), st.text(max_size=12)).map("".join))
def test_a_defused_formula_comes_back(cell: str) -> None:
    assert restored(defused(cell)) == cell
    assert not defused(cell).startswith(STARTS)


@given(st.text(st.characters(codec="utf-8"), max_size=120))
def test_no_text_breaks_the_import(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.mktemp("fuzz") / "t.csv"
    path.write_bytes(("name_vi,category,lon,lat,festival,geometry_wkt\n" + text).encode())
    try:
        read(path)
    except BadInputError as error:
        assert str(path) in str(error)  # noqa: PT017 - any text may also be a fine table


@pytest.mark.parametrize(
    ("festival", "rules", "message"),
    [
        ("hội A | hội B", "lunar 1/1-2/1", "There are 2 festivals, but rules for 1."),
        ("hội A", "lunar 1/1-2/1 | -", "There are 1 festivals, but rules for 2."),
    ],
)
def test_no_festival_is_lost_for_want_of_a_rule(
    write: Write, festival: str, rules: str, message: str
) -> None:
    path = write(
        f"id,name_vi,category,lon,lat,festival,festival_rules\na,Đình A,relic,105.8,21.0,{festival},{rules}\n"
    )
    (error,) = read(path).errors
    assert message in str(error)
    assert "row 2, column 'festival_rules'" in str(error)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        (
            "bảng.csv",
            'id,name_vi,category,lon,lat\na,"Đình không đóng,relic,105.8,21.0\n',
            "kết thúc giữa chừng",
        ),
        ("bảng.xlsx", "id,name_vi\n", "không phải tệp nén zip"),
    ],
)
def test_a_broken_table_is_told_in_the_users_language(
    name: str, content: str, said: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    with pytest.raises(BadInputError) as caught:
        read_places(path, load_starter())
    assert said in caught.value.in_language("vi")
