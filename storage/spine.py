"""The tables a message passes through: inbox, outbox, conversations, pushes, and what each bot remembers."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base, Json, JsonOrNull

OPEN = text("state = 'open'")
OPEN_OR_TAKEN = text("state IN ('open', 'taken')")
PLANNED = text("state = 'planned'")
EDITS = text("edits IS NOT NULL")

# SQLite hands out row ids by itself only for a column declared INTEGER.
BigKey = BigInteger().with_variant(Integer(), "sqlite")


class Inbox(Base):
    """An update as it arrived.

    `payload` is erased in the transaction that answers it: what stays tells only that it came.
    `lane` is what has to stay in order: the chat.
    `state`: open, done, skipped (nothing for us), failed (`error` says why).
    """

    __tablename__ = "inbox"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    bot: Mapped[str] = mapped_column(String(64))
    update_key: Mapped[str] = mapped_column(String(128))
    lane: Mapped[str] = mapped_column(String(128))
    payload: Mapped[dict[str, Any] | None] = mapped_column(JsonOrNull)
    state: Mapped[str] = mapped_column(String(8), default="open")
    attempts: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None] = mapped_column(Text)
    received_at: Mapped[datetime]
    done_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("bot", "update_key"),
        Index("ix_inbox_open", "lane", "id", postgresql_where=OPEN, sqlite_where=OPEN),
        Index("ix_inbox_next", "id", postgresql_where=OPEN, sqlite_where=OPEN),
        Index("ix_inbox_received_at", "received_at"),
        Index(
            "ix_inbox_failed",
            "received_at",
            postgresql_where=text("state = 'failed'"),
            sqlite_where=text("state = 'failed'"),
        ),
    )


class Outbox(Base):
    """Something to say to a network. `body` is erased once its outcome is known; the row stays as the ledger.

    `priority`: 0 answers to people, 1 what the clock sends; answers overtake.
    `action`: send, edit (changes `message_id`, or what the row `edits` posted), toast (the answer to a button press).
    `state`: open, taken (being sent until `held_until`), sent, failed, dropped (`error` says why).
    `key` makes planning the same thing twice impossible.
    `purpose` and `meeting_id` tell what a post is about, so that a reply to it can be understood.
    """

    __tablename__ = "outbox"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    bot: Mapped[str] = mapped_column(String(64))
    chat_id: Mapped[str] = mapped_column(String(64))
    priority: Mapped[int] = mapped_column(default=0)
    action: Mapped[str] = mapped_column(String(8), default="send")
    purpose: Mapped[str] = mapped_column(String(32), default="answer")
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meetings.id", ondelete="SET NULL"), index=True)
    edits: Mapped[int | None] = mapped_column(BigKey)
    key: Mapped[str | None] = mapped_column(String(160), unique=True)
    body: Mapped[dict[str, Any] | None] = mapped_column(JsonOrNull)
    state: Mapped[str] = mapped_column(String(8), default="open")
    not_before: Mapped[datetime]
    held_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None] = mapped_column(Text)
    message_id: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[datetime]
    done_at: Mapped[datetime | None]

    __table_args__ = (
        Index(
            "ix_outbox_open",
            "bot", "priority", "id",
            postgresql_where=OPEN_OR_TAKEN,
            sqlite_where=OPEN_OR_TAKEN,
        ),
        Index("ix_outbox_later", "bot", "not_before", postgresql_where=OPEN, sqlite_where=OPEN),
        Index("ix_outbox_edits", "edits", postgresql_where=EDITS, sqlite_where=EDITS),
        Index("ix_outbox_message", "bot", "chat_id", "message_id"),
        Index("ix_outbox_done_at", "bot", "done_at"),
    )  # fmt: skip


class Conversation(Base):
    """Where a private talk stands.

    `step` is a word of handlers.STEPS, or empty; `choices` is what the chat was last offered.
    """

    __tablename__ = "conversations"

    bot: Mapped[str] = mapped_column(String(64), primary_key=True)
    chat_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    step: Mapped[str] = mapped_column(String(32), default="")
    data: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    choices: Mapped[list[Any]] = mapped_column(Json, default=list)
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meetings.id", ondelete="SET NULL"))
    updated_at: Mapped[datetime]


class Push(Base):
    """Something the clock will do at `due_at`. `key` is unique: planning it twice is impossible.

    `state`: planned, done, cancelled, merged (a later one of its kind said it), dropped.
    `outcome` keeps the reason in a few words.
    """

    __tablename__ = "pushes"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    key: Mapped[str] = mapped_column(String(160), unique=True)
    kind: Mapped[str] = mapped_column(String(32))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id", ondelete="CASCADE"))
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meetings.id", ondelete="CASCADE"), index=True)
    data: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    due_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(12), default="planned")
    outcome: Mapped[str | None] = mapped_column(Text)
    done_at: Mapped[datetime | None]

    __table_args__ = (
        Index(
            "ix_pushes_due",
            "due_at",
            postgresql_where=text("state = 'planned'"),
            sqlite_where=text("state = 'planned'"),
        ),
        Index("ix_pushes_organisation", "organisation_id", "kind"),
    )


class BotState(Base):
    """What one bot has to remember: how far it has read (`offset`), and how much of this month's quota is spent."""

    __tablename__ = "bot_states"

    bot: Mapped[str] = mapped_column(String(64), primary_key=True)
    username: Mapped[str | None] = mapped_column(String(64))
    offset: Mapped[int | None] = mapped_column(BigInteger)
    month: Mapped[str | None] = mapped_column(String(7))
    sent_this_month: Mapped[int] = mapped_column(default=0)
    warned_month: Mapped[str | None] = mapped_column(String(7))
