"""Conferences of a group and who aims for them (C6), on both databases."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import delete, func, insert, select
from sqlalchemy.exc import IntegrityError

from bot.community.conference_changes import Outcome, add, change, remove, set_watching
from bot.community.conferences import Conference, Deadline, coming, find, get, watched
from bot.community.models import AdderRow, ConferenceRow, WatchRow
from bot.community.rules import MAX_COMING
from bot.db import Database
from bot.errors import NotAllowed, NotFound, NotSetUp, UserError
from bot.groups.models import MemberRow
from tests.community.circle import ANA, BEN, ELSEWHERE, GUILD, NOW, OLGA, STRANGER, act, make_groups
from tests.groups import acting as groups

sqlite_only = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)

LINK = "https://neurips.cc/2027"


@pytest.fixture
async def group(db: Database) -> Database:
    return await make_groups(db)


async def named(group: Database, name: str, deadline: str = "2027-01-15", **more: Any) -> int:
    """Add a conference; gives back its id."""
    added = await act(group, add, name=name, deadline=deadline, **more)
    return int(added.conference.id)


async def test_c6_u14_what_a_member_watches_is_given_as_instants(group: Database) -> None:
    """Nearest first, only the coming, only this member's, only this group's."""
    later = await named(group, "ICML", "2027-01-28 17:00 Paris")
    sooner = await named(group, "NeurIPS", "2027-01-15", link=LINK)
    bens = await named(group, "ACL", "2026-12-20 UTC", user_id=BEN)
    await named(group, "CVPR", guild_id=ELSEWHERE)
    mine = (
        Deadline("NeurIPS", datetime(2027, 1, 16, 11, 59, tzinfo=UTC), LINK, sooner),
        Deadline("ICML", datetime(2027, 1, 28, 16, 0, tzinfo=UTC), None, later),
    )
    assert await act(group, watched) == mine
    assert [c.name for c in await act(group, coming)] == ["ACL", "NeurIPS", "ICML"]
    assert [c.watched for c in await act(group, coming)] == [False, True, True]
    for watching in (True, True, False, False):
        seen = await act(group, set_watching, bens, watching)
        assert seen.watched is watching
    assert await act(group, watched) == mine
    assert await act(group, watched, later=55) == mine[1:]
    assert [c.name for c in await act(group, coming, later=55)] == ["ICML"]
    for conference_id in (bens, later + 99):
        with pytest.raises(NotFound, match="may be over"):
            await act(group, set_watching, conference_id, True, later=55)
    async with group.begin() as session:
        await groups.leave(session, GUILD, ANA, now=NOW)
    with pytest.raises(NotSetUp):
        await act(group, coming)
    async with group.begin() as session:
        await groups.join(session, GUILD, ANA, now=NOW)
    assert await act(group, watched) == mine


async def test_c6_the_same_name_again_changes_nothing_that_is_not_ones_own(
    group: Database,
) -> None:
    """Whoever added it or an organiser changes it; others take it as it is, or hear why not."""
    first = await act(group, add, name="NeurIPS 2027", deadline="2027-01-15", link=LINK)
    assert first.outcome is Outcome.ADDED
    assert first.conference.added_by == ANA
    same = await act(group, add, name="NEURIPS  2027", deadline="2027-01-16 11:59 UTC", user_id=BEN)
    assert (same.outcome, same.conference.id) == (Outcome.THERE, first.conference.id)
    assert same.conference.watched
    assert same.conference.deadline == first.conference.deadline
    for more in ({"deadline": "2027-02-01"}, {"deadline": "2027-01-15", "link": "https://x.org"}):
        with pytest.raises(UserError, match="already, with another date") as refused:
            await act(group, add, name="neurips 2027", user_id=BEN, **more)
        assert "15 January 2027, 23:59 AoE" in refused.value.message
        assert refused.value.typed == "\n\n".join(("neurips 2027", *more.values()))
    mine = await act(group, add, name="neurips 2027", deadline="2027-02-01 UTC")
    assert (mine.outcome, mine.conference.link) == (Outcome.CHANGED, LINK)
    organised = await act(
        group, add, name="neurips 2027", deadline="2027-03-01", user_id=OLGA, organiser=True
    )
    assert organised.outcome is Outcome.CHANGED
    assert [d.at.month for d in await act(group, watched)] == [3]
    assert len(await act(group, coming)) == 1


async def test_two_who_add_the_same_at_once_share_it(group: Database) -> None:
    both = await asyncio.gather(
        *(act(group, add, name="ICML", deadline="2027-01-28", user_id=who) for who in (ANA, BEN))
    )
    assert sorted(each.outcome for each in both) == [Outcome.ADDED, Outcome.THERE]
    assert len({each.conference.id for each in both}) == 1


async def test_c6_change_and_remove_are_for_the_adder_and_organisers(group: Database) -> None:
    conference = await named(group, "ICML", link=LINK)
    await act(group, set_watching, conference, True, user_id=BEN)
    new: dict[str, Any] = {"deadline": "2027-02-01 12:00 UTC", "link": ""}
    with pytest.raises(NotAllowed, match=f"<@{ANA}> added that one") as refused:
        await act(group, change, conference, **new, organiser=False, user_id=BEN)
    assert refused.value.typed == new["deadline"]
    with pytest.raises(NotAllowed):
        await act(group, remove, conference, organiser=False, user_id=BEN)
    with pytest.raises(UserError, match="in the past"):
        await act(group, change, conference, deadline="2026-01-01", link=LINK, organiser=False)
    changed = await act(group, change, conference, **new, organiser=False)
    assert changed.deadline.at == datetime(2027, 2, 1, 12, tzinfo=UTC)
    assert (changed.deadline.zone, changed.link) == ("UTC", None)
    await act(group, remove, conference, organiser=True, user_id=OLGA)
    assert await act(group, watched, user_id=BEN) == ()
    for use_case in (remove, set_watching):
        more: Any = {"organiser": True} if use_case is remove else {"watching": True}
        with pytest.raises(NotFound):
            await act(group, use_case, conference, **more)


async def test_c6_the_next_edition_of_what_is_over_is_anybodys_to_add(group: Database) -> None:
    await named(group, "ICML", "2026-12-01")
    again = await act(
        group, add, name="icml", deadline="2027-12-01", user_id=BEN, later=20, organiser=False
    )
    assert (again.outcome, again.conference.added_by) == (Outcome.ADDED, BEN)
    assert again.conference.name == "icml"
    assert await act(group, watched, later=20) == ()
    async with group.read() as session:
        assert await session.scalar(select(func.count()).select_from(ConferenceRow)) == 1


@sqlite_only
async def test_a_group_keeps_so_many_deadlines_ahead(group: Database) -> None:
    async with group.begin() as session:
        values = {"guild_id": GUILD, "zone": "UTC", "added_at": NOW}
        rows = [
            {**values, "name": f"C{n}", "folded_name": f"c{n}", "deadline_at": NOW.replace(year=y)}
            for n, y in enumerate((2026, *[2027] * MAX_COMING))
        ]
        await session.execute(insert(ConferenceRow), rows)
    with pytest.raises(UserError, match="100 deadlines ahead") as refused:
        await named(group, "One more")
    assert refused.value.typed == "One more\n\n2027-01-15"
    await named(group, "Theirs", guild_id=ELSEWHERE)
    await named(group, "One more", "2028-01-15", later=370)


@sqlite_only
async def test_a_conference_is_found_by_id_name_or_part(group: Database) -> None:
    ids = [await named(group, name) for name in ("NeurIPS 2027", "NeurIPS workshops", "ICML")]
    for text, found in ((str(ids[1]), ids[1]), ("icml", ids[2]), ("neurips w", ids[1])):
        assert (await act(group, find, text)).id == found
    for text in ("neurips", "", "EMNLP", str(ids[0] + 99)):
        with pytest.raises(NotFound):
            await act(group, find, text)
    with pytest.raises(NotFound):
        await act(group, find, str(ids[0]), guild_id=ELSEWHERE)


async def test_no_group_sees_or_touches_anothers(group: Database) -> None:
    """Olga organises both; the rows themselves cannot be linked across either."""
    theirs = await named(group, "Theirs", guild_id=ELSEWHERE)
    for act_there in (
        (get, {}),
        (remove, {"organiser": True}),
        (change, {"deadline": "2027-05-05", "link": "", "organiser": True}),
        (set_watching, {"watching": True}),
    ):
        with pytest.raises(NotFound):
            await act(group, act_there[0], theirs, **act_there[1], user_id=OLGA)
    with pytest.raises(NotSetUp):
        await named(group, "Mine", user_id=STRANGER)
    assert (await act(group, get, theirs, guild_id=ELSEWHERE)).deadline.at.day == 16
    values = {"guild_id": GUILD, "conference_id": theirs, "user_id": ANA}
    for table in (WatchRow, AdderRow):
        async with group.engine.connect() as connection:
            with pytest.raises(IntegrityError):
                await connection.execute(insert(table).values(values))


async def test_m1_a_forgotten_member_leaves_the_conference_to_the_group(group: Database) -> None:
    conference = await named(group, "ICML")
    await act(group, set_watching, conference, True, user_id=BEN)
    async with group.begin() as session:
        await session.execute(
            delete(MemberRow).where(MemberRow.guild_id == GUILD, MemberRow.user_id == ANA)
        )
        counts = [
            await session.scalar(
                select(func.count()).select_from(table).where(table.user_id == ANA)
            )
            for table in (AdderRow, WatchRow)
        ]
    assert counts == [0, 0]
    left: Conference = await act(group, get, conference, user_id=BEN)
    assert (left.added_by, left.watched) == (None, True)
    with pytest.raises(NotAllowed, match="only organisers"):
        await act(group, remove, conference, organiser=False, user_id=BEN)
