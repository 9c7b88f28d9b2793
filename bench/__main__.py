"""`python -m bench` measures everything; `python -m bench delivering` one thing."""

import argparse
import importlib
import time
from pathlib import Path

from bench import harness

NAMES = ("answering", "delivering", "limits", "planning", "lateness", "workers")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help=f"what to measure: {', '.join(NAMES)}; all without a name"
    )
    parser.add_argument("--rounds", type=int, help="how often everybody has a turn (medians are shown)")
    parser.add_argument(
        "--small",
        action="store_true",
        help="planning with 20,000 cells instead of 200,000 (5.6 million members: 3 GB for some minutes), memory over 10,000 updates",
    )
    parser.add_argument("--json", type=Path, help="write every single run to this file, too")
    said = parser.parse_args()
    unknown = [name for name in said.names if name not in NAMES]
    if unknown:
        parser.error(f"{unknown[0]!r} is not known; choose from {', '.join(NAMES)}")
    reports = []
    started = time.monotonic()
    for name in said.names or NAMES:
        bench = importlib.import_module(f"bench.{name}").bench
        wanted = {"rounds": said.rounds, "small": said.small or None}
        accepted = {key: value for key, value in wanted.items() if value is not None and key in bench.__annotations__}
        report = bench(**accepted)
        report.show()
        reports.append(report)
    harness.screen.print(f"{time.monotonic() - started:.0f} s in all")
    if said.json:
        harness.dump(reports, said.json)


if __name__ == "__main__":
    main()
