"""The made-up commune: as large as promised, the same every time, and no bot of Zalo has more than it may serve."""

from collections import Counter
from datetime import date

from bot.demo_roster import FIELD_CELL, SECURITY_CELL, build

TODAY = date(2026, 11, 23)


def test_seventeen_organisations_with_575_members_under_one_committee():
    demo = build(TODAY)
    assert len(demo.cells()) == 17
    assert len(demo.members) == 575
    assert [each.kind for each in demo.organisations].count("committee") == 1
    sizes = [len(demo.members_of(cell.code)) for cell in demo.cells()]
    assert min(sizes) == 13
    assert max(sizes) == 65
    assert len(demo.members_of(FIELD_CELL)) == 18


def test_the_same_every_time_and_another_with_another_seed():
    assert build(TODAY) == build(TODAY)
    assert build(TODAY).members != build(TODAY, seed=1).members


def test_every_cell_has_its_organisers_and_every_organiser_is_linked():
    demo = build(TODAY)
    for cell in demo.cells():
        held = Counter(
            role for member in demo.members_of(cell.code) for role, where in member.roles if where == cell.code
        )
        assert held["head"] == held["deputy"] == held["secretary"] == 1
        assert held["committee"] >= 1
    assert all(member.linked and member.reachable for member in demo.members if member.roles)


def test_members_differ_as_in_life():
    demo = build(TODAY)
    statuses = Counter(member.status for member in demo.members)
    assert set(statuses) == {"official", "probationary", "exempt", "guest", "away", "suspended"}
    assert statuses["official"] > 450
    unlinked = sum(not member.linked for member in demo.members)
    assert 20 < unlinked < 100
    assert 3 < sum(not member.reachable for member in demo.members) < 40
    for member in demo.members:
        if member.status == "away":
            assert 90 <= (member.until - member.since).days < 366


def test_names_are_never_twice_in_a_cell_and_codes_never_at_all():
    demo = build(TODAY)
    for cell in demo.cells():
        names = [member.full_name for member in demo.members_of(cell.code)]
        assert len(set(names)) == len(names)
    assert len({member.code for member in demo.members}) == 575


def test_a_zalo_bot_serves_at_most_50_people_and_3_groups():
    demo = build(TODAY)
    for bot in {cell.bot for cell in demo.cells() if cell.network == "zalo"}:
        cells = [cell for cell in demo.cells() if cell.bot == bot]
        assert len(cells) <= 3
        assert sum(len(demo.members_of(cell.code)) for cell in cells) <= 50
    assert {cell.network for cell in demo.cells()} == {"telegram", "zalo"}


def test_the_security_cell_has_its_own_theme_each_month():
    demo = build(TODAY)
    own = [theme.period for theme in demo.themes if theme.organisation == SECURITY_CELL]
    assert own == ["2026-11", "2026-12", "2027-01"]
    assert all(2 <= len(theme.questions) <= 3 for theme in demo.themes)


def test_the_cells_meet_by_rules_of_different_kinds():
    roster = build(TODAY).as_roster()
    rules = [each.meeting_rule for each in roster.organisations if each.kind == "cell"]
    assert all(rules)
    assert {"regular", "combined"} <= {rule["kind"] for rule in rules}
    assert any("week" in rule for rule in rules)
    assert any(rule["serves_next"] for rule in rules)
    assert any(rule["at"] == "19:30" for rule in rules)
