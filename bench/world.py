"""A made-up country: cells, members, their accounts and next month's meetings, written with plain statements."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from storage.meeting_tables import Meeting
from storage.people import Account, Member, Organisation
from storage.spine import Conversation

BOT = "bench"
PERSON = 700_000_000
DAY = timedelta(days=1)


def populate(session: Session, cells: int, members: int, now: datetime) -> None:
    """Write cells of so many members each, every member linked, and one meeting of each cell in twelve days.

    Cell number 0 has id 1, its meeting too; member number n (from 0, through all cells) has id n + 1 and the account PERSON + n.
    """
    starts = now + 12 * DAY
    numbers = range(cells)
    session.execute(
        insert(Organisation),
        [
            {"id": n + 1, "code": f"C{n}", "name": f"Chi bộ {n}", "kind": "cell", "place": "Phòng họp tầng 2"}
            for n in numbers
        ],
    )
    people = range(cells * members)
    session.execute(
        insert(Member),
        [
            {"id": n + 1, "organisation_id": n // members + 1, "code": f"M{n}", "full_name": f"Đảng viên {n}"}
            for n in people
        ],
    )
    session.execute(
        insert(Account),
        [
            {"id": n + 1, "bot": BOT, "user_id": str(PERSON + n), "chat_id": str(PERSON + n), "member_id": n + 1}
            | {"seen_at": now, "consented_at": now, "keep_texts": False, "wrong_codes": []}
            for n in people
        ],
    )
    session.execute(insert(Meeting), [meeting(n + 1, n + 1, starts, now) for n in numbers])
    session.execute(
        insert(Conversation),
        [{"bot": BOT, "chat_id": str(PERSON + n), "meeting_id": n // members + 1, "updated_at": now} for n in people],
    )


def meeting(identity: int, organisation_id: int, starts: datetime, now: datetime) -> dict[str, Any]:
    """Return the row of a planned meeting."""
    return {
        "id": identity,
        "organisation_id": organisation_id,
        "period": f"{starts:%Y-%m}",
        "kind": "regular",
        "starts_at": starts,
        "place": "Phòng họp tầng 2",
        "frame_minutes": 90,
        "answer_by": starts - timedelta(hours=2),
        "points_by": starts - DAY,
        "version": 1,
        "state": "planned",
        "created_at": now,
    }


# -- the conversation that is measured ---------------------------------------------------------------------------------


def talks(people: int, members: int, now: datetime) -> tuple[list[dict[str, Any]], int]:
    """Return updates of one in ten of so many people, mixed as they would arrive, and how many calls of the network answer them.

    Each one presses "Tôi dự" under the invitation, thinks better of it and writes that he cannot come, presses the reason, and
    writes a few words beside it: four updates, answered by two edits, two answers to presses and two messages.
    """
    steps = (
        lambda n, m: _press(n, f"att:{m}:1:attend", now),
        lambda n, _: _text(n, "Đồng chí thông cảm, tôi xin vắng", now),
        lambda n, m: _press(n, f"attr:{m}:1:work", now),
        lambda n, _: _text(n, "Tôi đi kiểm tra rừng ở xã", now),
    )
    updates: list[dict[str, Any]] = []
    # A hundred people at a time, from all cells, so that the steps of one lie apart as they do in life.
    talking = range(0, people, 10)
    for begin in range(0, len(talking), 100):
        for step in steps:
            for n in talking[begin : begin + 100]:
                updates.append(step(n, n // members + 1) | {"update_id": len(updates) + 1})
    return updates, 6 * len(talking)


def _person(n: int) -> dict[str, Any]:
    return {"id": PERSON + n, "is_bot": False, "first_name": f"Đảng viên {n}", "language_code": "vi"}


def _chat(n: int) -> dict[str, Any]:
    return {"id": PERSON + n, "type": "private", "first_name": f"Đảng viên {n}"}


def _text(n: int, text: str, now: datetime) -> dict[str, Any]:
    message = {"message_id": 5000 + n, "date": int(now.timestamp()), "chat": _chat(n), "from": _person(n), "text": text}
    return {"message": message}


def _press(n: int, data: str, now: datetime) -> dict[str, Any]:
    bot = {"id": 1000001, "is_bot": True, "first_name": "Chi Bo", "username": "chibo_bot"}
    message = {"message_id": 100 + n, "date": int(now.timestamp()), "chat": _chat(n), "from": bot, "text": "Kính mời …"}
    press = {
        "id": f"{PERSON + n}{data[:5]}",
        "from": _person(n),
        "chat_instance": "1",
        "data": data,
        "message": message,
    }
    return {"callback_query": press}


def moment() -> datetime:
    """Return the present time, whole seconds, UTC."""
    return datetime.now(UTC).replace(microsecond=0)
