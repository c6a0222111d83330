"""Who can be paired, and what the matching gets of them (C1, C2)."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import update

from bot.competency.models import SelfLevelRow, SelfRatingRow
from bot.db import Database
from bot.groups.models import MemberRow
from bot.partners import rules, service
from bot.partners.matching_values import Role
from bot.partners.values import EXTRA
from bot.partners.waking import waking_hours
from tests.groups import acting as groups
from tests.milestones.circle import ANA, BEN, GUILD
from tests.partners.circle import (
    CEM,
    DAN,
    EVE,
    PEER,
    act,
    at,
    delivery,
    make,
    pairs,
    see,
    take_part,
)


@pytest.fixture
async def db(composed_db: Database) -> Database:
    """A group in which Ana, Ben, Cem and Dan take part, and another one with Ana."""
    return await take_part(composed_db)


async def test_c1_c2_the_matching_gets_what_members_said_and_did(db: Database) -> None:
    """Who pauses, rests or is gone is not in it; axes are in it only if they were released."""
    for user_id, shows_axes in ((ANA, True), (BEN, False)):
        entry = rules.entry(
            ["mentor", "peer"], "3", "ML Ops, ml ops, Graphs", shows_axes=shows_axes
        )
        await act(db, service.join, entry, user_id=user_id)
        async with db.begin() as session:
            whose = {"guild_id": GUILD, "user_id": user_id, "number": 1}
            done = {"quarter": date(2026, 1, 1), "finished_on": date(2026, 3, 1)}
            session.add(SelfRatingRow(**whose, **done))
            await session.flush()
            for place, level in enumerate((4, 1)):
                axis = {"axis": f"a{place}", "place": place, "title": "A", "level": level}
                session.add(SelfLevelRow(**whose, **axis, scale=["a", "b", "c", "d"]))
    await make(db, 1, 1)
    await act(db, service.pause, "", user_id=CEM, day=2)
    async with db.begin() as session:
        await groups.join(session, GUILD, EVE, now=at(0))
        await groups.change_member(session, GUILD, ANA, zone="Asia/Tokyo", now=at(2))
    await act(db, service.join, PEER, user_id=EVE)
    pool = await see(db, delivery(2, 16))
    by_id = {each.user_id: each for each in pool.candidates}
    assert set(by_id) == {ANA, BEN, DAN, EVE}
    ana, ben = by_id[ANA], by_id[BEN]
    assert ana.roles == {Role.MENTOR, Role.PEER}
    assert ana.capacity == 3
    assert ana.topics == ben.topics == {"ml ops", "graphs"}
    assert (*ana.strong, *ana.focus) == ("a0", "a1")
    assert not ben.strong | ben.focus
    day = date(2026, 3, 18)
    assert ana.waking == waking_hours(day, "Asia/Tokyo")
    assert ben.waking == waking_hours(day, "UTC")
    assert (ana.load, by_id[EVE].load, by_id[EVE].waiting) == (1, 0, 0)
    assert {ago for _, ago in pool.met_before} == {1}
    assert {pair for pair, _ in pool.met_before} == {
        tuple(sorted(each)) for each in (await pairs(db)).values()
    }
    async with db.begin() as session:
        rests = update(MemberRow).where(MemberRow.user_id == BEN, MemberRow.guild_id == GUILD)
        await session.execute(rests.values(paused_until=date(2026, 4, 1)))
        gone = update(MemberRow).where(MemberRow.user_id == DAN).values(gone_since=at(2))
        await session.execute(gone)
    assert {each.user_id for each in (await see(db, delivery(2, 16))).candidates} == {ANA, EVE}


async def test_c2_between_rounds_who_is_free_is_matched_and_a_mentor_with_room(
    db: Database,
) -> None:
    """Not who has a partner; and not again with whom they were in this round."""
    await act(db, service.join, rules.entry(["mentor"], "2", "", shows_axes=False))
    for user_id in (BEN, CEM, DAN):
        entry = rules.entry(["mentee"], "1", "", shows_axes=False)
        await act(db, service.join, entry, user_id=user_id)
    await make(db, 1, 1)
    with_ana = {pair_id: people - {ANA} for pair_id, people in (await pairs(db)).items()}
    (left_out,) = {BEN, CEM, DAN}.difference(*with_ana.values())
    pair_id, (left,) = next(iter(with_ana.items()))
    await act(db, service.ask_another, pair_id, user_id=left, day=2)
    pool = await see(db, delivery(2, 2, EXTRA))
    room = {each.user_id: each.capacity for each in pool.candidates}
    assert room == {ANA: 1, left: 1, left_out: 1}
    assert {each.user_id: each.waiting for each in pool.candidates}[left_out] == 1
    await make(db, 2, 2, EXTRA)
    assert {ANA, left_out} in (await pairs(db)).values()
    assert {ANA, left} not in (await pairs(db)).values()
