"""Settings: every mistake is one readable sentence, and no secret shows."""

import contextlib
import re
import tomllib
from datetime import time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.settings import SettingsError, check, load

ROOT = Path(__file__).parent.parent
SECRETS = {"CHIBO_TELEGRAM_1_TOKEN": "123456:secret-secret-secret", "CHIBO_ZALO_1_TOKEN": "zalo-secret"}


def mistakes(said: dict) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        check(said, "config.toml")
    return str(caught.value).splitlines()


def test_the_example_loads_with_secrets_from_the_environment() -> None:
    settings = load(ROOT / "config.example.toml", SECRETS)
    assert [bot.network for bot in settings.bots] == ["telegram", "zalo"]
    assert settings.bots[0].token.reveal() == SECRETS["CHIBO_TELEGRAM_1_TOKEN"]
    assert settings.bots[1].quota() == 3000


def test_the_example_shows_every_key_with_its_default() -> None:
    said = tomllib.loads((ROOT / "config.example.toml").read_text(encoding="utf-8"))
    usual = check({}, "nothing")
    shown = load(ROOT / "config.example.toml", SECRETS)
    for part in ("database", "web", "meetings", "alerts", "keep", "clock"):
        assert set(said[part]) == set(type(getattr(usual, part)).__struct_fields__)
        assert getattr(shown, part) == getattr(usual, part)


def test_a_bot_without_a_token_is_told_where_to_put_it() -> None:
    with pytest.raises(SettingsError, match="CHIBO_TELEGRAM_1_TOKEN"):
        load(ROOT / "config.example.toml", {})


def test_a_slip_of_the_pen_is_refused() -> None:
    assert mistakes({"langage": "vi"}) == [
        "config.toml: langage: this key is not known; look for a slip of the pen, config.example.toml has them all"
    ]


def test_every_mistake_is_named_with_its_place() -> None:
    said = {
        "language": "fr",
        "timezone": "Hanoi",
        "database": {"url": "mysql://x"},
        "meetings": {"reminders": ["7x"]},
        "bots": [
            {"name": "one", "network": "viber", "token": "t"},
            {"name": "two", "network": "zalo", "mode": "webhook", "token": "t"},
        ],
    }
    text = "\n".join(mistakes(said))
    for place in ("language", "timezone", "database.url", "meetings.reminders[1]", "bots[one].network", "bots[two]"):
        assert f"config.toml: {place}" in text, place
    assert '"7d"' in text


def test_a_mistake_never_shows_a_secret() -> None:
    said = {"bots": [{"name": "one", "network": "telegram", "token": ["123456:secret"], "mode": "x"}]}
    assert "secret" not in "\n".join(mistakes(said))


def test_a_missing_file_names_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=re.escape("config.example.toml")):
        load(tmp_path / "config.toml", {})


def test_two_bots_need_two_names() -> None:
    bot = {"name": "one", "network": "telegram", "token": "t"}
    assert "twice" in mistakes({"bots": [bot, bot]})[0]


def test_settings_become_the_rules_of_the_meeting_life() -> None:
    policy = check(
        {"meetings": {"reminders": ["2d", "90m"], "quiet_from": "20:30"}, "keep": {"reasons": "10d"}}, "x"
    ).policy()
    assert policy.reminders == (timedelta(days=2), timedelta(minutes=90))
    assert policy.quiet_from == time(20, 30)
    assert policy.keep_reasons == timedelta(days=10)


ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.dates()
    | st.times()
    | st.just("s3cret-s3cret"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
KEYS = {
    "": ("language", "timezone", "log_level", "database", "web", "bots", "meetings", "alerts", "keep", "clock", "x"),
    "bots": ("name", "network", "token", "mode", "webhook_secret", "poll_pause", "per_second", "x"),
    "web": ("host", "port", "public_url", "operator_key", "x"),
    "meetings": ("reminders", "answer_by", "theme_day", "theme_time", "extra_holidays", "x"),
}


def table(name: str) -> st.SearchStrategy:
    return st.dictionaries(st.sampled_from(KEYS[name]), ANYTHING, max_size=4)


@given(
    table("").flatmap(
        lambda top: st.fixed_dictionaries(
            {},
            optional={"bots": st.lists(table("bots"), max_size=2), "web": table("web"), "meetings": table("meetings")},
        ).map(lambda parts: top | parts)
    )
)
def test_whatever_stands_in_the_file_is_read_or_told_in_sentences_without_what_stands_there(said: dict) -> None:
    with contextlib.suppress(SettingsError):
        check(said, "config.toml")
        return
    for sentence in mistakes(said):
        assert sentence.startswith("config.toml: ")
        # A bot's name is how its place is found, so it is shown, whatever it is.
        assert "s3cret" not in sentence.replace("bots[s3cret-s3cret]", "")


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"web": 5}, "web: this is a table, write its keys below [web]"),
        ({"web": {"port": "8443"}}, "web.port: expected `int`, got `str`"),
        ({"web": {"port": 70000}}, "web.port: expected `int` <= 65535"),
        ({"meetings": {"reminders": "7d"}}, "meetings.reminders: this is a list, write it in [ ]"),
        ({"meetings": {"theme_time": "8"}}, 'meetings.theme_time: write a time of the day like "08:00"'),
        ({"meetings": {"extra_holidays": ["24/12"]}}, 'meetings.extra_holidays[1]: write a day like "2026-12-24"'),
        ({"bots": [{"network": "zalo", "token": "t"}]}, "bots[1].name: this key is needed"),
        ({"bots": [{"name": "a", "network": "zalo", "token": 5}]}, "bots[a].token: write it in quotes"),
    ],
)
def test_a_wrong_kind_of_value_is_told_with_what_to_write(said: dict, sentence: str) -> None:
    assert mistakes(said) == [f"config.toml: {sentence}"]


def test_a_secret_is_shown_to_nobody_by_accident() -> None:
    settings = check({"bots": [{"name": "a", "network": "zalo", "token": "s3cret"}]}, "x")
    assert "s3cret" not in repr(settings)
    assert settings.bots[0].token.reveal() == "s3cret"
