"""Settings: every mistake is one readable sentence, and no secret shows."""

import re
import tomllib
from datetime import time, timedelta
from pathlib import Path

import pytest

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
    assert settings.bots[0].token.get_secret_value() == SECRETS["CHIBO_TELEGRAM_1_TOKEN"]
    assert settings.bots[1].quota() == 3000


def test_the_example_shows_every_key_with_its_default() -> None:
    said = tomllib.loads((ROOT / "config.example.toml").read_text(encoding="utf-8"))
    usual = check({}, "nothing")
    shown = load(ROOT / "config.example.toml", SECRETS)
    for part in ("database", "web", "meetings", "alerts", "keep", "clock"):
        assert set(said[part]) == set(type(getattr(usual, part)).model_fields)
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
