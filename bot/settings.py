"""Settings: one TOML file, unknown keys refused, one readable sentence for each mistake, secrets also from the environment."""

import os
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from pathlib import Path
from typing import Annotated, Any, Literal, NewType, TypeVar, get_args, get_origin
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec
from msgspec import Meta, Struct
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from bot.limits import Allowance
from handlers.policy import Policy

USUAL = Policy()
ENVIRONMENT = "CHIBO_"
SPAN = re.compile(r"(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?")


Zone = NewType("Zone", str)
DatabaseUrl = NewType("DatabaseUrl", str)


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


def _written_as(kind: type[time] | type[date], remedy: str) -> Callable[[object], Any]:
    """Return what reads a time of the day or a day, written in quotes or as TOML has it."""

    def read(said: object) -> Any:
        # Not isinstance: a moment is a day, too, to Python, and not to us.
        if type(said) is kind:
            return said
        try:
            return kind.fromisoformat(said if isinstance(said, str) else "")
        except ValueError:
            raise ValueError(remedy) from None

    return read


def _zone(name: object) -> Zone:
    try:
        return Zone(ZoneInfo(name if isinstance(name, str) else "").key)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError('write a time zone like "Asia/Ho_Chi_Minh"') from None


def _database(url: object) -> DatabaseUrl:
    try:
        backend = make_url(url if isinstance(url, str) else "").get_backend_name()
    except ArgumentError:
        backend = ""
    if not isinstance(url, str) or backend not in {"sqlite", "postgresql", "postgres"}:
        raise ValueError('write "sqlite:///chibo.sqlite3" or "postgresql://user@host/database"')
    return DatabaseUrl(url)


@dataclass(frozen=True, slots=True)
class Secret:
    """A text that no error and no log can show: only who asks for it gets it."""

    _text: str = field(default="", repr=False)

    def reveal(self) -> str:
        """Return the text."""
        return self._text


def _secret(text: object) -> Secret:
    if not isinstance(text, str):
        raise ValueError("write it in quotes")  # noqa: TRY004  (a mistake in the file, not in the program)
    return Secret(text)


# How a value is read whose type TOML does not know, or writes in another way.
READ: Mapping[Any, Callable[[object], Any]] = {
    timedelta: span,
    time: _written_as(time, 'write a time of the day like "08:00"'),
    date: _written_as(date, 'write a day like "2026-12-24"'),
    Secret: _secret,
    Zone: _zone,
    DatabaseUrl: _database,
}


class Part(Struct, frozen=True, kw_only=True):
    """A table of the file: unknown keys are refused, so that a slip of the pen cannot pass unnoticed.

    What must hold between its values is said by `__post_init__`: a ValueError "key: what to write instead".
    """


Port = Annotated[int, Meta(ge=0, le=65535)]
Seconds = Annotated[float, Meta(ge=0, le=60)]
Rate = Annotated[int, Meta(ge=0, le=1000)]
AtLeastOnce = Annotated[int, Meta(ge=1, le=12)]
AtLeastTwice = Annotated[int, Meta(ge=2, le=12)]
DayOfMonth = Annotated[int, Meta(ge=1, le=28)]
BotName = Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9-]{0,30}$")]


class DatabaseSettings(Part, frozen=True):
    """Where everything is kept."""

    url: DatabaseUrl = DatabaseUrl("sqlite:///chibo.sqlite3")


class WebSettings(Part, frozen=True):
    """The address webhooks come to. `public_url` is how the networks reach it; `operator_key` opens the status pages."""

    host: str = "127.0.0.1"
    port: Port = 8443
    public_url: str = ""
    operator_key: Secret = Secret()


class BotSettings(Part, frozen=True):
    """One bot on one network."""

    name: BotName
    network: Literal["telegram", "zalo"]
    token: Secret = Secret()
    mode: Literal["polling", "webhook"] = "polling"
    webhook_secret: Secret = Secret()
    base_url: str | None = None
    proxy: str | None = None
    poll_pause: Seconds | None = None
    per_second: Rate | None = None
    chat_seconds: Seconds = 1.0
    group_per_minute: Rate | None = None
    monthly_quota: Annotated[int, Meta(ge=0)] | None = None

    def __post_init__(self) -> None:
        """Refuse a webhook without a secret that the network takes."""
        if self.mode == "webhook" and not re.fullmatch(r"[A-Za-z0-9_-]{8,256}", self.webhook_secret.reveal()):
            raise ValueError("webhook_secret: a webhook needs a secret of 8 to 256 letters, digits, _ or -")

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


class MeetingSettings(Part, frozen=True):
    """When an office invites, reminds, closes answers, and is quiet."""

    invite_before: timedelta = USUAL.invite_before
    reminders: tuple[timedelta, ...] = USUAL.reminders
    nudges: tuple[timedelta, ...] = USUAL.nudges
    answer_by: timedelta = USUAL.answer_by
    points_by: timedelta = USUAL.points_by
    presence_after: timedelta = USUAL.presence_after
    plan_ahead: timedelta = USUAL.plan_ahead
    theme_day: DayOfMonth = USUAL.theme_day
    theme_time: time = USUAL.theme_time
    theme_warning: timedelta = USUAL.theme_warning
    extra_holidays: tuple[date, ...] = USUAL.extra_holidays
    extra_working_days: tuple[date, ...] = USUAL.extra_working_days
    quiet_from: time = USUAL.quiet_from
    quiet_until: time = USUAL.quiet_until
    alert_gather: timedelta = USUAL.alert_gather
    card_every: timedelta = USUAL.card_every


class AlertSettings(Part, frozen=True):
    """From which numbers on the committee is told; counted in a calendar year."""

    excused_in_a_row: AtLeastTwice = USUAL.excused_in_a_row
    unexcused_meet: AtLeastOnce = USUAL.unexcused_meet
    unexcused_months: AtLeastOnce = USUAL.unexcused_months


class KeepSettings(Part, frozen=True):
    """How long things are kept."""

    reasons: timedelta = USUAL.keep_reasons
    points: timedelta = USUAL.keep_points
    attendance: timedelta = USUAL.keep_attendance
    audit: timedelta = USUAL.keep_audit
    ledger: timedelta = USUAL.keep_ledger
    codes: timedelta = USUAL.code_life


class ClockSettings(Part, frozen=True):
    """`follow` is the clock of a sandbox; empty means real time."""

    follow: str = ""


class Settings(Part, frozen=True):
    """All settings of an installation."""

    language: Literal["vi", "en"] = "vi"
    timezone: Zone = Zone("Asia/Ho_Chi_Minh")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    database: DatabaseSettings = DatabaseSettings()
    web: WebSettings = WebSettings()
    bots: tuple[BotSettings, ...] = ()
    meetings: MeetingSettings = MeetingSettings()
    alerts: AlertSettings = AlertSettings()
    keep: KeepSettings = KeepSettings()
    clock: ClockSettings = ClockSettings()

    def __post_init__(self) -> None:
        """Refuse two bots of one name, and a webhook nobody can reach."""
        names = [bot.name for bot in self.bots]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(f"bots: the name {twice[0]!r} is used twice; every bot needs a name of its own")
        if any(bot.mode == "webhook" for bot in self.bots) and not self.web.public_url:
            raise ValueError('web.public_url: a bot with mode "webhook" needs the address the network can reach')

    def policy(self) -> Policy:
        """Return the rules of the meeting life that these settings state."""
        return Policy(
            language=self.language,
            **{name: getattr(self.meetings, name) for name in MeetingSettings.__struct_fields__},
            **{name: getattr(self.alerts, name) for name in AlertSettings.__struct_fields__},
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
    mistakes: list[str] = []
    settings = _table(Settings, said, "", mistakes)
    if settings is None or mistakes:
        raise SettingsError("\n".join(f"{place}: {mistake}" for mistake in mistakes))
    missing = [bot.name for bot in settings.bots if not bot.token.reveal()]
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


# -- reading a table -------------------------------------------------------------------------------------------------------


AnyPart = TypeVar("AnyPart", bound=Part)
WRONG = object()


def _table(kind: type[AnyPart], said: object, where: str, mistakes: list[str]) -> AnyPart | None:
    """Return the table as settings, or None; every mistake becomes a sentence: the place, what is wrong, what to write instead.

    Key by key, because the library stops at the first mistake. What stands there is left out: it may be a secret.
    """
    if not isinstance(said, dict):
        mistakes.append(f"{where}: this is a table, write its keys below [{where}]")
        return None
    before = len(mistakes)
    known = {key.name: key for key in msgspec.structs.fields(kind)}
    for slip in said.keys() - known.keys():
        sentence = "this key is not known; look for a slip of the pen, config.example.toml has them all"
        mistakes.append(f"{_below(where, slip if slip.isprintable() else repr(slip))}: {sentence}")
    for name, key in known.items():
        if key.required and name not in said:
            mistakes.append(f"{_below(where, name)}: this key is needed")
    read = {
        name: _value(known[name].type, value, _below(where, name), mistakes)
        for name, value in said.items()
        if name in known
    }
    if len(mistakes) > before:
        return None
    try:
        return kind(**read)
    except ValueError as error:
        mistakes.append(_below(where, str(error)))
        return None


def _below(where: str, key: str) -> str:
    return f"{where}.{key}" if where else key


def _value(kind: Any, said: object, where: str, mistakes: list[str]) -> Any:
    """Return one value as its type says, or WRONG with one mistake more."""
    if isinstance(kind, type) and issubclass(kind, Part):
        return _table(kind, said, where, mistakes)
    if get_origin(kind) is tuple:
        if not isinstance(said, list):
            mistakes.append(f"{where}: this is a list, write it in [ ]")
            return WRONG
        return tuple(
            _value(get_args(kind)[0], each, f"{where}[{_name_of(each) or number}]", mistakes)
            for number, each in enumerate(said, 1)
        )
    try:
        return READ[kind](said) if kind in READ else msgspec.convert(said, kind)
    except msgspec.ValidationError as error:
        mistakes.append(f"{where}: {_in_words(kind, error)}")
    except ValueError as error:
        mistakes.append(f"{where}: {error}")
    return WRONG


def _name_of(said: object) -> str | None:
    """Return what people call an entry of a list: a bot by its name where it has one."""
    name = said.get("name") if isinstance(said, dict) else None
    return name if isinstance(name, str) and name.isprintable() else None


def _in_words(kind: Any, error: msgspec.ValidationError) -> str:
    if get_origin(kind) is Literal:
        return f"write one of {', '.join(map(repr, get_args(kind)))}"
    message = str(error)
    return f"{message[0].lower()}{message[1:]}"
