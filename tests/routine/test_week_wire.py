"""R12: a week looked back on, what of it the group reads, and what Monday recalls."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import delete, select

from bot.db import Database
from bot.routine import digest as digests
from bot.routine import log_service
from bot.routine.data import DATA
from bot.routine.models import WeekLogRow
from bot.scheduling import Delivery, TryLater
from bot.scheduling.models import DeliveryRow, DeliveryStatus, ScheduleRow
from sandbox import ActingUser, Permissions, Seen
from tests.groups import acting as groups
from tests.live import Study, custom_ids, form_of
from tests.milestones.circle import ANA, BEN, ELSEWHERE, GUILD, make_groups
from tests.statements import statements

on_sqlite = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)
WEEK = date(2026, 3, 2)
FULL = {
    "better": "Mornings **work** <@&5>",
    "change": "Fewer tabs",
    "ahead": "The problem sets @everyone",
    "line": "I read [a paper](https://example.org) # @here",
}


def at(day: int, hour: int = 9, minute: int = 0) -> datetime:
    return datetime(2026, 3, 1, hour, minute, tzinfo=UTC) + timedelta(days=day - 1)


async def look_back(person: ActingUser, *, shown: bool = False, **answers: str) -> Seen:
    """Fill in Friday's form from the log."""
    opened = await person.slash("routine log", date="friday")
    label = "Write it" if "Write it" in opened.buttons else "Change"
    given: dict[str, object] = {**answers, "shown": shown}
    return await person.submit(await person.click(opened, label), given)


async def weeks(db: Database) -> list[WeekLogRow]:
    async with db.read() as session:
        return list(await session.scalars(select(WeekLogRow).order_by(WeekLogRow.user_id)))


@on_sqlite
async def test_r12_friday_s_form_becomes_the_week_s_log_and_monday_recalls_the_plan(
    study: Study,
) -> None:
    ana = await study.person("Ana")
    await study.down_until(at(5, 12))
    await study.clock.move_to(at(6, 8))
    friday = ana.inbox[-1]
    assert "Look back on the week" not in ana.inbox[0].buttons
    form = form_of(await ana.click(friday, "Look back on the week"))
    assert list(form.fields) == [
        "What went better?",
        "What do you want to change?",
        "What is planned next week?",
        "One line for the group, if you like",
        "Show the group",
    ]
    seen = await ana.submit(form, FULL)
    assert "**Your week** · Monday 2 March 2026 to Sunday 8 March 2026" in seen.text
    assert "Better: Mornings \\*\\*work\\*\\* \\<@\u200b&5>" in seen.text
    assert "Kept to you: I read" in seen.text
    assert "The group reads" not in seen.text
    assert seen.buttons == ["Change"]
    again = form_of(await ana.click(seen, "Change"))
    assert again.fields["What do you want to change?"]["value"] == "Fewer tabs"
    changed = await ana.submit(again, {"change": "No tabs"})
    assert "To change: No tabs" in changed.text
    logged = await ana.slash("routine log", date="friday")
    assert "To change: No tabs" in logged.text
    assert "Look back on the week" in (await ana.slash("today")).buttons

    await study.clock.move_to(at(9, 8))
    monday = ana.inbox[-1]
    assert "You planned: The problem sets @\u200beveryone" in monday.text.split("-#")[0]
    assert "You planned" in (await ana.slash("today")).text
    assert "You planned" in (await ana.click(monday, "Done")).text
    assert "Look back on the week" not in (await ana.click(friday, "Done")).buttons, "it is over"
    await study.down_until(at(10, 7))
    await study.clock.move_to(at(10, 8))
    assert "You planned" not in ana.inbox[-1].text


@on_sqlite
async def test_r12_whose_week_begins_later_is_told_on_its_first_day(study: Study) -> None:
    ana = await study.person("Ana")
    async with study.db.begin() as session:
        tuesdays = frozenset({1, 4})
        await groups.change_member(
            session, study.guild.id, ana.id, weekdays=tuesdays, now=study.clock.now()
        )
    await study.down_until(at(6))
    await look_back(ana, ahead="Rest")
    await study.down_until(at(10, 7))
    await study.clock.move_to(at(10, 8))
    assert "You planned: Rest" in ana.inbox[-1].text
    await study.clock.move_to(at(13, 8))
    assert "You planned" not in ana.inbox[-1].text


@on_sqlite
async def test_r12_a_week_is_written_within_it_and_the_form_counts_once(study: Study) -> None:
    ana = await study.person("Ana")
    await study.down_until(at(6))
    form = form_of(await ana.click(await ana.slash("routine log"), "Write it"))
    assert "nothing written yet" in (await ana.submit(form, {"shown": True})).text
    await ana.submit(form, FULL)
    await ana.submit(form, FULL)
    [row] = await weeks(study.db)
    assert row.released_at is None
    emptied = await look_back(ana, better="", change="", ahead="", line="")
    assert "empty again" in emptied.text
    assert await weeks(study.db) == []
    for week, said in (
        ("2026-03-09", "has not begun"),
        ("9999-12-31", "has not begun"),
        ("2026-03-03", "is over"),
        ("0001-01-01", "is over"),
    ):
        forged = f"routine:week:{study.guild.id}:{week}"
        refused = await ana.submit(form, FULL, custom_id=forged, forge=True)
        assert said in refused.text
        assert "Fewer tabs" in refused.text, "what was typed is not lost"
    await study.clock.move_to(at(8, 23))
    sunday = await look_back(ana, better="x" * 1000, change="*" * 1000, ahead="_" * 1000)
    assert "You can change it until Sunday" in sunday.text
    await study.clock.move_to(at(9))
    late = await ana.submit(form, FULL)
    assert "is over, so its log stays as it is" in late.text
    assert len(await weeks(study.db)) == 1
    shown = await ana.slash("routine log", date="friday")
    assert "To change:" in shown.text
    assert "Change" not in shown.buttons


@on_sqlite
async def test_r12_the_digest_has_the_lines_that_were_released_and_nothing_else(
    study: Study,
) -> None:
    ana, ben, cleo = [await study.person(name) for name in ("Ana", "Ben", "Cleo")]
    await study.down_until(at(6))
    nothing = await ana.slash("routine digest")
    assert nothing.ephemeral
    assert "Nothing was released yet." in nothing.text
    released = await look_back(ana, **FULL, shown=True)
    assert f"The group reads in Sunday's digest:\n● <@{ana.id}>: I read" in released.text
    await look_back(ben, line="Kept to me", better="Mine alone")
    unsaid = await look_back(cleo, better="Something", shown=True)
    assert "Nothing is shown to the group: the line for it is empty." in unsaid.text
    listed = await ben.slash("routine digest")
    assert f"<@{ana.id}>: I read \\[a paper\\]" in listed.text
    posts = len(study.announcements.messages)
    await study.clock.move_to(at(8, 18, 59))
    assert len(study.announcements.messages) == posts
    await study.restart()
    await study.clock.move_to(at(8, 19))
    *_, post = study.announcements.messages
    assert len(study.announcements.messages) == posts + 1
    assert post.timestamp == at(8, 19)
    assert "**The week in your words**" in post.text
    assert f"<@{ana.id}>: I read" in post.text
    for text in ("Mornings", "Fewer tabs", "problem sets", "Kept to me", "Mine alone", "Something"):
        assert text not in post.text
        assert text not in listed.text
    for person in (ben, cleo):
        assert str(person.id) not in post.text, "who was silent is nowhere"
    assert not post.mentions
    assert not post.mention_everyone
    assert "What went better?" in form_of(await ben.click(post, "Write mine")).fields
    # The next week nobody releases anything: it passes in silence.
    await study.down_until(at(15, 18))
    await study.clock.move_to(at(15, 20))
    assert len(study.announcements.messages) == posts + 1


@on_sqlite
async def test_r12_m2_who_takes_back_leaves_or_forgets_vanishes(study: Study) -> None:
    ana, ben, cleo, dora = [await study.person(name) for name in ("Ana", "Ben", "Cleo", "Dora")]
    await study.down_until(at(6))
    answers = [await look_back(each, line=f"by {each.name}", shown=True) for each in (ana, ben)]
    for each in (cleo, dora):
        await look_back(each, line=f"by {each.name}", shown=True)
    kept = await ana.click(answers[0], "Keep it to me")
    assert "Kept to you: by Ana" in kept.text
    await ben.click(await ben.slash("leave"), "Leave")
    listed = await dora.slash("routine digest")
    assert "by Dora" in listed.text
    assert "by Cleo" in listed.text
    async with study.db.begin() as session:
        await DATA.forget(session, study.guild.id, cleo.id)
    await study.clock.move_to(at(8, 19))
    *_, post = study.announcements.messages
    assert "by Dora" in post.text
    for name in ("Ana", "Ben", "Cleo"):
        assert f"by {name}" not in post.text


@on_sqlite
async def test_r12_a_line_that_is_taken_back_after_sunday_leaves_the_posted_digest(
    study: Study,
) -> None:
    ana, ben, cleo, dora = [await study.person(name) for name in ("Ana", "Ben", "Cleo", "Dora")]
    await study.down_until(at(6))
    answers = [
        await look_back(each, line=f"by {each.name}", shown=True) for each in (ana, ben, cleo, dora)
    ]
    await study.clock.move_to(at(8, 19))
    *_, post = study.announcements.messages
    assert "by Ana" in post.text
    # On Sunday evening the week can still be written: what the line says, and whether it is shown.
    await look_back(cleo, line="by Cleo, anew", shown=True)
    await look_back(dora, line="by Dora", shown=False)
    await study.clock.move_to(at(8, 20))
    assert "by Cleo, anew" in post.text
    assert "Dora" not in post.text
    await study.down_until(at(11))
    await ana.click(answers[0], "Keep it to me")
    await study.clock.move_to(at(11, 10))
    assert "by Ana" not in post.text
    assert str(ana.id) not in post.text
    assert "by Ben" in post.text
    assert not post.mentions
    assert post.edited_at is not None
    await ben.click(await ben.slash("leave"), "Leave")
    await cleo.click(await cleo.slash("leave"), "Leave")
    await study.clock.move_to(at(11, 11))
    assert "No line is shown here any more." in post.text
    assert "Write mine" in post.buttons


@on_sqlite
async def test_r12_a_digest_that_an_organiser_deleted_is_not_missed(study: Study) -> None:
    ana = await study.person("Ana")
    await study.down_until(at(6))
    released = await look_back(ana, line="by Ana", shown=True)
    await study.clock.move_to(at(8, 19))
    *_, post = study.announcements.messages
    study.sandbox.world.delete_message(post)
    await ana.click(released, "Keep it to me")
    await study.clock.move_to(at(9, 7))
    assert "brought up to date" not in (await study.organiser.slash("setup")).text


async def test_r12_a_line_taken_back_while_its_digest_is_posted_is_taken_out_after(
    db: Database,
) -> None:
    group = await make_groups(db)
    until = at(8, 19)
    async with group.begin() as session:
        await digests.schedule_missing(session, at(2))
        caller = await groups.member(session, GUILD, ANA, now=at(6))
        await log_service.write_week(
            session, caller, WEEK, better="", to_change="", ahead="", line="mine", shown=True
        )
        schedule = select(ScheduleRow.id).where(
            ScheduleRow.guild_id == GUILD, ScheduleRow.kind == digests.DIGEST
        )
        row = DeliveryRow(
            guild_id=GUILD,
            schedule_id=await session.scalar(schedule),
            occurrence="2026-03-08",
            period=until.date(),
            due_at=until,
            status=DeliveryStatus.SENDING,
            attempt=1,
            next_try_at=until + timedelta(minutes=5),
        )
        session.add(row)
    async with group.begin() as session:
        caller = await groups.member(session, GUILD, ANA, now=until)
        await log_service.take_back_line(session, caller, WEEK)
        wanted = select(ScheduleRow.subject).where(ScheduleRow.kind == digests.DIGEST_AGAIN)
        assert list(await session.scalars(wanted)) == [str(row.id)]
        with pytest.raises(TryLater):
            await digests.posted_digest(session, GUILD, row.id)


@on_sqlite
async def test_r12_m3_what_could_not_be_posted_comes_with_the_next(study: Study) -> None:
    ana = await study.person("Ana")
    closed = study.guild.create_text_channel("closed", deny=Permissions.SEND_MESSAGES)
    await study.set_up(announcements_channel_id=closed.id)
    await study.down_until(at(6))
    await look_back(ana, line="by Ana", shown=True)
    await study.clock.move_to(at(8, 19))
    assert not list(closed.messages)
    await study.set_up(announcements_channel_id=study.announcements.id)
    await study.down_until(at(15, 18))
    await study.clock.move_to(at(15, 19))
    *_, post = study.announcements.messages
    assert "by Ana" in post.text
    assert custom_ids(post, "routine:this-week")


async def test_r12_released_lines_are_those_of_members_here_in_this_group(db: Database) -> None:
    group = await make_groups(db)
    now = at(6)
    async with group.begin() as session:
        for guild_id, user_id in ((GUILD, ANA), (GUILD, BEN), (ELSEWHERE, ANA)):
            caller = await groups.member(session, guild_id, user_id, now=now)
            for shown in (False, True, True):
                await log_service.write_week(
                    session,
                    caller,
                    WEEK,
                    better="b",
                    to_change="c",
                    ahead="a",
                    line=f"{guild_id} {user_id}",
                    shown=shown,
                )
    async with group.begin() as session:
        found = await digests.released(session, GUILD, since=now)
        assert {each.line for each in found} == {f"{GUILD} {ANA}", f"{GUILD} {BEN}"}
        assert await digests.released(session, GUILD, since=now, until=now) == ()
        await groups.leave(session, GUILD, BEN, now=now)
    async with group.read() as session:
        (left,) = await digests.released(session, GUILD, since=now)
        assert left.user_id == ANA
        carried = Delivery(1, GUILD, None, digests.DIGEST, "", at(8).date(), at(8, 19), 1, "once")
        found_for = await digests.digest(session, carried)
        assert [each.user_id for each in found_for.lines] == [ANA]


async def test_r12_groups_from_before_get_their_digest_at_the_next_start(db: Database) -> None:
    group = await make_groups(db)
    kinds = select(ScheduleRow.guild_id, ScheduleRow.local_time).where(
        ScheduleRow.kind == digests.DIGEST
    )
    async with group.begin() as session:
        await session.execute(delete(ScheduleRow).where(ScheduleRow.kind == digests.DIGEST))
        for _ in range(2):
            await digests.schedule_missing(session, at(2))
        found = (await session.execute(kinds)).all()
        assert sorted(found) == sorted([(GUILD, time(19)), (ELSEWHERE, time(19))])


@on_sqlite
async def test_r12_a_week_takes_as_many_statements_however_many_there_are(study: Study) -> None:
    ana = await study.person("Ana")
    await study.bot.jobs.stop()
    await study.clock.move_to(at(6))

    async def cost() -> tuple[int, int]:
        with statements(study.db) as writing:
            await look_back(ana, **FULL, shown=True)
        with statements(study.db) as reading:
            await ana.slash("routine digest")
        return len(writing), len(reading)

    await cost()
    few = await cost()
    async with study.db.begin() as session:
        for back in range(1, 100):
            session.add(
                WeekLogRow(
                    guild_id=study.guild.id,
                    user_id=ana.id,
                    week=WEEK - timedelta(weeks=back),
                    line="x" * 150,
                    released_at=at(6),
                    written_at=at(6),
                )
            )
    assert await cost() == few
    listed = await ana.slash("routine digest")
    assert "1/9" in listed.buttons
    assert "2/9" in (await ana.click(listed, "›")).buttons
    # Two of them are for the month's look back.
    assert few[0] <= 15
    assert few[1] <= 3
