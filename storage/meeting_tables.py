"""The tables of a meeting's life: the meeting, who comes, the agenda, the theme of the month, who wants to speak."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base, Json, JsonOrNull


class Meeting(Base):
    """One meeting. The `period` (kỳ, YYYY-MM) is not its date: a meeting on 25 July may serve as August's.

    `kind`: regular (thường kỳ), themed (chuyên đề), combined (thường kỳ gắn với chuyên đề), committee (chi ủy), extraordinary (bất thường).
    `state`: planned, cancelled, held (presence was recorded). `version` rises when it is moved: answers to an older one count no more.
    """

    __tablename__ = "meetings"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id", ondelete="CASCADE"))
    period: Mapped[str] = mapped_column(String(7))
    kind: Mapped[str] = mapped_column(String(16), default="regular")
    starts_at: Mapped[datetime]
    place: Mapped[str] = mapped_column(String(200), default="")
    frame_minutes: Mapped[int] = mapped_column(default=90)
    answer_by: Mapped[datetime]
    points_by: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
    state: Mapped[str] = mapped_column(String(12), default="planned")
    agenda_published_at: Mapped[datetime | None]
    # The agenda as the group read it last, to tell what changed since (handlers.agenda_rules.Line as a list each).
    agenda_published: Mapped[list[Any] | None] = mapped_column(JsonOrNull)
    created_by: Mapped[int | None] = mapped_column(ForeignKey("members.id", ondelete="SET NULL"))
    created_at: Mapped[datetime]

    __table_args__ = (Index("ix_meetings_organisation", "organisation_id", "starts_at"),)


class Attendance(Base):
    """What a member said about coming, and what came of it. No row: nothing said yet.

    `answer`: attend, late, absent, unsure. It counts only while `version` is the meeting's.
    `said_by`: who answered, where it was somebody else. `accepted`: what the organisers think of a declared absence (true: có lý do;
    null: not decided), and by whom. `present`: ticked in the presence list that is not confirmed yet; null: as the answer suggests.
    `result`, once presence was recorded: present, excused, unexcused, uncounted; null in a held meeting: absent as declared, the
    organisers have not decided.
    """

    __tablename__ = "attendances"

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id", ondelete="CASCADE"))
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), index=True)
    version: Mapped[int] = mapped_column(default=1)
    answer: Mapped[str | None] = mapped_column(String(8))
    minutes_late: Mapped[int | None]
    reason: Mapped[str | None] = mapped_column(String(8))
    reason_text: Mapped[str | None] = mapped_column(Text)
    answered_at: Mapped[datetime | None]
    said_by: Mapped[int | None] = mapped_column(ForeignKey("members.id", ondelete="SET NULL"))
    accepted: Mapped[bool | None]
    accepted_by: Mapped[int | None] = mapped_column(ForeignKey("members.id", ondelete="SET NULL"))
    present: Mapped[bool | None]
    result: Mapped[str | None] = mapped_column(String(12))
    result_by: Mapped[int | None] = mapped_column(ForeignKey("members.id", ondelete="SET NULL"))

    __table_args__ = (
        UniqueConstraint("meeting_id", "member_id"),
        # For the nightly erasing: it must not look through two years of attendance to find the reasons of a few weeks.
        Index(
            "ix_attendances_reason_text",
            "meeting_id",
            postgresql_where=text("reason_text IS NOT NULL"),
            sqlite_where=text("reason_text IS NOT NULL"),
        ),
    )


class AgendaItem(Base):
    """One line of the order of business (content, person, minutes, note), in its `section`: opening, content, closing.

    One that was removed stays with its time, so that the removal can be undone and remarks on it keep their place.
    """

    __tablename__ = "agenda_items"

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id", ondelete="CASCADE"), index=True)
    section: Mapped[str] = mapped_column(String(8), default="content")
    position: Mapped[int]
    content: Mapped[str] = mapped_column(String(300))
    member_id: Mapped[int | None] = mapped_column(ForeignKey("members.id", ondelete="SET NULL"))
    person: Mapped[str] = mapped_column(String(120), default="")
    minutes: Mapped[int] = mapped_column(default=0)
    note: Mapped[str] = mapped_column(String(300), default="")
    removed_at: Mapped[datetime | None]


class Theme(Base):
    """The theme (chuyên đề) of a period, of the committee for its cells (perhaps of one `cell_type`) or of a cell itself."""

    __tablename__ = "themes"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id", ondelete="CASCADE"))
    period: Mapped[str] = mapped_column(String(7))
    cell_type: Mapped[str] = mapped_column(String(32), default="")
    title: Mapped[str] = mapped_column(String(300))
    aim: Mapped[str] = mapped_column(Text, default="")
    presenter: Mapped[str] = mapped_column(String(120), default="")
    presenter_id: Mapped[int | None] = mapped_column(ForeignKey("members.id", ondelete="SET NULL"))
    questions: Mapped[list[Any]] = mapped_column(Json, default=list)
    link: Mapped[str] = mapped_column(String(500), default="")

    __table_args__ = (UniqueConstraint("organisation_id", "period", "cell_type"),)


class Point(Base):
    """A wish to speak, with or without a short text.

    An anonymous one has no `member_id`; its author holds a receipt whose digest is `receipt_digest`, and only that can edit or withdraw it.
    The id is random, no time of writing is kept (`written_on` of an anonymous one is the day of the meeting), and SQLite keeps
    no hidden row number, so that neither order nor time tells the author. An anonymous one has position 0 until organisers set an order.
    """

    __tablename__ = "points"

    id: Mapped[str] = mapped_column(String(24), primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id", ondelete="CASCADE"), index=True)
    agenda_item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_items.id", ondelete="SET NULL"))
    question: Mapped[int | None]
    member_id: Mapped[int | None] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), index=True)
    receipt_digest: Mapped[str | None] = mapped_column(String(64), unique=True)
    text: Mapped[str] = mapped_column(Text, default="")
    position: Mapped[int] = mapped_column(default=0)
    written_on: Mapped[date]

    __table_args__ = ({"sqlite_with_rowid": False},)


class PointDraft(Base):
    """An anonymous point between being typed and being confirmed, kept apart from the talk: it names nobody.

    `code` is what its author confirms it with; nobody else was told it. One never confirmed is deleted the day after `written_on`.
    """

    __tablename__ = "point_drafts"

    code: Mapped[str] = mapped_column(String(8), primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id", ondelete="CASCADE"), index=True)
    agenda_item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_items.id", ondelete="CASCADE"))
    question: Mapped[int | None]
    text: Mapped[str] = mapped_column(Text, default="")
    written_on: Mapped[date]

    __table_args__ = ({"sqlite_with_rowid": False},)
