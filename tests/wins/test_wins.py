"""C7: wins are public by consent alone; a weekly round-up lists those that were released."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, select

from bot.db import Database
from bot.groups import service as groups
from bot.milestones import service as milestones
from bot.milestones.models import ChangeRow, OwnRow
from bot.milestones.service import SHARED_KIND
from bot.milestones.values import Status
from bot.scheduling import Delivery
from bot.scheduling.models import DeliveryRow, DeliveryStatus, ScheduleRow
from bot.wins import queries as wins
from bot.wins import service
from sandbox import Permissions
from tests.live import Study, custom_ids, start_bot, stop_bot
from tests.milestones.circle import ANA, BEN, GUILD, NOW, act, make_groups
from tests.wins.sharing import share

PR, SETS, DEMO = "projects-first-pr", "theory-problem-sets", "projects-demo"
on_sqlite = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)


def sunday(week: int = 0, hour: int = 18) -> datetime:
    """The round-up's time in the first weeks of March 2026."""
    return datetime(2026, 3, 8, hour, tzinfo=UTC) + timedelta(weeks=week)


async def statuses(db: Database, kind: str) -> list[DeliveryStatus]:
    """How the deliveries of a kind stand, in order."""
    of_kind = select(ScheduleRow.id).where(ScheduleRow.kind == kind)
    chosen = select(DeliveryRow.status).where(DeliveryRow.schedule_id.in_(of_kind))
    async with db.read() as session:
        return list(await session.scalars(chosen.order_by(DeliveryRow.id)))


async def test_c7_a_round_up_has_what_came_since_the_last_one_that_was_sent(db: Database) -> None:
    group = await make_groups(db)
    async with group.begin() as session:
        await service.schedule_round_up(session, await groups.get_group(session, GUILD), NOW)
        row = (await session.scalars(select(ScheduleRow))).one()
        assert row.next_due_at == sunday()
    for name, user_id, later in (("read", ANA, 0), ("talk", BEN, 8), ("write", ANA, 15)):
        await act(group, milestones.finish, name, user_id=user_id, note="private")
        await act(group, milestones.share, name, user_id=user_id, later=later)

    async def listed(week: int) -> list[str]:
        carried = Delivery(
            1, GUILD, None, wins.ROUND_UP_KIND, "", sunday(week).date(), sunday(week), 1, "once"
        )
        async with group.read() as session:
            found = await wins.round_up(session, carried)
        assert found.channel_id == 11
        return [win.milestone_id for win in found.wins]

    async def ended(week: int, status: DeliveryStatus) -> None:
        async with group.begin() as session:
            session.add(
                DeliveryRow(
                    guild_id=GUILD,
                    schedule_id=row.id,
                    occurrence=f"week {week}",
                    period=sunday(week).date(),
                    due_at=sunday(week),
                    status=status,
                    attempt=1,
                )
            )

    assert await listed(0) == ["read"]
    assert await listed(1) == ["talk", "read"], "none was sent yet"
    await ended(0, DeliveryStatus.SENT)
    assert await listed(1) == ["talk"]
    await ended(1, DeliveryStatus.UNDELIVERABLE)
    assert await listed(2) == ["write", "talk"], "what could not be sent comes with the next"
    await ended(2, DeliveryStatus.SENT)
    assert await listed(3) == []
    await act(group, milestones.finish, "left-one")
    await act(group, milestones.share, "left-one", later=22)
    assert await listed(6) == ["left-one"]
    assert await listed(8) == [], "four weeks at most"
    async with group.begin() as session:
        whose = {"guild_id": GUILD, "user_id": BEN}
        for n in range(1, 61):
            shared = {"number": 1, "status": Status.DONE, "changed_at": NOW, "shared_at": sunday(9)}
            session.add(ChangeRow(milestone_id=f"own-{n}", **whose, **shared))
            session.add(OwnRow(number=n, title="Mine", added_at=NOW, **whose))
    assert len(await listed(10)) == 60, "each counts, however many"
    await act(group, milestones.undo, "write", later=16)
    assert await listed(2) == ["talk"]


async def test_c7_groups_from_before_get_their_round_up_at_the_next_start(db: Database) -> None:
    group = await make_groups(db)
    for _ in range(2):
        async with group.begin() as session:
            await service.schedule_missing(session, NOW)
    async with group.begin() as session:
        kinds = list(await session.scalars(select(ScheduleRow.kind)))
        assert kinds == [wins.ROUND_UP_KIND] * 2
        await session.execute(delete(ScheduleRow).where(ScheduleRow.guild_id == GUILD))
        await service.schedule_missing(session, NOW)
        assert len(list(await session.scalars(select(ScheduleRow.kind)))) == 2


@on_sqlite
async def test_c7_a_week_of_wins(study: Study) -> None:
    ana, ben = await study.person("Ana"), await study.person("Ben")
    await ana.slash("milestone done", milestone=PR, link="https://example.org/pr", note="private")
    await ana.slash("milestone done", milestone=DEMO)
    await ben.slash("milestone done", milestone=SETS)
    nothing = await ben.slash("win list")
    assert nothing.ephemeral
    assert "None shared yet" in nothing.text

    choices = await ana.autocomplete("win share", "milestone", "")
    assert {choice.value for choice in choices[:2]} == {PR, DEMO}
    shared = await share(ana, PR)
    assert f"Shared: *First merged pull request*, in <#{study.announcements.id}>." in shared.text
    assert "not done at the moment" in (await ana.slash("win share", milestone=SETS)).text
    await study.clock.advance(timedelta(minutes=1))
    mine = await ben.slash("win share")
    assert "**Problem sets" in mine.text
    answer = await ben.click(await ben.click(mine, "Share"), "Share it")
    assert "Shared: *Problem sets" in answer.text
    assert "Nothing done that is not shared" in answer.text
    assert "First merged" in (await ben.slash("win list")).text

    # As if set up before round-ups were; a restart on the way. What was not shared is told nobody.
    await study.clock.move_to(sunday(hour=17))
    async with study.db.begin() as session:
        await session.execute(delete(ScheduleRow).where(ScheduleRow.kind == wins.ROUND_UP_KIND))
    await study.restart()
    await study.clock.move_to(sunday())
    await study.restart()
    await study.clock.move_to(sunday(hour=20))
    *_, round_up = study.announcements.messages
    assert round_up.timestamp == sunday()
    assert "**Wins of the week** · 2 milestones" in round_up.text
    assert "Problem sets" in round_up.text.split("First merged")[0], "the newest first"
    assert "Reactions are welcome" in round_up.text
    assert not {"private", "Demo"} & set(round_up.text.split())
    assert not round_up.mentions
    assert len(study.announcements.messages) == 3
    opened = await ben.click(round_up, "All wins")
    assert opened.ephemeral
    assert "First merged" in opened.text
    assert "Nothing done" in (await ben.click(round_up, "Share one of mine")).text

    # A week without wins passes in silence; one that ends while nothing runs is told afterwards.
    await study.clock.move_to(sunday(1, 20))
    assert len(study.announcements.messages) == 3
    await share(ana, DEMO)
    await study.clock.advance(timedelta(minutes=1))
    await stop_bot(study.bot, study.clock)
    await study.clock.move_to(sunday(2, 23))
    study.bot = await start_bot(study.settings, study.db, study.sandbox)
    await study.clock.advance(timedelta(minutes=1))
    *_, late = study.announcements.messages
    assert "**Wins of the week** · 1 milestone" in late.text


@on_sqlite
async def test_c7_m3_what_may_not_be_posted_is_kept_for_the_next_week(study: Study) -> None:
    ana = await study.person("Ana")
    await ana.slash("milestone done", milestone=PR)
    await share(ana, PR)
    await study.clock.advance(timedelta(minutes=1))
    closed = study.guild.create_text_channel("closed", deny=Permissions.SEND_MESSAGES)
    await ana.slash("milestone done", milestone=DEMO)
    study.clock.unfollow(study.bot.jobs)
    await share(ana, DEMO)
    await study.set_up(announcements_channel_id=closed.id)
    study.clock.follow(study.bot.jobs)
    await study.clock.move_to(sunday())
    assert not list(closed.messages)
    assert "I may not write" in (await ana.slash("win share", milestone=PR)).text
    # What could not be posted at all is not shared, and can be again.
    assert "Project demo" in (await ana.slash("win share")).text
    await study.set_up(announcements_channel_id=study.announcements.id)
    await study.clock.move_to(sunday(1))
    *_, round_up = study.announcements.messages
    assert "First merged pull request" in round_up.text
    [listed] = custom_ids(round_up, "win:all")
    assert listed


@on_sqlite
async def test_c7_whoever_shared_hears_why_it_could_not_be_posted(study: Study) -> None:
    """Them alone, until they share it anew."""
    ana, ben = await study.person("Ana"), await study.person("Ben")
    channel = "/channels/{channel_id}/messages"
    study.sandbox.faults.fail("POST", channel, status=403, code=240000, times=10**6)
    await ana.slash("milestone done", milestone=PR, link="https://example.org/harmful")
    await share(ana, PR)
    await study.clock.advance(timedelta(hours=1))
    assert len(study.sandbox.requests.to("POST", channel)) == 1, "given up at once"
    why = "*First merged pull request* could not be posted (Discord takes a text or link in it for"
    for command in ("win list", "win share", "me"):
        assert why in (await ana.slash(command)).text, command
        assert "could not be posted" not in (await ben.slash(command)).text
    assert "None shared yet" in (await ben.slash("win list")).text
    study.sandbox.faults.clear()
    await ana.slash("milestone done", milestone=PR, link="https://example.org/pr")
    await share(ana, PR)
    await study.clock.advance(timedelta(minutes=1))
    assert len(study.announcements.messages) == 1
    for command in ("win list", "win share", "me"):
        assert "could not be posted" not in (await ana.slash(command)).text
    assert "First merged" in (await ben.slash("win list")).text
    await ana.click(await ana.slash("milestone show", milestone=PR), "Take back")
    for command in ("win list", "win share", "me"):
        assert "could not be posted" not in (await ana.slash(command)).text, "it was, meanwhile"


@on_sqlite
@pytest.mark.parametrize("downtime", [timedelta(hours=25), timedelta(hours=23, minutes=55)])
async def test_c7_a_win_that_was_missed_can_be_shared_again(
    study: Study, downtime: timedelta
) -> None:
    """Too late after downtime; or tried, while Discord answers 503, until it is too late."""
    ana = await study.person("Ana")
    await ana.slash("milestone done", milestone=PR)
    await study.bot.deliveries.drain(0)
    await share(ana, PR)
    await stop_bot(study.bot, study.clock)
    await study.clock.advance(downtime)
    channel = f"/channels/{study.announcements.id}/messages"
    out = study.sandbox.faults.fail("POST", channel, status=503, times=1000)
    study.bot = await start_bot(study.settings, study.db, study.sandbox)
    await study.clock.advance(timedelta(minutes=10))
    study.sandbox.faults.clear()
    assert (out.times < 997) is (downtime < timedelta(days=1)), "tried only while there was time"
    assert not list(study.announcements.messages)
    assert await statuses(study.db, SHARED_KIND) == [DeliveryStatus.MISSED]
    assert "Take back" not in (await ana.slash("milestone show", milestone=PR)).buttons
    assert "First merged" in (await ana.slash("win share")).text, "it is offered again"

    await share(ana, PR)
    await study.clock.advance(timedelta(minutes=1))
    [post] = study.announcements.messages
    assert "First merged pull request" in post.text
    assert await statuses(study.db, SHARED_KIND) == [DeliveryStatus.MISSED, DeliveryStatus.SENT]


@on_sqlite
async def test_c7_wins_stay_in_their_server(study: Study) -> None:
    ana = await study.person("Ana")
    eve = await study.person("Eve", joined=False)
    await ana.slash("milestone done", milestone=PR)
    await share(ana, PR)
    assert "</join:" in (await eve.slash("win list")).text
    assert "</join:" in (await eve.slash("win share")).text
