"""Makes one-time codes for members and groups, and the pages a member can be handed: text, CSV, QR pictures, one sheet to print."""

import csv
import html
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

import segno
from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers.desk import Bot
from handlers.texts import Texts
from handlers.times import full_text
from storage import codes, roster
from storage.people import Account, Member, Organisation

Picture = Literal["svg", "png"]
PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700
PAGE_END = "\n\n" + "-" * 60 + "\n\n"

STYLE = """
body { font: 12pt/1.5 "Be Vietnam Pro", "Noto Sans", "Segoe UI", sans-serif; margin: 0; color: #111; }
article { padding: 18mm; break-after: page; display: grid; grid-template-columns: 1fr 46mm; gap: 10mm; max-width: 180mm; }
article p { white-space: pre-line; margin: 0; overflow-wrap: anywhere; }
article svg { width: 46mm; height: 46mm; }
@media screen { article { border-bottom: 1px dashed #999; } }
@media screen and (max-width: 40rem) { article { grid-template-columns: 1fr; padding: 1.2rem; } }
"""


@dataclass(frozen=True, slots=True)
class Invitation:
    """One code and whom it is for; `member` is empty for a group's. The code is in clear here and nowhere else: it is shown once.

    `link` opens Telegram with the code already in place ("" without a Telegram bot); `zalo` names the bots to write to on Zalo.
    """

    organisation_code: str
    organisation: str
    member_code: str
    member: str
    code: str
    expires_at: datetime
    link: str
    zalo: str
    timezone: str

    @property
    def file_name(self) -> str:
        """The name of its picture without an ending: roster codes only, never a person's name."""
        own = self.member_code or "group"
        return own if own.startswith(self.organisation_code) else f"{self.organisation_code}-{own}"


def for_members(
    session: Session,
    *,
    now: datetime,
    life: timedelta,
    bots: Sequence[Bot],
    organisation: str | None = None,
    member: str | None = None,
) -> list[Invitation]:
    """Make codes for the members who are not linked yet: all, those of one organisation, or one member, linked or not.

    Members who left or are suspended get none. Unused older codes of the same members stop working. Nothing is committed.
    LookupError says which organisation or member is unknown.
    """
    cells = {each.id: each for each in _organisations(session, organisation)}
    found = list(session.scalars(select(Member).order_by(Member.organisation_id, Member.code)))
    chosen = [each for each in found if each.organisation_id in cells and roster.is_active(each, now)]
    if member is not None:
        chosen = [each for each in chosen if each.code == member]
        if len(chosen) != 1:
            raise LookupError(_which_member(member, organisation, len(chosen)))
    else:
        linked = set(session.scalars(select(Account.member_id).where(Account.member_id.is_not(None))))
        chosen = [each for each in chosen if each.id not in linked]
    invitations = []
    for each in chosen:
        code = codes.add(session, "member", each.organisation_id, each.id, now=now, expires_at=now + life)
        roster.note(session, now, None, "code_made", f"member:{each.id}")
        invitations.append(_invitation(cells[each.organisation_id], each, code, now + life, bots))
    return invitations


def for_groups(
    session: Session, *, now: datetime, life: timedelta, bots: Sequence[Bot], organisation: str | None = None
) -> list[Invitation]:
    """Make one group code for every organisation, or for one; a linked organiser of it binds a group with it. Nothing is committed."""
    invitations = []
    for each in _organisations(session, organisation):
        code = codes.add(session, "group", each.id, None, now=now, expires_at=now + life)
        roster.note(session, now, None, "code_made", f"organisation:{each.id}")
        invitations.append(_invitation(each, None, code, now + life, bots))
    return invitations


def _organisations(session: Session, code: str | None) -> list[Organisation]:
    query = select(Organisation).order_by(Organisation.code)
    if code is None:
        return list(session.scalars(query))
    found = session.scalar(query.where(Organisation.code == code))
    if found is None:
        raise LookupError(f"no organisation has the code {code!r}: the roster file's column 'Mã tổ chức' has the codes")
    return [found]


def _which_member(code: str, organisation: str | None, found: int) -> str:
    where = f" in {organisation}" if organisation else ""
    if found:
        return f"{found} members have the code {code!r}{where}: name the organisation as well"
    return f"no active member has the code {code!r}{where}: the roster file's column 'Mã đảng viên' has the codes"


def _invitation(
    cell: Organisation, member: Member | None, code: str, expires_at: datetime, bots: Sequence[Bot]
) -> Invitation:
    telegram = next((bot for bot in bots if bot.network == "telegram" and bot.username), None)
    parameter = "start" if member is not None else "startgroup"
    return Invitation(
        organisation_code=cell.code,
        organisation=cell.name,
        member_code=member.code if member is not None else "",
        member=member.full_name if member is not None else "",
        code=code,
        expires_at=expires_at,
        link=f"https://t.me/{telegram.username}?{parameter}={code.replace('-', '')}" if telegram else "",
        zalo=", ".join(bot.username or bot.name for bot in bots if bot.network == "zalo"),
        timezone=cell.timezone,
    )


# -- what is handed out --------------------------------------------------------------------------------------------------


def page(invitation: Invitation, texts: Texts) -> str:
    """Return the page a member, or the organiser who binds the group, is handed: short, and what to do on each network."""
    kind = "member" if invitation.member else "group"
    until = full_text(invitation.expires_at, invitation.timezone, texts.language)
    parts = [
        texts(f"invitation-{kind}", name=invitation.member, cell=invitation.organisation),
        texts("invitation-code", code=invitation.code, until=until),
    ]
    if invitation.link:
        parts.append(texts(f"invitation-{kind}-telegram", link=invitation.link))
    if invitation.zalo:
        parts.append(texts(f"invitation-{kind}-zalo", bot=invitation.zalo, code=invitation.code))
    parts.append(texts(f"invitation-{kind}-care"))
    return "\n".join(parts)


def as_text(invitations: Iterable[Invitation], texts: Texts) -> str:
    """Return all pages as one text, parted by a line."""
    return PAGE_END.join(page(each, texts) for each in invitations)


def as_csv(invitations: Iterable[Invitation]) -> str:
    """Return a table for a spreadsheet, one row an invitation; times are local."""
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(
        ["organisation_code", "organisation", "member_code", "member", "code", "expires", "telegram_link", "zalo_bot"]
    )
    for each in invitations:
        expires = full_text(each.expires_at, each.timezone, "en")
        writer.writerow(
            [
                each.organisation_code,
                each.organisation,
                each.member_code,
                each.member,
                each.code,
                expires,
                each.link,
                each.zalo,
            ]
        )
    return table.getvalue()


def write_text(path: Path, content: str) -> None:
    """Write a file that only its owner may read: it holds codes. With a byte order mark, so that a spreadsheet sees it is UTF-8."""
    encoding = "utf-8-sig" if path.suffix.lower() == ".csv" else "utf-8"
    _write_private(path, content.encode(encoding))


def write_pictures(folder: Path, invitations: Iterable[Invitation], kind: Picture = "svg") -> Iterator[Path]:
    """Write one QR picture an invitation into the folder and yield its path; only the owner may read them."""
    folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    for each in invitations:
        drawn = io.BytesIO()
        _qr(each).save(drawn, kind=kind, scale=8, border=4)
        path = folder / f"{each.file_name}.{kind}"
        _write_private(path, drawn.getvalue())
        yield path


def as_html(invitations: Iterable[Invitation], texts: Texts) -> str:
    """Return one document to print, a sheet a person, the QR pictures inside; it loads nothing from anywhere."""
    sheets = [
        f"<article><p>{html.escape(page(each, texts))}</p>{_qr(each).svg_inline(border=2, omitsize=True)}</article>"
        for each in invitations
    ]
    title = html.escape(texts("invitation-title"))
    return (
        f'<!doctype html>\n<html lang="{texts.language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title><style>{STYLE}</style></head>\n<body>\n" + "\n".join(sheets) + "\n</body></html>\n"
    )


def _qr(invitation: Invitation) -> segno.QRCode:
    return segno.make_qr(invitation.link or invitation.code, error="m")


def _write_private(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=PRIVATE_FILE)
    path.chmod(PRIVATE_FILE)
    path.write_bytes(content)
