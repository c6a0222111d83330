"""Settings from a TOML file and the environment.

Every key is documented in ``config.example.toml``. The environment wins over the file:
``SYLLABOT_DISCORD__TOKEN`` sets ``[discord] token``. Unknown keys are refused, and every problem is
reported at once, by the key's name.
"""

from __future__ import annotations

import json
import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, get_args, get_origin

from msgspec import Meta, Struct, ValidationError, convert
from msgspec.structs import fields, force_setattr
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from bot.errors import ConfigError
from bot.inputs import files

PREFIX = "SYLLABOT_"
DEFAULT_PATH = Path("config.toml")


class Secret:
    """Text that shows in no repr."""

    def __init__(self, text: str) -> None:
        """Keep it."""
        self.text = text

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and self.text == other.text

    def __hash__(self) -> int:
        return hash(self.text)

    def __repr__(self) -> str:
        return "Secret()"


HttpUrl = Annotated[str, Meta(pattern=r"^https?://[^\s]+$")]
SocketUrl = Annotated[str, Meta(pattern=r"^wss?://[^\s]+$")]


class DiscordSettings(Struct, frozen=True):
    """How to reach Discord. Any compatible server or proxy can be named."""

    token: Secret | None = None
    token_file: Path | None = None
    api_url: HttpUrl = "https://discord.com/api/v10"
    gateway_url: SocketUrl | None = None
    cdn_url: HttpUrl = "https://cdn.discordapp.com"
    shard_count: Annotated[int, Meta(ge=1)] | None = None
    shard_ids: list[Annotated[int, Meta(ge=0)]] | None = None

    def __post_init__(self) -> None:
        """Addresses are kept without the slash at their end."""
        force_setattr(self, "api_url", self.api_url.rstrip("/"))
        force_setattr(self, "cdn_url", self.cdn_url.rstrip("/"))

    def read_token(self) -> str:
        """The token, from ``token`` or the file that ``token_file`` names.

        Raises:
            ConfigError: neither is set, or the file cannot be read or is empty.
        """
        if self.token is not None and self.token.text.strip():
            return self.token.text.strip()
        if self.token_file is None:
            raise ConfigError(
                ["discord.token: no token. Set SYLLABOT_DISCORD__TOKEN or [discord] token_file."]
            )
        try:
            token = files.decode(self.token_file.read_bytes()).strip()
        except (OSError, files.NotUtf8) as error:
            reason = getattr(error, "strerror", None) or error
            raise ConfigError([f"discord.token_file: {self.token_file}: {reason}."]) from None
        if not token:
            raise ConfigError([f"discord.token_file: {self.token_file} is empty."])
        return token


class DatabaseSettings(Struct, frozen=True):
    """Where everything is kept. The default is a SQLite file beside the bot."""

    url: Secret = Secret("sqlite:///data/syllabot.db")

    def __post_init__(self) -> None:
        """Refuse other kinds of database, and what is no address of one."""
        text = self.url.text
        if not text.startswith(
            ("sqlite://", "sqlite+aiosqlite://", "postgresql://", "postgresql+asyncpg://")
        ):
            raise ConfigError(["database.url: must begin with sqlite:// or postgresql://."])
        try:
            port = make_url(text).port
        except (ArgumentError, ValueError):
            # What these say quotes the URL, and so its password.
            raise ConfigError(
                [
                    "database.url: cannot be read. It looks like sqlite:///folder/file.db or "
                    "postgresql://user:password@host:5432/name, with a number for the port."
                ]
            ) from None
        if port is not None and not 0 < port < 2**16:
            raise ConfigError(["database.url: its port must be between 1 and 65535."])


class DeliverySettings(Struct, frozen=True):
    """How scheduled messages leave."""

    requests_per_second: Annotated[int, Meta(ge=1, le=50)] = 50
    concurrency: Annotated[int, Meta(ge=1, le=100)] = 50
    lease_seconds: Annotated[float, Meta(gt=0, le=600)] = 60.0


class PapersSettings(Struct, frozen=True):
    """Where papers come from. ``{category}`` in ``rss_url`` is replaced."""

    rss_url: HttpUrl = "https://rss.arxiv.org/rss/{category}"
    api_url: HttpUrl = "https://export.arxiv.org/api/query"
    request_gap_seconds: Annotated[float, Meta(ge=0, le=60)] = 3.0

    def __post_init__(self) -> None:
        """Refuse an address that would give one category for all."""
        if "{category}" not in self.rss_url:
            raise ConfigError(["papers.rss_url: must contain {category}."])


class NewsSettings(Struct, frozen=True):
    """Newsletters: feeds that each group is offered, and the pause between requests to a site."""

    feeds: list[HttpUrl] = []
    request_gap_seconds: Annotated[float, Meta(ge=0, le=60)] = 3.0


class LinksSettings(Struct, frozen=True):
    """The weekly check of links: whether groups may have it, and private addresses it may ask."""

    check: bool = True
    private: list[HttpUrl] = []


class DeadlinesSettings(Struct, frozen=True):
    """Files of deadlines that may be read though they are at private addresses."""

    files: list[HttpUrl] = []


class PrivacySettings(Struct, frozen=True):
    """How long what is stored about somebody waits once they, or the bot, have left."""

    grace_days: Annotated[int, Meta(ge=0, le=365)] = 30


class LogSettings(Struct, frozen=True):
    """What the log shows, and how."""

    level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    format: Literal["text", "json"] = "text"


class Settings(Struct, frozen=True):
    """All settings. :func:`load` reads and checks them; made by hand, nothing else plays a part."""

    discord: DiscordSettings = DiscordSettings()
    database: DatabaseSettings = DatabaseSettings()
    delivery: DeliverySettings = DeliverySettings()
    papers: PapersSettings = PapersSettings()
    news: NewsSettings = NewsSettings()
    links: LinksSettings = LinksSettings()
    deadlines: DeadlinesSettings = DeadlinesSettings()
    privacy: PrivacySettings = PrivacySettings()
    log: LogSettings = LogSettings()


_SECTIONS: dict[str, type[Struct]] = {section.name: section.type for section in fields(Settings)}


def load(path: Path | None = None) -> Settings:
    """Read ``path`` (default ``config.toml`` where it exists) and the environment.

    Raises:
        ConfigError: a named file is missing, the TOML is broken, or keys are wrong or unknown.
    """
    values: dict[str, Any] = {}
    if path is not None or DEFAULT_PATH.exists():
        values = _read_toml(path or DEFAULT_PATH)
    problems = [_unknown(section) for section in values.keys() - _SECTIONS.keys()]
    environment, unknown_names = _from_environment()
    problems += unknown_names
    sections: dict[str, Any] = {}
    for name, kind in _SECTIONS.items():
        table = values.get(name, {})
        if not isinstance(table, dict):
            problems.append(f"{name}: must be a table, under [{name}].")
            continue
        try:
            sections[name] = _section(name, kind, table | environment.get(name, {}))
        except ConfigError as error:
            problems += error.problems
    if problems:
        raise ConfigError(problems)
    return Settings(**sections)


def _section(name: str, kind: type[Struct], values: Mapping[str, Any]) -> Struct:
    """A section of the values under its keys, all of which are checked before it is refused."""
    types = {key.name: key.type for key in fields(kind)}
    problems = [_unknown(f"{name}.{key}") for key in values if key not in types]
    checked = {}
    for key in types.keys() & values.keys():
        try:
            checked[key] = convert(values[key], types[key], strict=False, dec_hook=_from_text)
        except ValidationError as error:
            problems.append(f"{name}.{key}: {error}.")
    try:
        section = kind(**checked)
    except ConfigError as error:
        problems += error.problems
    if problems:
        # Without a trace of the values, which may be secrets.
        raise ConfigError(problems) from None
    return section


def _from_text(kind: type, value: object) -> object:
    """A `Secret` or a `Path`; the refusal does not show the value."""
    if not isinstance(value, str):
        raise ValueError("Expected text in quotes")
    return kind(value)


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(files.decode(path.read_bytes()))
    except OSError as error:
        raise ConfigError(
            [f"{path}: {error.strerror}. Copy config.example.toml to begin."]
        ) from None
    except files.NotUtf8 as error:
        raise ConfigError([f"{path}: {error}."]) from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigError([f"{path}: not valid TOML: {error}."]) from None


def _from_environment() -> tuple[dict[str, dict[str, Any]], list[str]]:
    """Values by section and key, and what is wrong with names that have our prefix."""
    values: dict[str, dict[str, Any]] = {section: {} for section in _SECTIONS}
    problems = []
    for name, text in sorted(os.environ.items()):
        if not name.upper().startswith(PREFIX):
            continue
        section, _, key = name[len(PREFIX) :].lower().partition("__")
        if section in values and key:
            values[section][key] = _listed(_SECTIONS[section], key, text)
        else:
            problems.append(
                f"{name}: no such setting. In the environment they are named "
                f"{PREFIX}SECTION__KEY, after config.example.toml."
            )
    return values, problems


def _listed(kind: type[Struct], key: str, text: str) -> Any:
    """``text``, or what it lists as JSON where the key takes a list."""
    types = [one.type for one in fields(kind) if one.name == key]
    if any(get_origin(part) is list for one in types for part in (one, *get_args(one))):
        try:
            return json.loads(text)
        except json.JSONDecodeError:
            return text
    return text


def _unknown(key: str) -> str:
    return f"{key}: no such setting. See config.example.toml for the names."
