"""The comparison sheet: figures, golden CSV in both languages, Excel with real numbers."""

import io
from dataclasses import replace
from datetime import UTC, datetime

from openpyxl import load_workbook

from data.model.demands.means import Budget
from data.model.demands.times import Break
from data.model.place import PlaceId, Rank
from data.model.plans import PlanClause
from data.model.tour import TourId
from data.model.units import UnitId
from data.writers import comparison_csv, comparison_xlsx
from data.writers.comparison import Measure, figure_text, whole_figure
from routes.planner.comparison import Comparison, compare
from routes.planner.comparison_table import column_names, table_of
from tests.conftest import Golden
from tests.routes.planner.hand import LUNCH, desk_of, tour_of
from tests.routes.planner.world import place, project, request, unit

REGISTER = project(
    place("a", 1, unit_after=UnitId("u"), fee_vnd=20_000),
    place("b", 2, unit_after=UnitId("v"), rank=Rank.SPECIAL_NATIONAL),
    place("c", 3, unit_after=UnitId("u"), opening_hours="Mo-Su 08:00-17:00"),
    units=(unit("u"), unit("v")),
)
DESK = desk_of(REGISTER)
REQUEST = request(
    group_size=20,
    breaks=(Break(),),
    budget=Budget(vehicle_km_vnd=15_000, guide_day_vnd=800_000),
)


def _comparison() -> Comparison:
    one = replace(tour_of(DESK, REQUEST, ["a", "b", LUNCH, "c"]), scenario="Phương án A")
    other = replace(
        tour_of(DESK, REQUEST, ["a", LUNCH, "c"]), scenario="Phương án B", id=TourId("thu-2"), base=one.id
    )
    return compare(REGISTER, [one, other], broken=[0, 1], samples=2000)


def test_figures_add_up() -> None:
    one = _comparison().tours[0]
    assert (one.visits, one.days, one.score) == (3, 1, 240)
    spent = one.travel_s + one.visit_s + one.break_s + one.wait_s
    assert spent == one.elapsed_s
    assert one.drive_s + one.walk_s == one.travel_s
    assert one.ranks == {Rank.SPECIAL_NATIONAL: 1, Rank.NATIONAL: 2}
    assert one.units == ("u", "v")
    assert one.unknown_fees == 2
    assert one.cost_vnd == 20 * 20_000 + 800_000 + 15 * round(one.distance_m)


def test_shared_places_and_those_of_one_tour_alone() -> None:
    comparison = _comparison()
    assert comparison.shared == ("a", "c")
    assert comparison.only == (("b",), ())


def test_the_sheet_is_as_it_was(golden: Golden) -> None:
    comparison = _comparison()
    for language in ("vi", "en"):
        table = table_of(REGISTER, comparison, language)
        golden(f"writers/comparison_{language}.csv", comparison_csv.document(table, language))


def test_excel_holds_numbers_with_units_in_their_formats() -> None:
    table = table_of(REGISTER, _comparison(), "vi")
    data = comparison_xlsx.document(table, "vi", made=datetime(2026, 11, 22, tzinfo=UTC))
    sheet = load_workbook(io.BytesIO(data)).worksheets[0]
    cells = {row[0].value: row[1:3] for row in sheet.iter_rows(min_row=4)}
    assert cells["Điểm số"][0].value == 240
    assert cells["Quãng đường"][0].value == round(_comparison().tours[0].distance_m) / 1000
    assert "km" in cells["Quãng đường"][0].number_format
    assert cells["Chi phí cả đoàn"][0].number_format.endswith('₫"')
    assert sheet["B3"].value == "Phương án A"


def test_tours_of_one_name_are_told_apart_by_their_keys() -> None:
    tour = tour_of(DESK, REQUEST, ["a"])
    names = column_names([tour, replace(tour, id=TourId("khac"))], "vi")
    assert names == ("Thử (thu)", "Thử (khac)")


def test_clauses_count_the_places_that_they_name() -> None:
    clause = PlanClause(
        id="1", plan_id="kh", kind="tour", requirement_vi="Tuyến", place_ids=(PlaceId("a"), PlaceId("b"))
    )
    register = replace(REGISTER, clauses={"kh/1": clause})
    tour = tour_of(DESK, replace(REQUEST, clauses=("kh/1",)), ["a"])
    figures = compare(register, [tour], samples=10).tours[0]
    assert figures.clauses == {"kh/1": (2, 1)}


def test_figures_are_written_as_people_read_them() -> None:
    assert figure_text(-600, Measure.DURATION, "vi") == "−10 phút"
    assert figure_text(0.894, Measure.SHARE, "en") == "89 %"
    assert figure_text(21_562, Measure.CARBON, "vi") == "21,6 kg CO2e"
    assert figure_text(None, Measure.COUNT, "vi") == "–"
    assert whole_figure(-90, Measure.DURATION) == -2
    assert whole_figure(None, Measure.TEXT) == ""
