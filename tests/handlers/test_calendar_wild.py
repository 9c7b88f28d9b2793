"""Anybody may type or press anything in the calendar's talks: nothing breaks, and only organisers change anything."""

from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from handlers.choosing import MOST_CHOICES
from storage.meeting_tables import Meeting, Theme
from storage.spine import Outbox, Push
from tests.desk_fixtures import Office, labels, office

COMMANDS = [
    "/hop",
    "/taohop",
    "/doilich",
    "/huyhop",
    "/lichhop",
    "/chuyende",
    "/hop 05/12 19h30",
    "/lichhop ngày 5 8h",
    "hủy",
]
WORDS = [
    "05/12 19h30",
    "mai",
    "19h30",
    "31/02",
    "thứ bảy tuần sau 7 giờ tối",
    "Phòng họp",
    "x" * 600,
    "1",
    "2",
    "4",
    "6",
    "https://vidu.vn",
    "a?\nb?",
    "có",
    "đ/c Bình",
    "20/11 8h",
    "ngày 5 hằng tháng 19h30",
]
FORGED = [
    "mtg:make",
    "mtg:calloff",
    "mtg:at:1796000000",
    "mtg:off:1",
    "mtg:move:1",
    "mtg:where:1",
    "mtg:place:open",
    "rul:save",
    "rul:drop:1",
    "thm:save",
    "thm:own:1",
    "thm:new:1:2026-12",
    "thm:dropyes:1",
    "thm:push:1",
    "mtg:kind:1:committee",
    "rul:tap:1:weekend:fine",
]

acts = st.lists(
    st.tuples(
        st.integers(0, 3),
        st.one_of(
            st.sampled_from(COMMANDS).map(lambda text: ("says", text)),
            st.sampled_from(WORDS).map(lambda text: ("says", text)),
            st.integers(0, 11).map(lambda place: ("offered", place)),
            st.sampled_from(FORGED).map(lambda data: ("presses", data)),
            st.integers(1, 40).map(lambda hours: ("waits", hours)),
        ),
    ),
    max_size=25,
)


def happen(here: Office, who: object, kind: str, what: object, offered: dict) -> list[Outbox]:
    if kind == "says":
        return here.says(who, what)
    if kind == "presses":
        return here.presses(who, what)
    choices = offered.get(who) or []
    return here.presses(who, choices[what % len(choices)]) if choices else []


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(acts)
def test_whatever_is_typed_or_pressed(drawn: list) -> None:
    here = office()
    cell = here.cell()
    people = [
        here.member("Lê Thị Hoa", cell, "secretary"),
        here.member("Phạm Văn Đức", cell, "head", bot="zl"),
        here.member("Trần Văn Bình", cell),
        "stranger",
    ]
    here.meeting(cell)
    offered: dict = {}
    for index, (kind, what) in drawn:
        who = people[index]
        if kind == "waits":
            here.now += timedelta(hours=what)
            continue
        before = counted(here)
        rows = happen(here, who, kind, what, offered)
        for row in rows:
            assert len(row.body["text"]) <= (200 if row.action == "toast" else 2000)
            if row.action != "toast":
                assert len(labels(row)) <= MOST_CHOICES
                assert all(len(choice["data"].encode()) <= 64 for line in row.body["choices"] for choice in line)
        if index >= 2:
            assert counted(here) == before
        shown = [row for row in rows if row.action != "toast" and row.chat_id == here.account(who, "tg").chat_id]
        if shown:
            offered[who] = [choice["data"] for line in shown[-1].body["choices"] for choice in line]
    for meeting in here.session.scalars(select(Meeting)):
        assert meeting.answer_by < meeting.starts_at
        planned = here.session.scalars(select(Push).where(Push.meeting_id == meeting.id, Push.state == "planned")).all()
        assert all(push.data.get("version", meeting.version) == meeting.version for push in planned)
        if meeting.state == "cancelled":
            assert {push.kind for push in planned} <= {"notice", "absence_alert"}


def counted(here: Office) -> tuple:
    meetings = [(each.id, each.version, each.state, each.place) for each in here.session.scalars(select(Meeting))]
    themes = [(each.id, each.title) for each in here.session.scalars(select(Theme))]
    return meetings, themes
