"""The benches run with tiny numbers, and measure what they say: nothing about speed is decided here."""

from functools import partial
from pathlib import Path

import pytest

from bench import answering, delivering, harness, lateness, limits, planning, stub, world
from bench.harness import Child, Report
from bot.database import Database
from storage import migrate


def test_a_talk_is_answered_whole_and_in_order(tmp_path: Path) -> None:
    with stub.running() as server:
        template = answering.make_database(tmp_path / "template.sqlite3", 30)
        found = answering.run(
            server, template, 30, 0.0, lambda url, database: Child(answering.ours, url, f"sqlite:///{database}")
        )
    assert found["lost"] == 0
    assert found["rate"] > 0


def test_the_others_answer_the_same_talk(tmp_path: Path) -> None:
    # Only `make bench` installs what we are compared with.
    pytest.importorskip("aiogram", reason="the extra [bench] is not installed")
    pytest.importorskip("aiosqlite", reason="the extra [bench] is not installed")
    with stub.running() as server:
        template = answering.make_database(tmp_path / "template.sqlite3", 20)
        for library in ("telegram", "aiogram"):
            start = partial(Child, answering.theirs, library)
            found = answering.run(
                server, template, 20, 0.0, lambda url, database, start=start: start(url, database, False)
            )
            assert found["lost"] == 0, library


def test_every_message_of_an_outbox_is_delivered_and_recorded(tmp_path: Path) -> None:
    with stub.running() as server:
        server.load([])
        found = harness.run_child(delivering.ours, server.url, 30, str(tmp_path))
        assert server.report()["calls"] == {"sendMessage": 30}
    assert found["rate"] > 0


def test_a_simulated_broadcast_breaks_no_limit_and_answers_overtake_it(tmp_path: Path) -> None:
    chats = [str(700_000_000 + number) for number in range(95)]
    found = harness.run_child(limits.simulate, str(tmp_path), chats, limits.NEAR, 3)
    assert found["violations"] == 0
    assert limits.least(95) <= found["seconds"] < 1.2 * limits.least(98 + 30)
    assert len(found["waits"]) == 3


def test_due_pushes_are_fired_and_a_tick_without_any_does_nothing(tmp_path: Path) -> None:
    now = world.moment()
    database = Database(f"sqlite:///{tmp_path / 'planning.sqlite3'}")
    migrate.upgrade(database.engine)
    database.ask(partial(world.populate, cells=3, members=2, now=now))
    database.ask(partial(planning._bind_groups, cells=3, now=now))
    planning.plan_all(database, now, 3)
    assert len(planning.tick_ms(database, now)) == planning.TICKS
    assert planning.push_ms(database, now, 3, planning.random.Random(1)) > 0
    database.close()


def test_memory_is_looked_at_until_every_update_is_answered(tmp_path: Path) -> None:
    template = answering.make_database(tmp_path / "many.sqlite3", 60)
    with stub.running() as server:
        found = lateness.memory_over(server, tmp_path, f"sqlite:///{template}", 60, 40)
    assert found[-1][0] == 40
    assert all(mb > 0 for _, mb in found)


def test_a_report_tells_which_goals_were_missed() -> None:
    report = Report("x", "X")
    report.add("fast enough", 2.0, "times", at_least=2)
    report.add("too slow", 9.0, "ms", at_most=5)
    report.add("no goal", 1.0, "ms")
    assert [figure.reached for figure in report.figures] == [True, False, None]
