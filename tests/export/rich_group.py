"""A group in which everything that a calendar knows has happened, at fixed times."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from bot.actions import service as actions
from bot.actions.values import ActionStatus
from bot.community.service import add
from bot.db import Database
from bot.export import service as export
from bot.export.rules import write
from bot.milestones import overrides, own, pace
from bot.milestones import service as milestones
from bot.plans import service as plans
from bot.retros import service as retros
from tests.groups import acting as groups
from tests.groups.person import Person
from tests.milestones.circle import ANA, BEN, GUILD, NOW, PLAN, act, make_groups
from tests.papers.group import announce, entry, open_round

DAY = timedelta(days=1)
ASKED = NOW + 9 * DAY
PLACES = {12: "#papers, Owls", 13: "#retros, Owls"}


async def make(db: Database) -> None:
    """Ana's nine days: each kind of date, moved, finished, left out, dropped and taken back."""
    await make_groups(db)
    async with db.begin() as session:
        await groups.change_group(
            session, GUILD, zone="America/New_York", papers_close=(3, time(12)), now=NOW
        )
        await groups.change_member(session, GUILD, ANA, zone="Asia/Tokyo", now=NOW)
    for milestone, due in (("talk", "2026-04-01"), ("left-one", "2026-04-02")):
        await act(db, overrides.set_due, milestone, due=due)
    await act(db, overrides.set_due, "right-one", due="2026-04-02")
    await act(db, own.add, title="Mine, too; \\n", block="first", due="2026-04-03")
    await act(db, own.add, title="A step", under="talk", due="2026-04-04")
    await act(db, own.add, title="On the left", under="left-one", due="2026-04-05")
    await act(db, own.add, title="Dropped", due="2026-04-06")
    await act(db, own.drop, "own-4")
    await act(db, milestones.finish, "read", link="https://x.example", note="secret")
    await act(db, milestones.start, "own-2")
    await act(db, milestones.skip, "left-one")
    await act(db, overrides.hide, "right-one")
    await act(db, own.add, title="Bens", due="2026-04-01", user_id=BEN)
    await act(db, pace.choose_path, "right", user_id=BEN)
    await announce(db, entry(1), now=NOW)
    await open_round(db, GUILD, now=NOW + timedelta(hours=6))
    await _retro_and_actions(db)
    async with db.begin() as session:
        for user_id, name, day in ((ANA, "ICML", "15 Apr"), (BEN, "KDD", "16 Apr")):
            link = "https://icml.cc/Conferences/2026" if user_id == ANA else None
            caller = await groups.member(session, GUILD, user_id, now=NOW)
            await add(session, caller, name=name, deadline=day, link=link)
        without = PLAN.replace('"write"', '"rewrite"')
        await plans.load(session, GUILD, without, now=NOW + 8 * DAY)


async def _retro_and_actions(db: Database) -> None:
    async with db.begin() as session:
        organiser = groups.organiser(GUILD, now=NOW + DAY)
        await retros.open_retro(session, organiser)
        for text, owner_id, status in (
            ("Shorter calls", ANA, None),
            ("Notes", ANA, ActionStatus.DONE),
            ("A wiki", ANA, ActionStatus.DROPPED),
            ("Bens action", BEN, None),
        ):
            owner = await groups.member(session, GUILD, owner_id, now=NOW + DAY)
            action = await actions.add_action(
                session, owner, text=text, owner_id=owner_id, due="2026-03-20", retro_id=None
            )
            if status is not None:
                await actions.set_status(session, organiser, action.id, status)


async def exported(
    db: Database, user_id: int, now: datetime = ASKED, guild_id: int = GUILD
) -> bytes:
    """Their calendar file."""
    agenda = await Person(db, user_id, guild_id, now).read(export.agenda)
    return write(
        agenda.events, guild_id=guild_id, user_id=user_id, name="Owls", places=PLACES, now=now
    )
