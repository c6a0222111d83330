"""A file fails, hangs, or its reader is killed (C6): nothing is lost, nothing is told twice."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from sqlalchemy import update

from bot.deadline_files import ingest
from bot.deadline_files.models import DeadlineFileRow, FollowedRow
from bot.errors import NotFound
from tests.community.circle import ELSEWHERE, GUILD, NOW
from tests.deadline_files.readings import DAY, YAML, Group, dated
from tests.locks import blocked_or_done
from tests.news.site import Site


async def test_c6_failing_is_told_once_after_two_days_and_kept_readings_stay(
    group: Group, site: Site
) -> None:
    opened = await group.take(dated(10))
    site.refuse("/a", 500)
    await group.reads()
    assert await group.notices() == []
    await group.see(opened)
    await group.reads()
    ((notice),) = await group.notices()
    assert notice.trouble == "it answered with status 500"
    assert notice.failing_since == NOW + DAY
    await group.see(opened)
    await group.reads()
    assert await group.notices() == []
    assert (await group.files())[0].ahead == 1
    await group.reads(dated(10))
    assert (await group.files())[0].failing_since is None
    site.refuse("/a", 500)
    for _ in range(2):
        await group.reads()
    assert len(await group.notices()) == 1, "it worked in between"


async def test_c6_a_reading_that_fails_neither_agrees_nor_contradicts(
    group: Group, site: Site
) -> None:
    await group.take(dated(10))
    await group.reads(dated(20))
    site.refuse("/a", 500)
    await group.reads()
    assert await group.day() == 10
    await group.reads(dated(20))
    assert await group.day() == 20


async def test_c6_a_site_that_asks_to_wait_is_left_alone(group: Group, site: Site) -> None:
    await group.take(dated(10))
    site.refuse("/a", 429, **{"Retry-After": "7200"})
    await group.reads()
    before = len(site.asked)
    await group.reads(days=0.5)
    assert len(site.asked) == before
    await group.reads(dated(10), days=0.5)
    assert len(site.asked) == before + 1


async def test_c6_a_file_of_a_site_that_asked_to_wait_is_put_off_and_has_not_failed(
    group: Group, site: Site
) -> None:
    await group.take(dated(10))
    await group.take(dated(11, name="Bats"), "/b")
    site.refuse("/a", 429, **{"Retry-After": "7200"})
    await group.reads()
    first, second = await group.files()
    assert (first.failures, second.failures) == (1, 0)
    before = site.times("/b")
    await group.reads(days=1 / 24)
    assert site.times("/b") == before
    await group.reads(days=1 / 24)
    assert site.times("/b") == before + 1


async def test_c6_a_turn_takes_together_what_is_kept_and_free(group: Group, site: Site) -> None:
    """And asks as if it knew nothing where groups know different answers."""
    other = Group(group.db, group.clock, site, ELSEWHERE)
    await group.take(dated(10), ETag='"1"')
    await group.clock.move_to(NOW + DAY / 2)
    site.serve("/a", dated(10), YAML, ETag='"2"')
    opened = await other.look()

    async def turn(days: float) -> tuple[list[int], str | None]:
        async with group.db.begin() as session:
            due = await ingest.claim(session, NOW + days * DAY)
            assert due is not None
            await session.execute(update(DeadlineFileRow).values(leased_until=None))
        return [guild_id for guild_id, _file_id in due.files], due.etag

    assert await turn(1) == ([GUILD], '"1"')
    await other.choose(opened)
    assert await turn(1) == ([GUILD, ELSEWHERE], None)
    async with group.db.begin() as session:
        await session.execute(
            update(DeadlineFileRow)
            .where(DeadlineFileRow.guild_id == GUILD)
            .values(leased_until=NOW + 2 * DAY)
        )
    assert await turn(1.5) == ([ELSEWHERE], '"2"')
    await other.source.close()


async def test_c6_the_next_process_goes_on_where_one_was_killed(group: Group, site: Site) -> None:
    await group.take(dated(10))
    site.serve("/a", dated(20), YAML)
    await group.clock.move_to(NOW + DAY)
    async with group.db.begin() as session:
        due = await ingest.claim(session, group.clock.now())
    assert due is not None
    again = Group(group.db, group.clock, site, GUILD)
    await again.reader.run_due()
    assert len(site.asked) == 1, "the killed one still has it"
    await again.reads(days=5 / 24 / 60)
    assert len(site.asked) == 2
    async with group.db.begin() as session:
        await ingest.failed(session, due, "late", None, group.clock.now())
        await ingest.took(session, GUILD, due.files[0][1], None, NOW, until=due.until)
    row = await again.row()
    assert (row.failures, row.read_at) == (0, group.clock.now()), "who comes late changes nothing"
    await again.reads()
    assert await again.day() == 20
    await again.source.close()


async def test_c6_choosing_from_a_file_while_the_job_lets_go_of_it_says_so(group: Group) -> None:
    group.site.serve("/a", dated(10), YAML)
    opened = await group.look()
    async with group.db.begin() as session:
        assert await ingest.claim(session, NOW + DAY) is None
        choosing = asyncio.create_task(group.choose(opened))
        await blocked_or_done(group.db, choosing)
    with pytest.raises(NotFound):
        await choosing


async def test_c6_a_bot_that_stops_gives_the_file_back(group: Group, site: Site) -> None:
    await group.take(dated(10))
    site.keep_waiting("/a")
    await group.clock.move_to(NOW + DAY)
    reading = asyncio.create_task(group.reader.run_due())
    await site.waits.wait()
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    row = await group.row()
    assert (row.leased_until, row.failures) == (None, 0)


async def test_c6_one_that_hangs_keeps_no_other_waiting(group: Group, site: Site) -> None:
    await group.take(dated(10))
    await group.take(dated(11, name="Bats"), "/b")
    site.keep_waiting("/a")
    site.serve("/b", dated(21, name="Bats"), YAML)
    for _ in range(2):
        await group.reads()
    assert (await group.day("Bats 2027"), await group.day()) == (21, 10)
    assert {each.trouble for each in await group.files()} == {"", "it did not answer in time"}


async def test_c6_what_breaks_while_it_is_kept_keeps_no_other_waiting(
    group: Group, site: Site, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither another group of that file nor another file; and no text of it is logged."""
    await group.take(dated(10))
    await group.take(dated(11, name="Bats"), "/b")
    other = Group(group.db, group.clock, site, ELSEWHERE)
    await other.take(dated(10))
    took = ingest.took

    async def breaks(*args: Any, **named: Any) -> None:
        if args[1:3] == (GUILD, files[0].id):
            raise ValueError(2 * "hoot")
        await took(*args, **named)

    files = await group.files()
    monkeypatch.setattr(ingest, "took", breaks)
    site.serve("/b", dated(21, name="Bats"), YAML)
    for _ in range(2):
        await group.reads(dated(20))
    assert (await group.day(), await other.day(), await group.day("Bats 2027")) == (10, 20, 21)
    assert [each.failures for each in (*await group.files(), *await other.files())] == [2, 0, 0]
    assert (await group.files())[0].trouble.startswith("something broke on my side, reference ")
    assert "ValueError in A deadline file at 127.0.0.1" in caplog.text
    assert "hoothoot" not in caplog.text
    await other.source.close()


async def test_c6_what_a_clock_that_stood_ahead_put_off_is_due_now(group: Group) -> None:
    await group.take(dated(10))
    async with group.db.begin() as session:
        await session.execute(
            update(DeadlineFileRow).values(next_read_at=NOW + 90 * DAY, leased_until=NOW + DAY)
        )
        ahead = NOW + 90 * DAY
        await session.execute(
            update(FollowedRow).values(seen_since=ahead, moved_at=ahead, was_at=NOW)
        )
    await group.reader.set_right()
    row = await group.row()
    assert (row.next_read_at, row.leased_until) == (NOW, None)
    assert [(each.seen_since, each.moved_at) for each in await group.followed()] == [(NOW, NOW)]
