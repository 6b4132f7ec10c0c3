"""``hanh-trinh compare FILE…``: tours or scenarios side by side."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from data.errors import BadInputError
from data.language.catalogue import N_
from gis_app.cli.common import Console, load_network
from gis_app.cli.tour_files import add_tour_option, read_tours

if TYPE_CHECKING:
    from data.writers.comparison import ComparisonTable
    from routes.planner.comparison import Comparison

_SAMPLES: Final = 10_000
_LABEL_WIDTH: Final = 44


def add_parser(
    subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]", common: argparse.ArgumentParser
) -> None:
    """Add the parser of ``compare``."""
    parser = subparsers.add_parser(
        "compare",
        parents=[common],
        help=N_("compare tours side by side"),
        description=N_(
            "Puts tours side by side: time, distance, cost, carbon, score, ranks of relics, communes, "
            "clauses, slack, and how many simulated tours still meet opening hours, breaks and the day's end."
        ),
    )
    parser.add_argument(
        "files",
        type=Path,
        nargs="+",
        metavar="FILE",
        help=N_("results of 'plan --json', or project files (GeoPackage)"),
    )
    add_tour_option(parser)
    parser.add_argument(
        "-o", "--output", type=Path, metavar="FILE", help=N_("write the sheet as well: .csv or .xlsx")
    )
    parser.add_argument(
        "--samples", type=int, default=_SAMPLES, metavar="N", help=N_("simulated tours (default 10000)")
    )
    parser.add_argument("--seed", type=int, default=1, metavar="N", help=N_("seed of the simulation"))


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Compare the tours of the files and print, and perhaps write, the sheet.

    Raises
    ------
    BadInputError, StorageError
        If a file cannot be read or written, or an option is wrong.
    """
    from gis_app.planning import routers_of
    from routes.planner.comparison import compare, rules_broken
    from routes.planner.comparison_table import table_of

    _check_arguments(arguments)
    found = read_tours(arguments.files, arguments)
    project = found[0].project
    with console.progress() as progress:
        progress(0.0, N_("Reading the road network"))
        network = load_network(arguments)
        routers = routers_of(network)
        broken = []
        for number, one in enumerate(found):
            progress(0.2 + 0.6 * number / len(found), N_("Checking the plan"))
            broken.append(rules_broken(one.project, one.tour, routers, network))
        progress(0.8, N_("Simulating late traffic"))
        comparison = compare(
            project,
            [one.tour for one in found],
            broken=broken,
            samples=arguments.samples,
            seed=arguments.seed,
        )
    table = table_of(project, comparison, console.language)
    if arguments.output is not None:
        _write(table, arguments.output, console.language)
        console.say(N_("Written: {path}"), path=arguments.output)
    console.result(_document(comparison, table), table_text(table, console.language))
    return 0


def _check_arguments(arguments: argparse.Namespace) -> None:
    if arguments.output is not None and arguments.output.suffix.lower() not in {".csv", ".xlsx"}:
        raise BadInputError(
            N_("The sheet can be written as .csv or .xlsx only."),
            source=arguments.output,
            remedy=N_("Give a file name with one of these endings after -o."),
        )
    if not 1 <= arguments.samples <= 1_000_000:
        raise BadInputError(
            N_("The number of simulated tours has to lie between 1 and 1000000."),
            where="--samples",
            remedy=N_("Give a number such as 10000."),
        )
    if not 0 <= arguments.seed < 2**31:
        raise BadInputError(
            N_("The seed has to be a whole number from 0 to 2147483647."),
            where="--seed",
            remedy=N_("Give a number such as 1."),
        )


def _write(table: "ComparisonTable", path: Path, language: str) -> None:
    from data.writers import comparison_csv, comparison_xlsx

    writer = comparison_csv if path.suffix.lower() == ".csv" else comparison_xlsx
    writer.write(table, path, language)


def _document(comparison: "Comparison", table: "ComparisonTable") -> dict[str, Any]:
    return {
        "tours": [
            {
                "id": one.tour.id,
                "scenario": one.tour.scenario,
                "name": name,
                "figures": {row.key: row.figures[number] for row in table.rows},
                "communes": list(one.units),
                "ranks": {rank.value: count for rank, count in one.ranks.items()},
                "only_here": list(only),
                "robustness": {
                    "samples": one.robustness.samples,
                    "seed": one.robustness.seed,
                    "leg_variation": one.robustness.spread.leg,
                    "day_variation": one.robustness.spread.day,
                    "met_share": one.robustness.met_share,
                    "day_shares": list(one.robustness.day_shares),
                },
            }
            for number, (one, name, only) in enumerate(
                zip(comparison.tours, table.columns, comparison.only, strict=True)
            )
        ],
        "shared_places": list(comparison.shared),
    }


def table_text(table: "ComparisonTable", language: str) -> str:
    """Return the table for a terminal: figures in columns, each long text on lines of its own."""
    from data.writers.comparison import Measure, figure_text

    width = max(18, *(len(column) for column in table.columns)) + 2
    lines = [table.title, "", " " * _LABEL_WIDTH + "".join(f"{name:>{width}}" for name in table.columns)]
    texts = []
    for row in table.rows:
        cells = [figure_text(figure, row.measure, language) for figure in row.figures]
        if row.measure is Measure.TEXT:
            texts += ["", f"{row.label}:"]
            texts += [f"  {name}: {cell}" for name, cell in zip(table.columns, cells, strict=True)]
        else:
            lines.append(f"{row.label:<{_LABEL_WIDTH}}" + "".join(f"{cell:>{width}}" for cell in cells))
    return "\n".join([*lines, *texts, "", *table.remarks])
