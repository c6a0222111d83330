"""``syllabot check``: what is right, what is not, and how to mend it."""

from __future__ import annotations

from dataclasses import dataclass

import aiohttp

from bot import db
from bot.config import Settings
from bot.errors import ConfigError, DatabaseError

_TIMEOUT = aiohttp.ClientTimeout(total=15)


@dataclass(frozen=True, slots=True)
class Result:
    """One thing that was checked."""

    passed: bool
    text: str


async def check_all(settings: Settings) -> list[Result]:
    """Check the database and the token against Discord."""
    return [
        Result(True, "Settings: every key is known."),
        await _database(settings),
        await _token(settings),
    ]


async def _database(settings: Settings) -> Result:
    url = settings.database.url.text
    try:
        current = await db.current_revision(url)
    except DatabaseError as error:
        return Result(False, f"Database: {error}")
    newest = db.newest_revision()
    if current is None:
        return Result(True, "Database: empty; the first start makes the tables.")
    if current == newest:
        return Result(True, "Database: up to date.")
    return Result(True, f"Database: at {current}; the next start upgrades it to {newest}.")


async def _token(settings: Settings) -> Result:
    try:
        token = settings.discord.read_token()
    except ConfigError as error:
        return Result(False, error.problems[0])
    headers = {"Authorization": f"Bot {token}"}
    try:
        async with (
            aiohttp.ClientSession(timeout=_TIMEOUT, headers=headers) as http,
            http.get(f"{settings.discord.api_url}/users/@me") as response,
        ):
            if response.status == 401:
                return Result(False, "discord.token: Discord refuses this token.")
            response.raise_for_status()
            name = (await response.json(content_type=None))["username"]
    except (aiohttp.ClientError, TimeoutError) as error:
        return Result(False, f"discord.api_url: no answer from Discord ({type(error).__name__}).")
    return Result(True, f"Token: Discord knows this bot as {name}.")
