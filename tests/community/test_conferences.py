"""Conferences of a group and who aims for them (C6), on both databases."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, func, insert, select
from sqlalchemy.exc import IntegrityError

from bot.community import queries
from bot.community.models import AdderRow, ConferenceRow, WatchRow
from bot.community.queries import coming, find, get
from bot.community.rules import MAX_COMING
from bot.community.service import add, change, remove, set_watching, toggle
from bot.community.values import KIND, Conference, ConferenceOutcome, Deadline
from bot.db import Database
from bot.errors import NotAllowed, NotFound, NotSetUp, UserError
from bot.groups.models import MemberRow
from bot.reminders.values import ReminderKey
from cogs.community.daily_lines import DAILY_LINES
from tests.community.circle import (
    ANA,
    BEN,
    ELSEWHERE,
    GUILD,
    NOW,
    OLGA,
    STRANGER,
    make_groups,
    person,
)
from tests.groups import acting as groups
from tests.statements import statements

sqlite_only = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)

LINK = "https://neurips.cc/2027"


@pytest.fixture
async def group(db: Database) -> Database:
    return await make_groups(db)


async def watched(group: Database, user_id: int = ANA, *, later: int = 0) -> tuple[Deadline, ...]:
    """What somebody watches, even while they are no member."""
    async with group.read() as session:
        now = NOW + timedelta(days=later)
        return await queries.watched(session, GUILD, user_id, now=now)


async def named(
    group: Database,
    name: str,
    deadline: str = "2027-01-15",
    *,
    link: str | None = None,
    user_id: int = ANA,
    guild_id: int = GUILD,
    later: int = 0,
) -> int:
    """Add a conference; gives back its id."""
    who = person(group, user_id, guild_id=guild_id, later=later)
    added = await who.act(add, name=name, deadline=deadline, link=link)
    return added.conference.id


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
    assert await watched(group) == mine
    assert [c.name for c in await person(group).act(coming)] == ["ACL", "NeurIPS", "ICML"]
    assert [c.watched for c in await person(group).act(coming)] == [False, True, True]
    for watching in (True, True, False, False):
        seen = await person(group).act(set_watching, bens, watching)
        assert seen.watched is watching
    assert await watched(group) == mine
    assert await watched(group, later=55) == mine[1:]
    assert [c.name for c in await person(group, later=55).act(coming)] == ["ICML"]
    for conference_id in (bens, later + 99):
        with pytest.raises(NotFound, match="may be over"):
            await person(group, later=55).act(set_watching, conference_id, True)
    async with group.begin() as session:
        await groups.leave(session, GUILD, ANA, now=NOW)
    with pytest.raises(NotSetUp):
        await person(group).act(coming)
    async with group.begin() as session:
        await groups.join(session, GUILD, ANA, now=NOW)
    assert await watched(group) == mine


@pytest.mark.parametrize(("kind", "left"), [(KIND, 0), ("deadline_move", 1)])
async def test_c6_what_was_named_of_another_kind_is_named_of_this(
    group: Database, kind: str, left: int
) -> None:
    which = await named(group, "ACL", "2026-12-01 12:00 UTC")
    sent = {ReminderKey(kind, str(which), date(2026, 12, 1), "7")}
    async with group.read() as session:
        member = await groups.get_member(session, GUILD, ANA)
        found = await queries.to_remind(session, member, sent, next_day=None, now=NOW)
    assert len(found) == left


async def test_c6_of_a_message_shown_again_what_is_unwatched_is_gone(group: Database) -> None:
    which = await named(group, "ACL", "2026-12-01 12:00 UTC")
    keys = [ReminderKey(KIND, str(which), date(2026, 12, 1), "7")]
    assert len(await person(group).read(DAILY_LINES.again, 0, keys)) == 1
    await person(group).act(toggle, "ACL")
    assert await person(group).read(DAILY_LINES.again, 0, keys) == []


async def test_c6_the_same_name_again_changes_nothing_that_is_not_ones_own(
    group: Database,
) -> None:
    """Whoever added it or an organiser changes it; others take it as it is, or hear why not."""
    first = await person(group).act(add, name="NeurIPS 2027", deadline="2027-01-15", link=LINK)
    assert first.outcome is ConferenceOutcome.ADDED
    assert first.conference.added_by == ANA
    same = await person(group, BEN).act(add, name="NEURIPS  2027", deadline="2027-01-16 11:59 UTC")
    assert (same.outcome, same.conference.id) == (ConferenceOutcome.THERE, first.conference.id)
    assert same.conference.watched
    assert same.conference.deadline == first.conference.deadline
    for more in ({"deadline": "2027-02-01"}, {"deadline": "2027-01-15", "link": "https://x.org"}):
        with pytest.raises(UserError, match="already, with another date") as refused:
            await person(group, BEN).act(add, name="neurips 2027", **more)
        assert "15 January 2027, 23:59 AoE" in refused.value.message
        assert refused.value.typed == "\n\n".join(("neurips 2027", *more.values()))
    mine = await person(group).act(add, name="neurips 2027", deadline="2027-02-01 UTC")
    assert (mine.outcome, mine.conference.link) == (ConferenceOutcome.CHANGED, LINK)
    organised = await person(group, OLGA, organiser=True).act(
        add, name="neurips 2027", deadline="2027-03-01"
    )
    assert organised.outcome is ConferenceOutcome.CHANGED
    assert [d.at.month for d in await watched(group)] == [3]
    assert len(await person(group).act(coming)) == 1


async def test_two_who_add_the_same_at_once_share_it(group: Database) -> None:
    both = await asyncio.gather(
        *(person(group, who).act(add, name="ICML", deadline="2027-01-28") for who in (ANA, BEN))
    )
    assert sorted(each.outcome for each in both) == [
        ConferenceOutcome.ADDED,
        ConferenceOutcome.THERE,
    ]
    assert len({each.conference.id for each in both}) == 1


async def test_c6_change_and_remove_are_for_the_adder_and_organisers(group: Database) -> None:
    conference = await named(group, "ICML", link=LINK)
    await person(group, BEN).act(set_watching, conference, True)
    new: dict[str, Any] = {"deadline": "2027-02-01 12:00 UTC", "link": ""}
    with pytest.raises(NotAllowed, match=f"<@{ANA}> added that one") as refused:
        await person(group, BEN).act(change, conference, **new)
    assert refused.value.typed == new["deadline"]
    with pytest.raises(NotAllowed):
        await person(group, BEN).act(remove, conference)
    with pytest.raises(UserError, match="in the past"):
        await person(group).act(change, conference, deadline="2026-01-01", link=LINK)
    changed = await person(group).act(change, conference, **new)
    assert changed.deadline.at == datetime(2027, 2, 1, 12, tzinfo=UTC)
    assert (changed.deadline.zone, changed.link) == ("UTC", None)
    await person(group, OLGA, organiser=True).act(remove, conference)
    assert await watched(group, BEN) == ()
    with pytest.raises(NotFound):
        await person(group, organiser=True).act(remove, conference)
    with pytest.raises(NotFound):
        await person(group).act(set_watching, conference, True)


async def test_c6_an_old_panel_of_a_removed_one_reaches_none_that_came_later(
    group: Database,
) -> None:
    old = await named(group, "ICML")
    await person(group).act(remove, old)
    later = await named(group, "NeurIPS")
    with pytest.raises(NotFound):
        await person(group).act(remove, old)
    assert [each.id for each in await watched(group)] == [later]


async def test_c6_the_next_edition_of_what_is_over_is_anybodys_to_add(group: Database) -> None:
    await named(group, "ICML", "2026-12-01")
    again = await person(group, BEN, later=20).act(add, name="icml", deadline="2027-12-01")
    assert (again.outcome, again.conference.added_by) == (ConferenceOutcome.ADDED, BEN)
    assert again.conference.name == "icml"
    assert await watched(group, later=20) == ()
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
        assert (await person(group).act(find, text)).id == found
    for text in ("neurips", "", "EMNLP", str(ids[0] + 99)):
        with pytest.raises(NotFound):
            await person(group).act(find, text)
    with pytest.raises(NotFound):
        await person(group, guild_id=ELSEWHERE).act(find, str(ids[0]))


async def test_no_group_sees_or_touches_anothers(group: Database) -> None:
    """Olga organises both; the rows themselves cannot be linked across either."""
    theirs = await named(group, "Theirs", guild_id=ELSEWHERE)
    olga = person(group, OLGA, organiser=True)
    with pytest.raises(NotFound):
        await olga.read(get, theirs)
    with pytest.raises(NotFound):
        await olga.act(remove, theirs)
    with pytest.raises(NotFound):
        await olga.act(change, theirs, deadline="2027-05-05", link="")
    with pytest.raises(NotFound):
        await olga.act(set_watching, theirs, True)
    with pytest.raises(NotSetUp):
        await named(group, "Mine", user_id=STRANGER)
    assert (await person(group, guild_id=ELSEWHERE).act(get, theirs)).deadline.at.day == 16
    values = {"guild_id": GUILD, "conference_id": theirs, "user_id": ANA}
    for table in (WatchRow, AdderRow):
        async with group.engine.connect() as connection:
            with pytest.raises(IntegrityError):
                await connection.execute(insert(table).values(values))


async def test_m1_a_forgotten_member_leaves_the_conference_to_the_group(group: Database) -> None:
    conference = await named(group, "ICML")
    await person(group, BEN).act(set_watching, conference, True)
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
    left: Conference = await person(group, BEN).act(get, conference)
    assert (left.added_by, left.watched) == (None, True)
    with pytest.raises(NotAllowed, match="only organisers"):
        await person(group, BEN).act(remove, conference)


@sqlite_only
async def test_each_act_takes_a_few_statements_however_long_the_list(group: Database) -> None:
    """With finding the caller and locking the group."""
    found = []
    for count in (0, 30):
        for n in range(count):
            await named(group, f"C{n}")
        asked = []
        with statements(group) as seen:
            conference = await named(group, f"ICML {count}")
            asked.append(len(seen))
            await person(group).act(change, conference, deadline="2027-02-01", link="")
            asked.append(len(seen))
            await person(group).act(set_watching, conference, False)
            asked.append(len(seen))
            await person(group).act(toggle, str(conference))
            asked.append(len(seen))
            await person(group).act(remove, conference)
            asked.append(len(seen))
        found.append([now - before for before, now in zip([0, *asked], asked, strict=False)])
    assert found == [[7, 4, 4, 4, 4]] * 2
