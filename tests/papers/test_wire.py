"""Papers over the wire: the real bot on the sandbox, from the feed to the thread."""

from __future__ import annotations

import asyncio
import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.db import Base
from bot.papers.models import BallotRow, NominationRow
from sandbox import Permissions
from sandbox.feeds import Paper
from sandbox.world.model import Message
from tests.groups import acting as groups
from tests.live import START, Study, custom_ids

sqlite_only = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)

MONDAY = START.date()
OPENS = datetime(2026, 3, 2, 9, tzinfo=UTC)
CLOSES = datetime(2026, 3, 6, 17, tzinfo=UTC)
SECOND, WEEK = timedelta(seconds=1), timedelta(days=7)


def paper(number: int, title: str, day: date = MONDAY, **changes: Any) -> Paper:
    values: dict[str, Any] = {
        "id": f"2603.{number:05}",
        "title": title,
        "authors": ("Ada Lovelace", "Grace Hopper"),
        "categories": ("cs.LG",),
        "summary": "About it.",
        "published": day,
        **changes,
    }
    return Paper(**values)


THREE = (paper(1, "First"), paper(2, "Second"), paper(3, "Third"))


async def opened(study: Study, *papers: Paper) -> Message:
    """Let Monday's feed bring papers and the round open; gives back the panel."""
    study.sandbox.feeds.set_batch(MONDAY, papers or THREE)
    await study.clock.move_to(OPENS)
    return posts(study)[-1]


def posts(study: Study) -> list[Message]:
    return list(study.papers.messages)


def threads(study: Study) -> list[str]:
    return [thread.name for thread in study.guild.threads.values()]


def first_words(study: Study) -> list[Message]:
    """What the bot wrote in threads, without the question of a week later."""
    me = study.sandbox.world.application.bot_user.id
    return [
        message
        for thread in study.guild.threads.values()
        for message in thread.messages
        if message.author_id == me and message.components and not custom_ids(message, "follow-up:")
    ]


async def count(study: Study, table: type[Base]) -> int:
    async with study.db.read() as session:
        return await session.scalar(select(func.count()).select_from(table)) or 0


async def test_a7_a11_a_week_from_the_feed_to_the_thread(study: Study) -> None:
    """Ballots survive a restart, can be changed, stay private; totals show at the close."""
    ana, ben = await study.person("Ana"), await study.person("Ben")
    for day in range(1, 5):
        study.sandbox.feeds.holiday(MONDAY + timedelta(days=day))
    panel = await opened(study)
    assert "First" in panel.text
    assert "serves block 1: Theoretical foundations" in panel.text
    assert "of the plan, not discussed yet" in panel.text
    assert panel.buttons == [*["Read", "More"] * 4, "Vote", "Nominate", "History"]

    ballot = await ana.click(panel, "Vote")
    assert ballot.ephemeral
    assert "Ballots are private. Totals show at close." in ballot.text
    counted = await ana.choose(ballot, ["2603.00001", "2603.00002"])
    assert counted.updated
    assert "you approve 2 of 4" in counted.text
    await ben.choose(await ben.slash("paper vote"), ["2603.00002"])

    await study.restart()
    again = await ana.click(panel, "Vote")
    assert re.findall(r"● \d\. (\w+)", again.text) in (["First", "Second"], ["Second", "First"])
    changed = await ana.choose(again, ["2603.00003", "2603.00002"])
    assert re.findall(r"● \d\. (\w+)", changed.text) in (["Second", "Third"], ["Third", "Second"])
    picks = await ben.slash("paper picks")
    assert "2 ballots so far" in picks.text
    for seen in (panel.text, picks.text):
        assert "approval" not in seen
    for seen in (panel.text, ballot.text, picks.text):
        assert "Among equals" not in seen, "A9: the tie rule stands in the result alone"

    await study.clock.move_to(CLOSES)
    shortlist, result = posts(study)
    assert "The group picked: Second" in result.text
    assert "2 approvals on 2 ballots" in result.text
    assert re.search(r"● \*\*2\*\* · \d\. Second", result.text)
    assert re.search(r"○ \*\*0\*\* · \d\. First", result.text)
    assert threads(study) == ["Second"]
    (words,) = first_words(study)
    assert "**Reading together: Second**" in words.text
    assert "**What it claims**, in the words of its abstract\n> About it." in words.text
    assert "Vote" not in shortlist.buttons
    history = await ana.slash("paper history")
    assert "Second" in history.text
    details = await ana.click(await ana.click(history, "Show"), "How it went")
    assert "Among equals the paper higher on the shortlist wins." in details.text
    assert "Ana" not in details.text + result.text

    # A discussed paper is not proposed again unless asked, nor is what nobody approved; what came
    # second comes back.
    monday = MONDAY + WEEK
    study.sandbox.feeds.set_batch(monday, [*THREE, paper(4, "Fourth", monday)])
    await study.clock.move_to(OPENS + WEEK)
    assert "Fourth" in posts(study)[-1].text
    assert "Second" not in posts(study)[-1].text
    assert "First" not in posts(study)[-1].text
    assert "Third" in posts(study)[-1].text


@sqlite_only
async def test_two_members_voting_in_the_same_instant_both_count(study: Study) -> None:
    people = [await study.person(name) for name in ("Ana", "Ben", "Cara", "Dev")]
    panel = await opened(study)
    ballots = await asyncio.gather(*(who.click(panel, "Vote") for who in people))
    await asyncio.gather(
        *(who.choose(ballot, ["2603.00003"]) for who, ballot in zip(people, ballots, strict=True))
    )
    await study.clock.move_to(CLOSES)
    assert "4 approvals on 4 ballots" in posts(study)[-1].text


@sqlite_only
async def test_a_vote_at_closing_time_gets_a_clear_answer_and_is_not_counted(
    study: Study,
) -> None:
    ana = await study.person("Ana")
    panel = await opened(study)
    ballot = await ana.click(panel, "Vote")
    await ana.choose(ballot, ["2603.00001"])
    await study.clock.move_to(CLOSES)
    late = await ana.choose(ballot, ["2603.00003"])
    assert late.updated
    assert "This vote closed" in late.text
    assert re.search(r"● \d\. First", late.text)
    assert "Third" not in late.text
    # The old panel's button, as a client that has not seen the change would press it.
    pressed = await ana.click(panel, custom_id="paper:vote:1", forge=True)
    (told,) = await ana.until(lambda: pressed.followups)
    assert told.ephemeral
    assert "This vote closed" in told.text
    assert re.search(r"● \*\*1\*\* · \d\. First", posts(study)[-1].text)
    assert "No vote is open" in (await ana.slash("paper vote")).text


@sqlite_only
async def test_forged_ids_of_rounds_and_papers_are_refused(study: Study) -> None:
    ana = await study.person("Ana")
    panel = await opened(study)
    ballot = await ana.click(panel, "Vote")
    off_list = await ana.choose(ballot, ["2604.00001"], forge=True)
    assert "not on this shortlist" in off_list.text
    for forged in ("99", "0", "-1", "x", "", str(2**70), "1:2"):
        for route in ("paper:vote", "paper:result"):
            seen = await ana.click(panel, custom_id=f"{route}:{forged}", forge=True)
            assert seen.ephemeral
            assert "not here" in seen.text or "no longer works" in seen.text
    hidden = await ana.click(panel, custom_id="paper:result:1", forge=True)
    assert "Totals show at close" in hidden.text
    assert await count(study, BallotRow) == 0


@sqlite_only
async def test_a_round_of_one_server_cannot_be_reached_from_another(study: Study) -> None:
    ana = await study.person("Ana")
    panel = await opened(study)
    await ana.choose(await ana.click(panel, "Vote"), ["2603.00001"])
    elsewhere = study.sandbox.world.create_guild("Elsewhere")
    channel = elsewhere.create_text_channel("papers")
    eve = study.sandbox.user("Eve")
    eve.join(elsewhere)
    async with study.db.begin() as session:
        await groups.set_up(
            session,
            elsewhere.id,
            zone="UTC",
            start_date=MONDAY,
            announcements_channel_id=channel.id,
            papers_channel_id=channel.id,
            retros_channel_id=channel.id,
            now=study.clock.now(),
        )
        await groups.join(session, elsewhere.id, eve.id, now=study.clock.now())
    theirs = await eve.slash("paper picks")
    for forged in ("paper:vote:1", "paper:result:1"):
        seen = await eve.click(theirs, custom_id=forged, forge=True)
        assert "That shortlist is not here" in seen.text
    assert "First" not in (await eve.slash("paper history")).text


@sqlite_only
async def test_a10_nominating_by_id_link_and_form(study: Study) -> None:
    """Duplicates merge; what cannot be read comes back; an unknown id is said to be one."""
    ana, ben = await study.person("Ana"), await study.person("Ben")
    first = await ana.slash("paper nominate", paper="https://arxiv.org/pdf/2503.16419v2.pdf")
    assert first.ephemeral
    assert "Nominated: **Stop Overthinking" in first.text
    picks = await ben.slash("paper picks")
    form = await ben.click(picks, "Nominate")
    merged = await ben.submit(form, {"arXiv id or link": "arXiv:2503.16419"})
    assert "2 members wish for it now" in merged.text
    assert "already" in (await ana.slash("paper nominate", paper="2503.16419")).text
    for typed in ("attention please", "https://example.org/abs/2503.16419", "2513.00001"):
        seen = await ana.slash("paper nominate", paper=typed)
        assert "could not find an arXiv id" in seen.text
        assert "You wrote" in seen.text
    assert (
        "no paper with the id `2203.99999`"
        in (await ana.slash("paper nominate", paper="2203.99999")).text
    )
    study.sandbox.feeds.set_batch(MONDAY, [paper(7, "Seventh")])
    await study.clock.advance(timedelta(minutes=1))
    second = await ben.slash("paper nominate", paper="2603.00007")
    assert "You nominated **Stop Overthinking" in second.text
    assert "Withdrawn: **Stop Overthinking" in (await ben.click(second, "Withdraw")).text
    assert await count(study, NominationRow) == 1
    merged = await ben.slash("paper nominate", paper="2503.16419")
    assert "2 members wish for it now" in merged.text
    study.sandbox.feeds.break_with("api", "html")
    assert (
        "does not answer just now" in (await ana.slash("paper nominate", paper="2203.99998")).text
    )
    assert await count(study, NominationRow) == 2
    panel = await opened(study)
    assert "1. Stop Overthinking" in panel.text
    assert "Here because: nominated by two members" in panel.text
    listed = await ana.slash("paper nominate", paper="2503.16419")
    assert "on this week's shortlist already" in listed.text
    assert "Vote" in listed.buttons


@sqlite_only
async def test_a1_a_week_without_papers_is_said_plainly(study: Study) -> None:
    await study.person("Ana")
    study.sandbox.feeds.holiday(MONDAY)
    await study.clock.move_to(OPENS)
    (post,) = posts(study)
    assert "No papers to choose from this week" in post.text
    assert "since the last" not in post.text, "there was none before"
    for day in range(1, 5):
        study.sandbox.feeds.holiday(MONDAY + timedelta(days=day))
    await study.clock.move_to(CLOSES)
    assert len(posts(study)) == 1
    assert threads(study) == []


@sqlite_only
async def test_a_gone_channel_is_told_to_organisers_and_voting_goes_on(study: Study) -> None:
    ana = await study.person("Ana")
    study.papers.delete()
    study.sandbox.feeds.set_batch(MONDAY, THREE)
    await study.clock.move_to(OPENS)
    ballot = await ana.slash("paper vote")
    assert "you approve 1 of 4" in (await ana.choose(ballot, ["2603.00002"])).text
    mine = await study.organiser.slash("paper picks", channel=study.announcements)
    assert "could not post in the papers channel: the channel is gone" in mine.text
    assert "could not post" not in (await ana.slash("paper picks")).text


@sqlite_only
async def test_a_thread_that_may_not_be_opened_keeps_the_result(study: Study) -> None:
    ana = await study.person("Ana")
    study.papers.set_overwrite(
        study.sandbox.world.application.bot_user, deny=Permissions.CREATE_PUBLIC_THREADS
    )
    await opened(study)
    await ana.choose(await ana.slash("paper vote"), ["2603.00001"])
    await study.clock.move_to(CLOSES)
    assert "The group picked: First" in posts(study)[-1].text
    assert threads(study) == []
    seen = await study.organiser.slash("paper picks")
    assert "I may not open a thread there" in seen.text


@sqlite_only
async def test_u4_organisers_see_how_each_feed_is(study: Study) -> None:
    """A4: the failure stands with its category; members are not bothered with it."""
    ana = await study.person("Ana")
    await study.set_up(categories=("cs.LG", "cs.CL", "cs.CV"))
    study.sandbox.feeds.set_batch(MONDAY, THREE)
    study.sandbox.feeds.break_with("cs.CL", "malformed")
    await study.clock.move_to(START + timedelta(minutes=1))
    seen = await study.organiser.slash("paper picks")
    assert "● `cs.LG`: up to date, 3 entries" in seen.text
    assert "⊘ `cs.CL`: failing since <t:1772431200:f>: the feed is not valid XML" in seen.text
    assert "⏸ `cs.CV`: empty today: a quiet day" in seen.text
    assert "cs.CL" not in (await ana.slash("paper picks")).text
