"""Every button, list, form and option of every feature, as a modified client may use it.

What is told apart by tests of the features is not repeated here: only that whatever comes in is
answered with a sentence, never with a crash, a ping or a change to what belongs to others.
"""

from __future__ import annotations

import itertools
import logging
from collections.abc import Iterator

import discord
import pytest
from discord import app_commands
from sqlalchemy import select

from bot.db import Base
from cogs.common import routes_of
from cogs.features import FEATURES
from sandbox import ActingUser, Permissions
from tests.live import Study
from tests.scenarios.forging import check, in_turn

pytestmark = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)

TEXT = discord.AppCommandOptionType.string
NASTY = "@everyone <@&1> **x** [y](https://evil.example) \u202eשלום"
ODD_KEYS = ("-1", str(2**70), "@everyone")


@pytest.fixture
async def ana(study: Study) -> ActingUser:
    """A member of the group."""
    return await study.person("Ana")


@pytest.fixture
async def eve(study: Study) -> ActingUser:
    """The organiser of another server, with a group of her own there."""
    eve = study.sandbox.user("Eve")
    elsewhere = study.sandbox.world.create_guild("Elsewhere")
    elsewhere.create_text_channel("general")
    role = elsewhere.create_role("Organisers", permissions=Permissions.MANAGE_GUILD)
    eve.join(elsewhere, roles=[role])
    await eve.click(await eve.slash("setup"), "Start")
    await eve.slash("join")
    return eve


async def rows(study: Study, **of: int) -> dict[str, list[tuple[object, ...]]]:
    """All rows of every table whose columns have these values."""
    found = {}
    async with study.db.read() as session:
        for table in Base.metadata.sorted_tables:
            if set(table.columns.keys()).issuperset(of):
                wanted = (table.c[name] == value for name, value in of.items())
                ordered = select(table).where(*wanted).order_by(*table.primary_key)
                found[table.name] = [tuple(row) for row in await session.execute(ordered)]
    return found


def forged_ids(study: Study, table: str, odd: tuple[str, ...] = ODD_KEYS) -> Iterator[str]:
    """A custom id for every route of ``table`` with keys that exist, with odd ones, with none."""
    routes = getattr(routes_of(FEATURES), table)
    # Leaving comes last: who has left is told the same by all the others.
    for route in sorted(routes, key=lambda route: "leave" in route):
        count = routes[route]
        for key in ("1", str(study.guild.id), *odd) if count else ():
            yield ":".join([route, *[key] * count])
        yield route


async def press_everything(study: Study, who: ActingUser, odd: tuple[str, ...] = ODD_KEYS) -> None:
    panel = await who.slash("help")

    async def press(custom_id: str) -> None:
        check(await who.click(panel, custom_id=custom_id, forge=True), custom_id)

    async def choose(custom_id: str) -> None:
        check(await who.choose(panel, [NASTY], custom_id=custom_id, forge=True), custom_id)

    await in_turn(press(each) for each in forged_ids(study, "presses", odd))
    await in_turn(choose(each) for each in forged_ids(study, "presses", ()))


async def test_every_press_is_answered_and_reaches_nobody_elses(
    study: Study, ana: ActingUser, eve: ActingUser, caplog: pytest.LogCaptureFixture
) -> None:
    ben = await study.person("Ben")
    await ben.slash("milestone start", milestone="theory-problem-sets")
    await ben.click(await ben.slash("today"), "Done")
    await ben.slash("conference add", name="ICML", deadline="2026-04-15")
    ours = await rows(study, guild_id=study.guild.id)
    await press_everything(study, eve, odd=())
    assert await rows(study, guild_id=study.guild.id) == ours
    bens = await rows(study, user_id=ben.id)
    assert bens["entries"]
    assert bens["conference_watches"]
    await press_everything(study, ana)
    assert await rows(study, user_id=ben.id) == bens
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []


async def test_every_text_option_takes_any_text(
    study: Study, caplog: pytest.LogCaptureFixture
) -> None:
    """As an organiser who is a member; longer than Discord's own client would let anybody type."""
    olga = study.organiser
    await olga.slash("join")
    asked = 0
    for command in study.bot.tree.walk_commands():
        if not isinstance(command, app_commands.Command):
            continue
        texts = [each for each in command.parameters if each.type is TEXT and not each.choices]
        for option, value in itertools.product(texts, (NASTY, "x" * 4000, "\n", "٣")):
            others = {each.name: "x" for each in texts if each.required}
            given = {**others, option.name: value}
            seen = await olga.slash(command.qualified_name, options=given, forge=True)
            check(seen, f"/{command.qualified_name} {option.name}")
            asked += 1
    assert asked >= 4 * 10
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []


async def test_every_form_is_answered_even_with_another_forms_fields(
    study: Study, ana: ActingUser, caplog: pytest.LogCaptureFixture
) -> None:
    """A form's id can be forged too, and what it asks about need not exist."""
    form = await ana.click(await ana.slash("me"), "Pause")
    for custom_id in forged_ids(study, "forms"):
        seen = await ana.submit(form, {"until": NASTY}, custom_id=custom_id, forge=True)
        check(seen, custom_id)
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []
