"""The tables of who belongs where: organisations, members, roles, their accounts on a network, groups, one-time codes."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base, Json, JsonOrNull


class Organisation(Base):
    """A committee (đảng bộ, đảng ủy), a cell (chi bộ) or a group inside a large cell (tổ đảng).

    `meeting_rule` is the monthly rule as handlers.calendar.MonthlyRule writes it, or null where there is none.
    """

    __tablename__ = "organisations"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(32), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(16), default="cell")  # committee | cell | group
    cell_type: Mapped[str | None] = mapped_column(String(32))
    timezone: Mapped[str] = mapped_column(String(64), default="Asia/Ho_Chi_Minh")
    frame_minutes: Mapped[int] = mapped_column(default=90)
    place: Mapped[str] = mapped_column(String(200), default="")
    meeting_rule: Mapped[dict[str, Any] | None] = mapped_column(JsonOrNull)


class OrganisationParent(Base):
    """Which body an organisation stood under, from when until when: bodies merge, split and move."""

    __tablename__ = "organisation_parents"

    id: Mapped[int] = mapped_column(primary_key=True)
    child_id: Mapped[int] = mapped_column(ForeignKey("organisations.id", ondelete="CASCADE"), index=True)
    parent_id: Mapped[int] = mapped_column(ForeignKey("organisations.id", ondelete="CASCADE"), index=True)
    since: Mapped[date | None]
    until: Mapped[date | None]


class Member(Base):
    """A member on the roster of one cell. Never an ID number, a card number, an address or a birth date.

    `status`: official, probationary, exempt, guest (arrived for a time), away (for a time), suspended.
    From `status_until` on, a passing status (exempt, guest, away, suspended) counts as official again.
    """

    __tablename__ = "members"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id", ondelete="CASCADE"))
    code: Mapped[str] = mapped_column(String(32))
    full_name: Mapped[str] = mapped_column(String(120))
    status: Mapped[str] = mapped_column(String(16), default="official")
    status_since: Mapped[date | None]
    status_until: Mapped[date | None]
    left_on: Mapped[date | None]

    __table_args__ = (UniqueConstraint("organisation_id", "code"),)


class Role(Base):
    """What a member is in an organisation, from when until when. One person may hold several.

    `role`: leader (tổ trưởng), secretary (thư ký), committee (chi ủy viên), deputy (phó bí thư), head (bí thư),
    monitor (cấp ủy viên phụ trách), administrator (quản trị đảng ủy).
    """

    __tablename__ = "roles"

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id", ondelete="CASCADE"), index=True)
    role: Mapped[str] = mapped_column(String(16))
    since: Mapped[date | None]
    until: Mapped[date | None]


class Account(Base):
    """A person's account with one bot. `member_id` is set only after the person agreed; silence is no consent.

    `unreachable` says why the network refused the last private message, or is null.
    `keep_texts`: the person lets us keep what we did not understand.
    `wrong_codes`: when wrong one-time codes were tried (seconds since 1970, UTC), the last few: nobody may guess for long.
    """

    __tablename__ = "accounts"

    id: Mapped[int] = mapped_column(primary_key=True)
    bot: Mapped[str] = mapped_column(String(64))
    user_id: Mapped[str] = mapped_column(String(64))
    chat_id: Mapped[str | None] = mapped_column(String(64))
    member_id: Mapped[int | None] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), index=True)
    consented_at: Mapped[datetime | None]
    unreachable: Mapped[str | None] = mapped_column(String(200))
    keep_texts: Mapped[bool] = mapped_column(default=False)
    wrong_codes: Mapped[list[Any]] = mapped_column(Json, default=list)
    seen_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("bot", "user_id"), Index("ix_accounts_chat", "bot", "chat_id"))


class Group(Base):
    """A chat group bound to its organisation by an organiser. `left_at` is set when the bot was removed from it."""

    __tablename__ = "groups"

    id: Mapped[int] = mapped_column(primary_key=True)
    bot: Mapped[str] = mapped_column(String(64))
    chat_id: Mapped[str] = mapped_column(String(64))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id", ondelete="CASCADE"), index=True)
    title: Mapped[str] = mapped_column(String(200), default="")
    bound_by: Mapped[int | None] = mapped_column(ForeignKey("members.id", ondelete="SET NULL"))
    bound_at: Mapped[datetime]
    left_at: Mapped[datetime | None]

    __table_args__ = (UniqueConstraint("bot", "chat_id"),)


class Code(Base):
    """A one-time code, kept only as a digest. `purpose`: member (links a person) or group (binds a chat group)."""

    __tablename__ = "codes"

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    purpose: Mapped[str] = mapped_column(String(8))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id", ondelete="CASCADE"))
    member_id: Mapped[int | None] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class Audit(Base):
    """Who did what to which row, without bodies: kept so that a change can be explained."""

    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    member_id: Mapped[int | None] = mapped_column(ForeignKey("members.id", ondelete="SET NULL"))
    action: Mapped[str] = mapped_column(String(48))
    subject: Mapped[str] = mapped_column(String(64))
    detail: Mapped[str] = mapped_column(String(200), default="")


class Misread(Base):
    """A reply that was not understood: counted without a name; `example` only from people who agreed to it."""

    __tablename__ = "misreads"

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    example: Mapped[str | None] = mapped_column(Text)
    times: Mapped[int] = mapped_column(default=1)
    last_on: Mapped[date]
