"""The command line: `chibo --help` lists what there is."""

import argparse
import asyncio
import json
import os
import sys
from argparse import Namespace
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy.exc import OperationalError

from bot import logs
from bot.clock import Clock, FollowedClock
from bot.database import Database
from bot.forms import FORMS
from bot.leases import BusyError
from bot.roster_rows import RosterError
from bot.settings import Settings, SettingsError, load
from storage import migrate, misreads

Result = TypeVar("Result")


def main() -> None:
    """Run the command line; what an operator can mend is one sentence, not a traceback."""
    try:
        said = parser().parse_args(sys.argv[1:] or ["--help"])
        said.command(said)
    except RosterError as error:
        from bot import roster_screen  # noqa: PLC0415

        roster_screen.show_problems(error)
        raise SystemExit(2) from None
    except (SettingsError, BusyError, migrate.NewerSchemaError, ConnectionError, LookupError) as error:
        _complain(str(error))
        raise SystemExit(2) from None
    except OperationalError as error:
        reason = str(error.orig).strip().splitlines()[0] if error.orig else "no answer"
        _complain(f"the database cannot be used: {reason}. Check database.url and its rights.")
        raise SystemExit(2) from None


def _say(sentence: str) -> None:
    # Only here, and in _complain: a service prints nothing, and Rich would lie in its memory.
    from bot.screen import screen  # noqa: PLC0415

    screen.print(sentence, markup=False)


def _complain(sentence: str) -> None:
    from bot.screen import errors  # noqa: PLC0415

    errors.print("chibo:", style="red", end=" ")
    # Not as markup: "bots[one].token" names a place.
    errors.print(sentence, markup=False)


def run(said: Namespace) -> None:
    """Serve every bot of the settings until told to stop (Ctrl+C)."""
    settings = load(said.config)
    logs.set_up(settings.log_level)
    asyncio.run(_run(settings))


async def _run(settings: Settings) -> None:
    from bot.service import Service  # noqa: PLC0415  (the other commands start faster without the networks)

    follow = settings.clock.follow
    clock = await FollowedClock.connect(follow) if follow else Clock()
    service = Service(settings, clock)
    await asyncio.to_thread(migrate.upgrade, service.database.engine)
    await service.run()


def check_config(said: Namespace) -> None:
    """Read the settings and say what is wrong with them, or that nothing is."""
    settings = load(said.config)
    networks = ", ".join(f"{bot.name} ({bot.network}, {bot.mode})" for bot in settings.bots) or "none"
    _say(f"{said.config}: settings are in order. Bots: {networks}. Database: {_without_password(settings)}")


def _without_password(settings: Settings) -> str:
    from sqlalchemy.engine import make_url  # noqa: PLC0415

    return make_url(settings.database.url).render_as_string(hide_password=True)


def migrate_command(said: Namespace) -> None:
    """Bring the database to the present schema; what is in it is kept."""
    changed = _with_database(said.config, lambda database: migrate.upgrade(database.engine))
    _say("The schema is up to date now." if changed else "The schema was up to date.")


def _with_database(config: Path, job: Callable[[Database], Result]) -> Result:
    database = Database(load(config).database.url)
    try:
        return job(database)
    finally:
        database.close()


def import_roster(said: Namespace) -> None:
    """Bring a roster into the database: all of it or, if anything is wrong, nothing."""
    # Only here: what reads spreadsheets would lie in the memory of every service.
    from bot import roster_screen  # noqa: PLC0415

    roster_screen.import_file(load(said.config), said.file, dry_run=said.dry_run, remove_missing=said.remove_missing)


def invite(said: Namespace) -> None:
    """Make one-time codes for members who are not linked yet: text, a table, QR pictures, or a sheet to print."""
    # Only here: what draws QR pictures would lie in the memory of every service.
    from bot import invite_screen  # noqa: PLC0415

    invite_screen.invite(
        load(said.config),
        organisation=said.cell,
        member=said.member,
        groups=said.groups,
        form=said.form,
        out=said.out,
    )


def demo(said: Namespace) -> None:
    """Run a made-up commune (17 organisations, 575 members) on this machine, without a token and without the internet."""
    from bot import demo_run  # noqa: PLC0415  (the other commands need none of it)

    logs.set_up("WARNING")
    asyncio.run(demo_run.tour(said.folder) if said.tour else demo_run.show(said.folder, said.port))


def understand(_said: Namespace) -> None:
    """Read replies on standard input, one a line, and print what is understood of each as one JSON object a line."""
    from handlers.understanding import understand as read  # noqa: PLC0415

    for line in sys.stdin:
        sys.stdout.write(json.dumps(read(line.rstrip("\r\n")).as_json(), ensure_ascii=False) + "\n")
        sys.stdout.flush()


def misunderstood(said: Namespace) -> None:
    """List replies that were not understood, the most frequent first: counts, and examples of people who agreed."""
    from rich.markup import escape  # noqa: PLC0415  (a service draws no tables)
    from rich.table import Table  # noqa: PLC0415

    from bot.screen import screen  # noqa: PLC0415

    limit = max(1, said.limit)
    rows = _with_database(
        said.config, lambda database: database.ask(lambda session: misreads.most_frequent(session, limit))
    )
    table = Table("times", "last seen", "example")
    for row in rows:
        table.add_row(str(row.times), f"{row.last_on:%d/%m/%Y}", escape(row.example or "(not kept)"))
    screen.print(table)


# -- what may be written behind `chibo` --------------------------------------------------------------------------------

COMMANDS: Mapping[str, Callable[[Namespace], None]] = {
    "run": run,
    "check-config": check_config,
    "migrate": migrate_command,
    "import-roster": import_roster,
    "invite": invite,
    "demo": demo,
    "understand": understand,
    "misunderstood": misunderstood,
}
Option = tuple[Sequence[str], Mapping[str, Any]]
CONFIG: Option = (
    ("--config", "-c"),
    {
        "type": Path,
        "metavar": "FILE",
        "default": Path(os.environ.get("CHIBO_CONFIG", "config.toml")),
        "help": "the settings file (default: CHIBO_CONFIG, else config.toml)",
    },
)
OPTIONS: Mapping[str, Sequence[Option]] = {
    "run": [CONFIG],
    "check-config": [CONFIG],
    "migrate": [CONFIG],
    "import-roster": [
        (("file",), {"type": Path, "help": "a CSV or XLSX file; docs/roster.md describes its columns"}),
        (("--dry-run",), {"action": "store_true", "help": "only say what would change; list every bad row"}),
        (
            ("--remove-missing",),
            {"action": "store_true", "help": "members who are not in the file have left as of today"},
        ),
        CONFIG,
    ],
    "invite": [
        (("--cell",), {"metavar": "CODE", "help": "only this organisation, by its roster code"}),
        (("--member",), {"metavar": "CODE", "help": "only this member, by his roster code"}),
        (("--groups",), {"action": "store_true", "help": "codes that bind chat groups, for their organisers"}),
        (
            ("--format",),
            {"dest": "form", "choices": FORMS, "default": "text", "help": "how they are handed out (default: text)"},
        ),
        (("--out",), {"type": Path, "help": "a file (text, csv, html) or a folder (qr, png)"}),
        CONFIG,
    ],
    "demo": [
        (("--port",), {"type": int, "default": 8080, "help": "the page's port (default: 8080); 0 takes a free one"}),
        (
            ("--folder",),
            {
                "type": Path,
                "default": Path(".demo"),
                "help": "where the demo keeps its files (default: .demo); made anew at every start",
            },
        ),
        (("--tour",), {"action": "store_true", "help": "play one cell's month on each network, print it, and end"}),
    ],
    "misunderstood": [(("--limit",), {"type": int, "default": 50, "help": "how many lines (default: 50)"}), CONFIG],
}


def parser() -> argparse.ArgumentParser:
    """Return what understands the command line; a command's help is its docstring.

    The standard library's: what one would rather use (Typer, Click) brings pydantic or Rich into every service, 5 to 9 MB.
    """
    whole = argparse.ArgumentParser(
        prog="chibo",
        description="Trợ lý Chi bộ: prepares the meetings of small organisations on Telegram and Zalo.",
    )
    commands = whole.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for name, function in COMMANDS.items():
        about = function.__doc__ or ""
        command = commands.add_parser(name, help=about, description=about)
        command.set_defaults(command=function)
        for names, how in OPTIONS.get(name, ()):
            command.add_argument(*names, **how)
    return whole


if __name__ == "__main__":
    main()
