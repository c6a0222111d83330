"""``syllabot member``: what is stored about a person, for requests that come by mail."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import click
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import config, db, log
from bot.about_person import records_of_person
from bot.errors import ConfigError, DatabaseError
from bot.feature import Records, session_info
from bot.forgetting.service import lock_person, remove
from bot.groups.audit import record
from bot.groups.audit_rules import MEMBER_DATA, Change
from bot.groups.models import GroupRow

_LARGEST_ID = 2**63 - 1

T = TypeVar("T")
ByGroup = Mapping[int, Mapping[str, Records]]
"""What is stored about a person, by group and feature; groups with nothing are left out."""


class _DiscordId(click.ParamType[int]):
    """A number as *Copy User ID* and *Copy Server ID* give it."""

    name = "id"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        text = str(value).strip()
        if not (text.isascii() and text.isdecimal() and 0 < int(text) <= _LARGEST_ID):
            self.fail(
                f"{text!r} is no id. Discord shows it as a number of 17 to 20 digits: switch on "
                "*Developer Mode*, then *Copy User ID* or *Copy Server ID*.",
                param,
                ctx,
            )
        return int(text)


@dataclass(frozen=True, slots=True)
class _Asked:
    """Whom the command is about, where, and in which database."""

    url: str
    user_id: int
    guild_id: int | None


@click.group("member", no_args_is_help=True)
def member_group() -> None:
    """Requests by mail: what is stored about a person, a copy of it, or its end."""


def _asks(command: Callable[..., None]) -> Callable[..., None]:
    """The argument and the options that all three take."""
    for add in (
        click.argument("user_id", metavar="ID", type=_DiscordId()),
        click.option("--guild", "guild_id", type=_DiscordId(), help="In this group alone."),
        click.option("--config", "-c", "config_file", type=click.Path(path_type=Path)),
    ):
        command = add(command)
    return command


@member_group.command("show")
@_asks
def show(user_id: int, guild_id: int | None, config_file: Path | None) -> None:
    """Say how much is stored about somebody, by group, and nothing of what it says."""
    asked = _asked(user_id, guild_id, config_file)
    click.echo(_summary(_run(asked, lambda session: _found(session, asked), writes=False)))


@member_group.command("export")
@_asks
@click.option("--output", type=click.Path(path_type=Path), help="A new file; else it is printed.")
def export(
    user_id: int, guild_id: int | None, config_file: Path | None, output: Path | None
) -> None:
    """Give everything that is stored about somebody, as JSON. It stands in the group's log."""
    asked = _asked(user_id, guild_id, config_file)

    async def read(session: AsyncSession) -> ByGroup:
        found = await _found(session, asked)
        await _log(session, found, "given to whom it is about, by whoever runs the bot")
        return found

    found = _run(asked, read, writes=True)
    groups = [{"guild_id": guild, "stored": records} for guild, records in found.items()]
    text = json.dumps({"user_id": user_id, "groups": groups}, ensure_ascii=False, indent=2)
    if output is None:
        click.echo(text)
        return
    try:
        with output.open("x", encoding="utf-8") as file:
            file.write(f"{text}\n")
    except FileExistsError:
        _refuse(f"{output} is there already and stays as it is. Choose another name.")
    except OSError as error:
        _refuse(f"{output}: {error.strerror}.")
    click.echo(f"Wrote {output}. It is private: send it to nobody else.")


@member_group.command("forget")
@_asks
@click.option("--yes", is_flag=True, help="Do not ask.")
def forget(user_id: int, guild_id: int | None, config_file: Path | None, yes: bool) -> None:
    """Delete what is stored about somebody; what a group keeps, it keeps without their name.

    Messages that name them are deleted or shown anew as soon as the bot runs. It stands in the
    group's log, without who it was.
    """
    asked = _asked(user_id, guild_id, config_file)
    click.echo(_summary(_run(asked, lambda session: _found(session, asked), writes=False)))
    if not yes:
        click.confirm("Delete all of it? This cannot be taken back", abort=True)

    async def end(session: AsyncSession) -> int:
        found = await _found(session, asked)
        for guild in found:
            await lock_person(session, guild, user_id)
            await remove(session, guild, user_id, now=datetime.now(UTC))
        await _log(session, found, "forgotten at their wish, by whoever runs the bot")
        return len(found)

    groups = _run(asked, end, writes=True)
    click.echo(f"Forgotten in {groups} group{'' if groups == 1 else 's'}. Backups still hold it.")


async def _found(session: AsyncSession, asked: _Asked) -> ByGroup:
    """What is stored, in the group that is named or in all.

    Raises:
        click.ClickException: there is nothing, or no such group.
    """
    guilds = list(await session.scalars(select(GroupRow.guild_id).order_by(GroupRow.guild_id)))
    if asked.guild_id is not None and asked.guild_id not in guilds:
        raise click.ClickException(f"No server with the id {asked.guild_id} has a group here.")
    found: dict[int, Mapping[str, Records]] = {}
    for guild in guilds if asked.guild_id is None else [asked.guild_id]:
        stored = await records_of_person(session, guild, asked.user_id)
        full = {
            feature: {table: rows for table, rows in records.items() if rows}
            for feature, records in stored.items()
        }
        kept = {feature: records for feature, records in full.items() if records}
        if kept:
            found[guild] = kept
    if not found:
        where = "" if asked.guild_id is None else f" in the group {asked.guild_id}"
        raise click.ClickException(f"Nothing is stored about {asked.user_id}{where}.")
    return found


def _summary(found: ByGroup) -> str:
    lines = []
    for guild, stored in found.items():
        lines.append(f"Group {guild}:")
        lines += [
            f"  {feature}: {table}, {len(rows)}"
            for feature, records in stored.items()
            for table, rows in records.items()
        ]
    return "\n".join(lines)


async def _log(session: AsyncSession, found: ByGroup, what: str) -> None:
    """One line a group, which names nobody: somebody forgotten must stand nowhere."""
    now = datetime.now(UTC)
    for guild in found:
        await record(session, guild, [Change(MEMBER_DATA, None, what)], by=None, now=now)


def _asked(user_id: int, guild_id: int | None, config_file: Path | None) -> _Asked:
    try:
        settings = config.load(config_file)
    except ConfigError as error:
        _refuse("\n".join(["The settings cannot be used:", *error.problems]))
    log.configure(settings.log.level, settings.log.format)
    return _Asked(settings.database.url.text, user_id, guild_id)


def _run(asked: _Asked, work: Callable[[AsyncSession], Awaitable[T]], *, writes: bool) -> T:
    """Do ``work`` in one transaction of the database, which has to be of this version."""
    from cogs.features import FEATURES  # noqa: PLC0415 - imports discord.py

    async def once() -> T:
        if await db.current_revision(asked.url) != db.newest_revision():
            raise click.ClickException(
                "The database is not of this version. Run `syllabot db upgrade` first."
            )
        database = db.Database(asked.url, session_info=session_info(FEATURES))
        try:
            async with database.begin() if writes else database.read() as session:
                return await work(session)
        finally:
            await database.close()

    try:
        return asyncio.run(once())
    except DatabaseError as error:
        _refuse(f"The database cannot be used: {log.redact(str(error))}")


def _refuse(text: str) -> NoReturn:
    raise click.ClickException(text)
