"""Shows invitations in the terminal, or writes them to files that only their owner may read."""

import asyncio
from pathlib import Path

from sqlalchemy.orm import Session

from bot import invitations
from bot.clock import Clock
from bot.database import Database
from bot.forms import Form
from bot.invitations import Invitation
from bot.networks import DeliveryError
from bot.screen import errors, screen
from bot.settings import BotSettings, Settings, SettingsError
from handlers.desk import Bot
from handlers.texts import texts
from storage import migrate, outbox


def invite(
    settings: Settings, *, organisation: str | None, member: str | None, groups: bool, form: Form, out: Path | None
) -> None:
    """Make codes and hand them out; the codes stand nowhere else, so they are written before they are committed."""
    if form in {"qr", "png"} and out is None:
        raise SettingsError(f"--format {form}: pictures need a folder: add --out FOLDER")
    database = Database(settings.database.url)
    try:
        migrate.upgrade(database.engine)
        bots = known_bots(settings, database)
        count = database.ask(lambda session: _make(session, settings, bots, organisation, member, groups, form, out))
    finally:
        database.close()
    where = f" in {out}" if out else ""
    errors.print(f"{count} codes{where}. Each works once; older unused codes of the same people work no more.")


def _make(
    session: Session,
    settings: Settings,
    bots: list[Bot],
    organisation: str | None,
    member: str | None,
    groups: bool,  # noqa: FBT001
    form: Form,
    out: Path | None,
) -> int:
    life = settings.keep.codes
    now = Clock().now()
    if groups:
        made = invitations.for_groups(session, now=now, life=life, bots=bots, organisation=organisation)
    else:
        made = invitations.for_members(session, now=now, life=life, bots=bots, organisation=organisation, member=member)
    _hand_out(made, settings, form, out)
    return len(made)


def _hand_out(made: list[Invitation], settings: Settings, form: Form, out: Path | None) -> None:
    words = texts(settings.language)
    if form in {"qr", "png"} and out is not None:
        for path in invitations.write_pictures(out, made, "png" if form == "png" else "svg"):
            screen.print(str(path), markup=False, soft_wrap=True)
        return
    if form == "csv":
        written = invitations.as_csv(made)
    elif form == "html":
        written = invitations.as_html(made, words)
    else:
        written = invitations.as_text(made, words)
    if out is None:
        screen.print(written, markup=False, soft_wrap=True)
    else:
        invitations.write_text(out, written)


def known_bots(settings: Settings, database: Database) -> list[Bot]:
    """Return the bots with the names people know them by: as last heard from their network, else asked for now."""
    return [_known(bot, database) for bot in settings.bots]


def _known(bot: BotSettings, database: Database) -> Bot:
    name = database.ask(lambda session: outbox.bot_state(session, bot.name).username)
    if not name:
        try:
            name = asyncio.run(_ask(bot))
        except DeliveryError as error:
            errors.print(
                f"bot {bot.name}: its name is not known ({error}); links are left out. Run `chibo run` once, then again."
            )
    return Bot(bot.name, bot.network, name or "")


async def _ask(settings: BotSettings) -> str:
    from bot.service import make_network  # noqa: PLC0415  (only where the name was never heard)

    network = make_network(settings)
    try:
        return (await network.open()).username
    finally:
        await network.close()
