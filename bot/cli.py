"""The command line: `chibo --help` lists what there is."""

import asyncio
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, TypeVar

import typer
from sqlalchemy.exc import OperationalError

from bot import logs
from bot.clock import Clock, FollowedClock
from bot.database import Database
from bot.forms import Form
from bot.leases import BusyError
from bot.roster_rows import RosterError
from bot.settings import Settings, SettingsError, load
from storage import migrate, misreads

app = typer.Typer(
    name="chibo",
    help="Trợ lý Chi bộ: prepares the meetings of small organisations on Telegram and Zalo.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
Result = TypeVar("Result")


ConfigFile = Annotated[Path, typer.Option("--config", "-c", help="The settings file.", envvar="CHIBO_CONFIG")]
CONFIG = Path("config.toml")


def main() -> None:
    """Run the command line; what an operator can mend is one sentence, not a traceback."""
    try:
        app()
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

    screen.print(sentence)


def _complain(sentence: str) -> None:
    from bot.screen import errors  # noqa: PLC0415

    errors.print(f"[red]chibo:[/red] {sentence}")


@app.command()
def run(config: ConfigFile = CONFIG) -> None:
    """Serve every bot of the settings until told to stop (Ctrl+C)."""
    settings = load(config)
    logs.set_up(settings.log_level)
    asyncio.run(_run(settings))


async def _run(settings: Settings) -> None:
    from bot.service import Service  # noqa: PLC0415  (the other commands start faster without the networks)

    follow = settings.clock.follow
    clock = await FollowedClock.connect(follow) if follow else Clock()
    service = Service(settings, clock)
    await asyncio.to_thread(migrate.upgrade, service.database.engine)
    await service.run()


@app.command("check-config")
def check_config(config: ConfigFile = CONFIG) -> None:
    """Read the settings and say what is wrong with them, or that nothing is."""
    settings = load(config)
    networks = ", ".join(f"{bot.name} ({bot.network}, {bot.mode})" for bot in settings.bots) or "none"
    _say(f"{config}: settings are in order. Bots: {networks}. Database: {_without_password(settings)}")


def _without_password(settings: Settings) -> str:
    from sqlalchemy.engine import make_url  # noqa: PLC0415

    return make_url(settings.database.url).render_as_string(hide_password=True)


@app.command("migrate")
def migrate_command(config: ConfigFile = CONFIG) -> None:
    """Bring the database to the present schema; what is in it is kept."""
    changed = _with_database(config, lambda database: migrate.upgrade(database.engine))
    _say("The schema is up to date now." if changed else "The schema was up to date.")


def _with_database(config: Path, job: Callable[[Database], Result]) -> Result:
    database = Database(load(config).database.url)
    try:
        return job(database)
    finally:
        database.close()


@app.command("import-roster")
def import_roster(
    file: Annotated[Path, typer.Argument(help="A CSV or XLSX file; docs/roster.md describes its columns.")],
    config: ConfigFile = CONFIG,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would change; list every bad row.")] = False,
    remove_missing: Annotated[
        bool, typer.Option("--remove-missing", help="Members who are not in the file have left as of today.")
    ] = False,
) -> None:
    """Bring a roster into the database: all of it or, if anything is wrong, nothing."""
    # Only here: what reads spreadsheets would lie in the memory of every service.
    from bot import roster_screen  # noqa: PLC0415

    roster_screen.import_file(load(config), file, dry_run=dry_run, remove_missing=remove_missing)


@app.command()
def invite(
    config: ConfigFile = CONFIG,
    cell: Annotated[str | None, typer.Option(help="Only this organisation, by its roster code.")] = None,
    member: Annotated[str | None, typer.Option(help="Only this member, by his roster code.")] = None,
    groups: Annotated[
        bool, typer.Option("--groups", help="Codes that bind chat groups, for their organisers.")
    ] = False,
    form: Annotated[Form, typer.Option("--format", help="How they are handed out.")] = Form.TEXT,
    out: Annotated[Path | None, typer.Option(help="A file (text, csv, html) or a folder (qr, png).")] = None,
) -> None:
    """Make one-time codes for members who are not linked yet: text, a table, QR pictures, or a sheet to print."""
    # Only here: what draws QR pictures would lie in the memory of every service.
    from bot import invite_screen  # noqa: PLC0415

    invite_screen.invite(load(config), organisation=cell, member=member, groups=groups, form=form, out=out)


@app.command()
def demo(
    port: Annotated[int, typer.Option(help="The page's port; 0 takes a free one.")] = 8080,
    folder: Annotated[Path, typer.Option(help="Where the demo keeps its files; made anew at every start.")] = Path(
        ".demo"
    ),
    tour: Annotated[
        bool, typer.Option("--tour", help="Play one cell's month on each network, print it, and end.")
    ] = False,
) -> None:
    """Run a made-up commune (17 organisations, 575 members) on this machine, without a token and without the internet."""
    from bot import demo_run  # noqa: PLC0415  (the other commands need none of it)

    logs.set_up("WARNING")
    asyncio.run(demo_run.tour(folder) if tour else demo_run.show(folder, port))


@app.command()
def understand() -> None:
    """Read replies on standard input, one a line, and print what is understood of each as one JSON object a line."""
    from handlers.understanding import understand as read  # noqa: PLC0415

    for line in sys.stdin:
        sys.stdout.write(json.dumps(read(line.rstrip("\r\n")).as_json(), ensure_ascii=False) + "\n")
        sys.stdout.flush()


@app.command("misunderstood")
def misunderstood(
    config: ConfigFile = CONFIG, limit: Annotated[int, typer.Option(help="How many lines.")] = 50
) -> None:
    """List replies that were not understood, the most frequent first: counts, and examples of people who agreed."""
    from rich.table import Table  # noqa: PLC0415  (a service draws no tables)

    from bot.screen import screen  # noqa: PLC0415

    rows = _with_database(config, lambda database: database.ask(lambda session: misreads.most_frequent(session, limit)))
    table = Table("times", "last seen", "example")
    for row in rows:
        table.add_row(str(row.times), f"{row.last_on:%d/%m/%Y}", row.example or "(not kept)")
    screen.print(table)


if __name__ == "__main__":
    main()
