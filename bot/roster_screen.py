"""Shows an import in the terminal: a progress bar, then what changed, or every row that is wrong."""

from pathlib import Path

from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from sqlalchemy.orm import Session

from bot import roster_file
from bot.clock import Clock
from bot.database import Database
from bot.roster_import import Change, Changes, import_roster
from bot.roster_rows import Roster, RosterError
from bot.screen import errors, screen
from bot.settings import Settings
from handlers import schedule
from handlers.desk import Bot, Desk
from handlers.texts import texts
from storage import migrate

# A list longer than this scrolls away; the counts say the rest.
SHOWN = 40


class _DryRunError(Exception):
    """Carries the changes out of the transaction that is rolled back."""

    def __init__(self, changes: Changes) -> None:
        super().__init__()
        self.changes = changes


def import_file(settings: Settings, file: Path, *, dry_run: bool, remove_missing: bool) -> None:
    """Read a roster and bring it in, or only try to; raises RosterError with every bad row."""
    roster = roster_file.read(file)
    database = Database(settings.database.url)
    try:
        migrate.upgrade(database.engine)
        try:
            changes = database.ask(lambda session: _import(session, settings, roster, dry_run, remove_missing))
        except _DryRunError as tried:
            changes = tried.changes
    finally:
        database.close()
    show_changes(changes, dry_run=dry_run)


def _import(session: Session, settings: Settings, roster: Roster, dry_run: bool, remove_missing: bool) -> Changes:  # noqa: FBT001
    now = Clock().now()
    columns = (TextColumn("[bold]Roster"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=errors) as progress:
        task = progress.add_task("", total=None)
        changes = import_roster(
            session,
            roster,
            now=now,
            progress=lambda done, total: progress.update(task, completed=done, total=total),
            remove_missing=remove_missing,
        )
    bots = {bot.name: Bot(bot.name, bot.network) for bot in settings.bots}
    desk = Desk(session, now, settings.policy(), texts(settings.language), bots)
    for organisation in changes.to_plan:
        schedule.plan_organisation(desk, organisation)
    if dry_run:
        raise _DryRunError(changes)
    return changes


def show_changes(changes: Changes, *, dry_run: bool) -> None:
    """Print what changed, or would."""
    for title, rows in (("added", changes.added), ("changed", changes.changed), ("left", changes.left)):
        for change in rows[:SHOWN]:
            screen.print(f"{title:8} {_line(change)}", markup=False)
        if len(rows) > SHOWN:
            screen.print(f"{title:8} … and {len(rows) - SHOWN} more")
    verb = "would be" if dry_run else "were"
    counts = f"{len(changes.added)} {verb} added, {len(changes.changed)} {verb} changed, {len(changes.left)} {verb} marked as left."
    screen.print(f"{counts}{' Nothing was written: this was a dry run.' if dry_run else ''}")


def _line(change: Change) -> str:
    details = f" ({'; '.join(change.details)})" if change.details else ""
    return f"{change.what} {change.code} {change.name}{details}"


def show_problems(error: RosterError) -> None:
    """Print every bad row with its line, column and reason."""
    table = Table("line", "column", "what is wrong and what to write")
    for problem in error.problems:
        place = f"{problem.sheet} {problem.line}".strip() if problem.line else problem.sheet
        table.add_row(escape(place), escape(problem.column), escape(problem.reason))
    errors.print(table)
    errors.print(
        f"{len(error.problems)} mistakes; nothing was imported. Mend them in the file and run the command again."
    )
