"""Whatever a member does with check-ins, nothing changes for anybody else (W1, W3)."""

from __future__ import annotations

import inspect
import io
import logging
import random
import typing
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.about_person import records_of_person
from bot.checkins import queries, service
from bot.checkins.values import PRESENT
from bot.db import Base, Database
from bot.errors import UserError
from bot.feature import facts_of
from bot.groups.values import MemberCaller
from bot.milestones.progress import group_progress
from cogs.features import FEATURES
from sandbox import ActingUser
from tests.checkins.acting import NOTE, TIRED, act, at, check_in, fields
from tests.groups import acting as groups
from tests.live import Study, form_of
from tests.milestones.circle import ANA, BEN, GUILD, make_groups

HERS = {"checkins", "checkin_plans"}
OTHERS_SEE = (
    *("setup", "settings show", "settings audit", "retro health"),
    *("today", "me", "routine log", "routine streak", "routine digest", "win list"),
    *("checkin now", "checkin history", "checkin cadence", "cycle show", "action list"),
)


@pytest.fixture
async def db(composed_db: Database) -> Database:
    """Two groups, Ana in both; the hooks of all features run."""
    return await make_groups(composed_db)


async def everything_but_hers(db: Database) -> dict[str, list[str]]:
    """All rows of all tables, but those of check-ins that are Ana's."""
    found = {}
    async with db.read() as session:
        for table in Base.metadata.sorted_tables:
            rows = (await session.execute(select(table))).mappings()
            kept = [
                repr(dict(row))
                for row in rows
                if not (table.name in HERS and row["user_id"] == ANA)
            ]
            found[table.name] = sorted(kept)
    return found


async def figures(session: AsyncSession) -> list[Any]:
    """Whatever any feature tells of the group."""
    organiser = groups.organiser(GUILD, now=at(60))
    found: list[Any] = [
        await facts_of(session, GUILD, at(1), at(60)),
        await group_progress(session, GUILD),
        await records_of_person(session, GUILD, BEN),
    ]
    for feature in FEATURES:
        if feature.about_group is not None:
            found.append(len((await feature.about_group(session, GUILD)).rows))
        if feature.for_organisers is not None:
            found.append(len(await feature.for_organisers(session, organiser)))
    return found


def some_act(chance: random.Random) -> tuple[Any, ...]:
    """An act with check-ins, sound or not."""
    levels = [str(chance.randint(0, 6)) for _ in range(4)]
    sound = [str(chance.randint(1, 5)) for _ in range(4)]
    return chance.choice(
        [
            (service.answer, PRESENT, sound, NOTE),
            (service.answer, PRESENT, sound, ""),
            (service.answer, PRESENT, levels, NOTE),
            (service.remove, at(chance.randint(2, 60)).date()),
            (service.skip,),
            (service.stop,),
            (service.start,),
            (service.set_cadence, chance.randint(20, 50)),
            (queries.welcome,),
            (queries.history,),
            (queries.see, at(chance.randint(2, 60)).date()),
        ]
    )


@pytest.mark.parametrize("seed", range(12))
async def test_w1_w3_over_random_acts_nothing_of_anybody_else_changes(
    db: Database, seed: int
) -> None:
    """Every row of every table but her two stays as it was, and so does every figure."""
    chance = random.Random(seed)
    before = await everything_but_hers(db)
    async with db.read() as session:
        told = await figures(session)
    answered = 0
    for day in sorted(chance.randint(2, 60) for _ in range(40)):
        use_case, *about = some_act(chance)
        with suppress(UserError):
            await act(db, use_case, *about, now=at(day))
            answered += use_case is service.answer
    assert answered, "some came through"
    assert await everything_but_hers(db) == before
    async with db.read() as session:
        assert await figures(session) == told


async def views(who: ActingUser) -> dict[str, str]:
    """What each command shows somebody, by its name."""
    return {
        name: (await who.slash(name)).text
        for name in OTHERS_SEE
        if who.name == "Olga" or name not in ("setup", "settings show", "settings audit")
    }


@pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("seed", [1, 2])
async def test_w1_w3_over_the_wire_nobody_sees_that_somebody_answered(
    study: Study, seed: int
) -> None:
    """Not the organiser, nor a member, nor a channel, nor the log; commands, buttons and errors."""
    chance = random.Random(seed)
    ana, ben = await study.person("Ana"), await study.person("Ben")
    await study.organiser.slash("join")
    await study.clock.move_to(at(2, 9))
    for who in (study.organiser, ben):
        await views(who)
    before = [await views(who) for who in (study.organiser, ben)]
    posts = [each.text for channel in study.guild.channels.values() for each in channel.messages]
    inboxes = [len(each.inbox) for each in (study.organiser, ben)]
    stream, root = io.StringIO(), logging.getLogger()
    handler, level = logging.StreamHandler(stream), root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    try:
        for _ in range(12):
            await some_press(ana, chance)
    finally:
        root.removeHandler(handler)
        root.setLevel(level)
    assert [await views(who) for who in (study.organiser, ben)] == before
    now = [each.text for channel in study.guild.channels.values() for each in channel.messages]
    assert now == posts
    assert [len(each.inbox) for each in (study.organiser, ben)] == inboxes
    for private in (NOTE, str(ana.id), "Heavy"):
        assert private not in stream.getvalue()
    assert study.clock.now() - at(2, 9) < timedelta(days=1)


async def some_press(ana: ActingUser, chance: random.Random) -> None:
    """An act of hers, by command, button or form."""
    match chance.randrange(6):
        case 0 | 1:
            seen = await check_in(ana, TIRED, NOTE)
            assert seen.ephemeral
        case 2:
            assert (await ana.slash("checkin history")).ephemeral
        case 3:
            assert (await ana.slash("checkin cadence", days=chance.randint(20, 50))).ephemeral
        case 4:
            panel = await ana.slash("checkin cadence")
            pressed = "Stop" if "Stop" in panel.buttons else "Start again"
            assert (await ana.click(panel, pressed)).ephemeral
        case _:
            opened = await ana.slash("checkin now")
            label = "Begin" if "Begin" in opened.buttons else "Change today's"
            form = form_of(await ana.click(opened, label))
            odd = fields(TIRED, NOTE) | {"Do you look forward to studying?": "7"}
            assert "Pick one answer" in (await ana.submit(form, odd, forge=True)).text


def test_w3_no_act_of_an_organiser_takes_check_ins() -> None:
    """Every read and act is of the one who calls: a `MemberCaller`, or a member's own value."""
    for module in (queries, service):
        for name, function in inspect.getmembers(module, inspect.iscoroutinefunction):
            if function.__module__ != module.__name__ or name.startswith("_"):
                continue
            hints = typing.get_type_hints(function)
            is_own = MemberCaller in hints.values() or "member" in hints
            assert is_own, name
