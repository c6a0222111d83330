"""``python -m sandbox``: a Discord for any bot, and its page for people, until Ctrl-C."""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final
from zoneinfo import available_timezones

from rapidfuzz import fuzz, process

from sandbox import Permissions, RunningClock, Sandbox, SystemClock
from sandbox.clock import Clock
from sandbox.page import Page, Step
from sandbox.persistence import folder_lock, hosting, keeping
from sandbox.rules.intents import PRIVILEGED

LONGEST_NAME: Final = 100
_AHEAD: Final = timedelta(minutes=1)
_GUIDE: Final = (
    Step("Point your bot at this Discord: the terminal has the lines to paste."),
    Step("Choose who you are on the left, then write, or type / for the bot's commands."),
    Step("Open Wire, at the top, to read what the bot asks and what it is told."),
)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody to begin with."""

    name: str
    zone: str = "UTC"
    takes_dms: bool = True


GUILD: Final = "Sandbox"
PEOPLE: Final = (
    Person("Olga", "Europe/Warsaw"),
    Person("Ben", "America/New_York"),
    Person("Yuki", "Asia/Tokyo", takes_dms=False),
)
"""The first is the organiser."""


class RefusedError(Exception):
    """What was asked for is not possible; the text says why."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the command line and serve. Gives the exit code."""
    options = _parser().parse_args(arguments)
    try:
        asyncio.run(_serve(options))
    except (RefusedError, keeping.KeptWorldError, folder_lock.FolderInUseError) as error:
        print(error, file=sys.stderr)
        return 2
    return 0


async def _serve(options: argparse.Namespace) -> None:
    folder: Path | None = options.data
    with ExitStack() as until_the_end:
        if folder is not None:
            _claim(folder, until_the_end, fresh=options.fresh)
        await _serve_world(options, folder)


async def _serve_world(options: argparse.Namespace, folder: Path | None) -> None:
    stop = _stopped_by_signals()
    kept = None if folder is None else keeping.load(folder)
    clock = _clock(kept.instant if kept else None, turns=options.turn)
    port = hosting.free_port(options.port)
    sandbox = Sandbox(clock, port=port)
    if kept is None:
        furnish(sandbox, options.guild or [GUILD], options.person or PEOPLE)
    else:
        keeping.restore(kept, sandbox.world)
    sandbox.page = Page(guide=_GUIDE)
    async with sandbox:
        if port != options.port:
            print(f"Port {options.port} is not free; this is another one.")
        if kept is not None and (options.guild or options.person):
            print(f"{folder} has a world already: --guild and --person count for a new one.")
        print(directions(sandbox), flush=True)
        if folder is None:
            await stop.wait()
            return
        try:
            await hosting.keep_until(stop, sandbox, folder)
        except OSError as error:
            raise RefusedError(_cannot_keep(folder, error)) from error


def furnish(sandbox: Sandbox, guilds: Sequence[str], people: Sequence[Person]) -> None:
    """Make the guilds, a #general in each, and the people, who are in all of them.

    The first person owns the guilds and has a role with Manage Server. The bot's application has
    every privileged intent switched on, and in the guilds what anyone may do.
    """
    sandbox.world.application.privileged_intents = PRIVILEGED
    members = [sandbox.user(person.name, zone=person.zone) for person in people]
    for name in guilds:
        guild = sandbox.world.create_guild(
            name, owner=members[0].account, zone=members[0].account.zone
        )
        organisers = guild.create_role(
            "Organisers", permissions=Permissions.MANAGE_GUILD, color=0xE67E22, hoist=True
        )
        guild.create_text_channel("general")
        for member in members:
            member.join(guild, roles=[organisers] if member is members[0] else [])
    for member, person in zip(members, people, strict=True):
        member.account.dms_open = person.takes_dms


def directions(sandbox: Sandbox) -> str:
    """Where the page is, and what to give a bot: by its library, or by any other."""
    # discord.js adds the version by itself.
    api = sandbox.api_url.rpartition("/")[0]
    return f"""The page     {sandbox.url}
The token    {sandbox.world.application.token}
The API      {sandbox.api_url}
The gateway  {sandbox.gateway_url}
The CDN      {sandbox.cdn_url}

Before a discord.py bot starts:

    import discord, yarl
    discord.http.Route.BASE = "{sandbox.api_url}"
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL("{sandbox.gateway_url}")
    discord.asset.Asset.BASE = "{sandbox.cdn_url}"

In a discord.js bot:

    new Client({{ …, rest: {{ api: "{api}", cdn: "{sandbox.cdn_url}" }} }})

Any other client takes the API and the CDN as its base addresses; GET /gateway/bot names the
gateway. All of it is plain http and ws. To try it by hand:

    curl -H "Authorization: Bot {sandbox.world.application.token}" {sandbox.api_url}/users/@me

Ctrl-C ends it."""


def _clock(kept: datetime | None, *, turns: bool) -> Clock:
    """The clock of a world that is new, or was kept at that instant."""
    now = datetime.now(UTC)
    if turns:
        return RunningClock(max(kept, now) if kept else None)
    if kept is not None and kept > now + _AHEAD:
        raise RefusedError(
            f"The clock of this world was turned ahead, to {kept:%d %B %Y, %H:%M} UTC, and does "
            "not go back. Start with --turn to go on from there, or with --fresh to begin anew."
        )
    return SystemClock()


def _claim(folder: Path, until_the_end: ExitStack, *, fresh: bool) -> None:
    """Have the folder to oneself; ``fresh`` empties it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        until_the_end.enter_context(folder_lock.held(folder))
        if fresh:
            keeping.remove(folder)
    except OSError as error:
        raise RefusedError(_cannot_keep(folder, error)) from error


def _cannot_keep(folder: Path, error: OSError) -> str:
    return f"The world cannot be kept in {folder}: {error.strerror}. Choose another folder."


def _stopped_by_signals() -> asyncio.Event:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    return stop


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m sandbox",
        description="A small Discord on this machine, for any bot: no account, no token of yours, "
        "no network. Its page, in a browser, lets you be any of its people.",
    )
    parser.add_argument(
        "--port",
        type=_port,
        default=hosting.PORT,
        help="where to listen (%(default)s); another one if that is not free",
    )
    parser.add_argument(
        "--guild",
        type=_name,
        action="append",
        metavar="NAME",
        help=f"a guild with a #general; may be repeated (default: {GUILD})",
    )
    parser.add_argument(
        "--person",
        type=_person,
        action="append",
        metavar="NAME[@ZONE]",
        help="somebody in every guild, such as Ana@Europe/Lisbon; may be repeated; the first one "
        f"is the organiser (default: {', '.join(person.name for person in PEOPLE)}, and "
        f"{PEOPLE[-1].name} takes no direct messages)",
    )
    parser.add_argument(
        "--data", type=Path, metavar="DIR", help="keep the world in this folder between runs"
    )
    parser.add_argument("--fresh", action="store_true", help="begin anew in that folder")
    parser.add_argument(
        "--turn",
        action="store_true",
        help="let the page turn the clock ahead. Dates, polls and tokens of this Discord follow; "
        "a bot's own timers do not, they go by the machine's clock",
    )
    return parser


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) < 65_536):
        raise argparse.ArgumentTypeError(
            f"{text!r} is no port. Give a number from 1 to 65535, or 0 for any free one."
        )
    return int(text)


def _name(text: str) -> str:
    name = text.strip()
    if not 1 <= len(name) <= LONGEST_NAME:
        raise argparse.ArgumentTypeError(f"A name has 1 to {LONGEST_NAME} characters.")
    return name


def _person(text: str) -> Person:
    name, named, zone = text.partition("@")
    known = available_timezones()
    if named and zone not in known:
        near = process.extractOne(zone, sorted(known), scorer=fuzz.ratio, score_cutoff=60)
        hint = f"Did you mean {near[0]}?" if near else "One looks like Europe/Lisbon."
        raise argparse.ArgumentTypeError(f"There is no zone {zone!r}. {hint}")
    return Person(_name(name), zone) if named else Person(_name(name))


if __name__ == "__main__":
    sys.exit(main())
