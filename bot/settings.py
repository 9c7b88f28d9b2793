"""Settings: one TOML file, unknown keys refused, one readable sentence for each mistake, secrets also from the environment."""

import os
import re
import tomllib
from datetime import date, time, timedelta
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    model_validator,
)
from pydantic_core import ErrorDetails
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from bot.limits import Allowance
from handlers.policy import Policy

USUAL = Policy()
ENVIRONMENT = "CHIBO_"
SPAN = re.compile(r"(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?")


class SettingsError(Exception):
    """The settings cannot be used; the text has one sentence a line for each mistake."""


def span(text: object) -> timedelta:
    """Read a length of time like "7d", "3h", "1d12h", "10m"."""
    if isinstance(text, timedelta):
        return text
    match = SPAN.fullmatch(text.strip()) if isinstance(text, str) else None
    if match is None or not any(match.groups()):
        raise ValueError('write a length of time like "7d", "3h", "1d12h" or "10m"')
    days, hours, minutes, seconds = (int(part or 0) for part in match.groups())
    return timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        raise ValueError('write a time zone like "Asia/Ho_Chi_Minh"') from None
    return name


def _database(url: str) -> str:
    try:
        backend = make_url(url).get_backend_name()
    except ArgumentError:
        backend = ""
    if backend not in {"sqlite", "postgresql", "postgres"}:
        raise ValueError('write "sqlite:///chibo.sqlite3" or "postgresql://user@host/database"')
    return url


Span = Annotated[timedelta, BeforeValidator(span)]
Zone = Annotated[str, AfterValidator(_zone)]
DatabaseUrl = Annotated[str, AfterValidator(_database)]


class Part(BaseModel):
    """A table of the file: unknown keys are refused, so that a slip of the pen cannot pass unnoticed."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class DatabaseSettings(Part):
    """Where everything is kept."""

    url: DatabaseUrl = "sqlite:///chibo.sqlite3"


class WebSettings(Part):
    """The address webhooks come to. `public_url` is how the networks reach it; `operator_key` opens the status pages."""

    host: str = "127.0.0.1"
    port: int = Field(default=8443, ge=0, le=65535)
    public_url: str = ""
    operator_key: SecretStr = SecretStr("")


class BotSettings(Part):
    """One bot on one network."""

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{0,30}$")
    network: Literal["telegram", "zalo"]
    token: SecretStr = SecretStr("")
    mode: Literal["polling", "webhook"] = "polling"
    webhook_secret: SecretStr = SecretStr("")
    base_url: str | None = None
    proxy: str | None = None
    poll_pause: float | None = Field(default=None, ge=0, le=60)
    per_second: int | None = Field(default=None, ge=0, le=1000)
    chat_seconds: float = Field(default=1.0, ge=0, le=60)
    group_per_minute: int | None = Field(default=None, ge=0, le=1000)
    monthly_quota: int | None = Field(default=None, ge=0)

    def allowance(self) -> Allowance:
        """Return how fast the bot may speak: as set, else what its network allows for free."""
        zalo = self.network == "zalo"
        return Allowance(
            per_second=(10 if zalo else 30) if self.per_second is None else self.per_second,
            chat_seconds=self.chat_seconds,
            group_per_minute=20 if self.group_per_minute is None else self.group_per_minute,
        )

    def pause_between_polls(self) -> float:
        """Return the seconds from one poll to the next: Zalo replays what it is asked for too often (3rd-party reports)."""
        if self.poll_pause is not None:
            return self.poll_pause
        return 1.0 if self.network == "zalo" else 0.0

    def quota(self) -> int:
        """Return how many messages a month the bot may send; 0 means no limit. Zalo's free plan: 3,000."""
        if self.monthly_quota is not None:
            return self.monthly_quota
        return 3000 if self.network == "zalo" else 0

    @model_validator(mode="after")
    def _webhook_has_a_secret(self) -> Self:
        secret = self.webhook_secret.get_secret_value()
        if self.mode == "webhook" and not re.fullmatch(r"[A-Za-z0-9_-]{8,256}", secret):
            raise ValueError("webhook_secret: a webhook needs a secret of 8 to 256 letters, digits, _ or -")
        return self


class MeetingSettings(Part):
    """When an office invites, reminds, closes answers, and is quiet."""

    invite_before: Span = USUAL.invite_before
    reminders: tuple[Span, ...] = USUAL.reminders
    nudges: tuple[Span, ...] = USUAL.nudges
    answer_by: Span = USUAL.answer_by
    points_by: Span = USUAL.points_by
    presence_after: Span = USUAL.presence_after
    plan_ahead: Span = USUAL.plan_ahead
    theme_day: int = Field(default=USUAL.theme_day, ge=1, le=28)
    theme_time: time = USUAL.theme_time
    theme_warning: Span = USUAL.theme_warning
    extra_holidays: tuple[date, ...] = USUAL.extra_holidays
    extra_working_days: tuple[date, ...] = USUAL.extra_working_days
    quiet_from: time = USUAL.quiet_from
    quiet_until: time = USUAL.quiet_until
    alert_gather: Span = USUAL.alert_gather
    card_every: Span = USUAL.card_every


class AlertSettings(Part):
    """From which numbers on the committee is told; counted in a calendar year."""

    excused_in_a_row: int = Field(USUAL.excused_in_a_row, ge=2, le=12)
    unexcused_meet: int = Field(default=USUAL.unexcused_meet, ge=1, le=12)
    unexcused_months: int = Field(default=USUAL.unexcused_months, ge=1, le=12)


class KeepSettings(Part):
    """How long things are kept."""

    reasons: Span = USUAL.keep_reasons
    points: Span = USUAL.keep_points
    attendance: Span = USUAL.keep_attendance
    audit: Span = USUAL.keep_audit
    ledger: Span = USUAL.keep_ledger
    codes: Span = USUAL.code_life


class ClockSettings(Part):
    """`follow` is the clock of a sandbox; empty means real time."""

    follow: str = ""


class Settings(Part):
    """All settings of an installation."""

    language: Literal["vi", "en"] = "vi"
    timezone: Zone = "Asia/Ho_Chi_Minh"
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    database: DatabaseSettings = DatabaseSettings()
    web: WebSettings = WebSettings()
    bots: list[BotSettings] = []
    meetings: MeetingSettings = MeetingSettings()
    alerts: AlertSettings = AlertSettings()
    keep: KeepSettings = KeepSettings()
    clock: ClockSettings = ClockSettings()

    @model_validator(mode="after")
    def _bots_differ(self) -> Self:
        names = [bot.name for bot in self.bots]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(f"bots: the name {twice[0]!r} is used twice; every bot needs a name of its own")
        if any(bot.mode == "webhook" for bot in self.bots) and not self.web.public_url:
            raise ValueError('web.public_url: a bot with mode "webhook" needs the address the network can reach')
        return self

    def policy(self) -> Policy:
        """Return the rules of the meeting life that these settings state."""
        return Policy(
            language=self.language,
            **{name: getattr(self.meetings, name) for name in MeetingSettings.model_fields},
            **{name: getattr(self.alerts, name) for name in AlertSettings.model_fields},
            keep_reasons=self.keep.reasons,
            keep_points=self.keep.points,
            keep_attendance=self.keep.attendance,
            keep_audit=self.keep.audit,
            keep_ledger=self.keep.ledger,
            code_life=self.keep.codes,
        )


def load(path: Path, environment: dict[str, str] | None = None) -> Settings:
    """Read the settings file and the environment; raises SettingsError with a sentence for each mistake.

    From the environment: CHIBO_DATABASE_URL, CHIBO_OPERATOR_KEY, and for each bot CHIBO_<NAME>_TOKEN and
    CHIBO_<NAME>_WEBHOOK_SECRET (its name in capitals, "-" as "_"). They override the file.
    """
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise SettingsError(
            f"{path}: there is no such file; copy config.example.toml to it and fill in your bots"
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(
            f"{path}: cannot be read ({error}); give this user the right to read it, saved as UTF-8"
        ) from None
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{path}: is not valid TOML: {error}") from None
    _override(said, dict(os.environ) if environment is None else environment)
    return check(said, str(path))


def check(said: dict[str, Any], place: str) -> Settings:
    """Return the settings a table states; raises SettingsError with a sentence for each mistake."""
    try:
        settings = Settings(**said)
    except ValidationError as error:
        raise SettingsError("\n".join(f"{place}: {_sentence(each, said)}" for each in error.errors())) from None
    missing = [bot.name for bot in settings.bots if not bot.token.get_secret_value()]
    if missing:
        sentences = [
            f"{place}: bot {name!r} has no token: write it there or set {_variable(name)}_TOKEN" for name in missing
        ]
        raise SettingsError("\n".join(sentences))
    return settings


def _override(said: dict[str, Any], environment: dict[str, str]) -> None:
    if url := environment.get(f"{ENVIRONMENT}DATABASE_URL"):
        said.setdefault("database", {})["url"] = url
    if key := environment.get(f"{ENVIRONMENT}OPERATOR_KEY"):
        said.setdefault("web", {})["operator_key"] = key
    bots = said.get("bots", [])
    for bot in bots if isinstance(bots, list) else []:
        if isinstance(bot, dict) and isinstance(bot.get("name"), str):
            for key in ("token", "webhook_secret"):
                if value := environment.get(f"{_variable(bot['name'])}_{key.upper()}"):
                    bot[key] = value


def _variable(name: str) -> str:
    return ENVIRONMENT + name.upper().replace("-", "_")


def _sentence(error: ErrorDetails, said: dict[str, Any]) -> str:
    """Put a mistake in words: the place, what is wrong, what to write instead. Values are left out: they may be secrets."""
    where = _place(error["loc"], said)
    kind, context = error["type"], error.get("ctx", {})
    if kind == "extra_forbidden":
        return f"{where}: this key is not known; look for a slip of the pen, config.example.toml has them all"
    if kind == "literal_error":
        return f"{where}: write one of {context['expected']}"
    if kind == "value_error":
        text = str(context["error"])
        return f"{where}: {text}" if where and where not in text.partition(":")[0] else text
    if kind == "missing":
        return f"{where}: this key is needed"
    message = error["msg"]
    return f"{where}: {message[0].lower()}{message[1:]}"


def _place(path: tuple[int | str, ...], said: dict[str, Any]) -> str:
    """Write a path as people find it in the file: bots[2] is named by the bot's name where it has one."""
    words: list[str] = []
    here: Any = said
    for part in path:
        here = (
            here[part]
            if isinstance(here, list) and isinstance(part, int) and part < len(here)
            else (here.get(part) if isinstance(here, dict) else None)
        )
        if isinstance(part, int):
            name = here.get("name") if isinstance(here, dict) else None
            words[-1] += f"[{name}]" if name else f"[{part + 1}]"
        else:
            words.append(part)
    return ".".join(words)
