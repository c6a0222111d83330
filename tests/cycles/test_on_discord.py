"""Cycles over the wire: an organiser closes one, members look back and go on."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest

from bot.milestones.values import Board
from sandbox import ActingUser, Permissions, Seen
from tests.cycles.closing import raw
from tests.live import Study
from tests.milestones.circle import board_at

pytestmark = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)

SETS = "theory-problem-sets"
SUMMARIES = "theory-paper-summaries"
LATENCY, DEMO = "practice-latency", "projects-demo"
LATER = "Count all from 11 March"
MONDAY = "<t:1773057600:D>"  # 9 March 2026


async def board_of(study: Study, user: ActingUser) -> Board:
    async with study.db.read() as session:
        return await board_at(session, study.guild.id, user.id, now=study.clock.now())


async def close(study: Study) -> Seen:
    """Olga closes the cycle; the next one begins on Monday."""
    seen: Seen = await study.organiser.slash("cycle start", date="monday")
    await study.organiser.click(seen, "Start cycle 2")
    await study.clock.advance(timedelta(seconds=1))
    return seen


async def test_p9_a_cycle_is_closed_after_a_preview_and_announced_once(study: Study) -> None:
    olga, ana = study.organiser, await study.person("Ana")
    before = await board_of(study, ana)
    first = await ana.slash("cycle show")
    assert first.ephemeral
    assert "**Cycle 1** · 0 of 35" in first.text
    assert "Block 1 · Theoretical foundations\n▱▱▱▱▱▱▱▱▱▱  0 % · 0 of 6" in first.text
    assert "The first one." in first.text
    assert "group's first cycle" in (await ana.slash("cycle review")).text

    for who, in_dms in ((ana, False), (olga, True)):
        refused = await who.slash("cycle start", dm=in_dms)
        assert "This is for organisers" in refused.text or "in the server" in refused.text
    seen = await olga.slash("cycle start", date="gestern")
    assert "gestern" in seen.text
    assert "Cycle 1 itself begins" in (await olga.slash("cycle start")).text
    seen = await olga.slash("cycle start", date="monday")
    assert seen.ephemeral
    assert "**Close cycle 1, begin cycle 2**" in seen.text
    assert "Cycle 2 begins Monday 9 March 2026." in seen.text
    assert "counts appear from 5 members on" in seen.text
    assert f"in <#{study.announcements.id}>" in seen.text
    await olga.click(seen, "Cancel")
    assert "Nothing has changed: cycle 1 goes on." in seen.text
    for which in ("1:2028-01-01", "1:2026-03-02", "7:2026-03-09"):
        forged = await olga.click(
            seen, custom_id=f"cycle:begin:{study.guild.id}:{which}", forge=True
        )
        assert "is closed" not in forged.text, which
    assert await raw(study.db) == []

    seen, other = [await olga.slash("cycle start", date=day) for day in ("monday", "tuesday")]
    await study.restart()
    await olga.click(seen, "Start cycle 2")
    assert "**Cycle 1 is closed, cycle 2 begins Monday 9 March 2026**" in seen.text
    await olga.click(other, "Start cycle 2")
    assert "**Cycle 1 is closed already**" in other.text
    assert "Nothing was done twice" in other.text
    await study.clock.advance(timedelta(hours=1))
    [news] = study.announcements.messages
    assert f"**Cycle 1 is over, cycle 2 begins {MONDAY}**" in news.text
    assert "Together" not in news.text
    assert not news.mentions
    assert await board_of(study, ana) == before
    assert f"It begins {MONDAY}" in (await ana.slash("cycle show")).text

    mine = await ana.click(news, "Review")
    assert mine.ephemeral
    assert "**Review of cycle 1** · 0 of 35 decided" in mine.text
    await ana.click(mine, "One by one")
    assert "○ **Problem sets on matrix calculus" in mine.text


async def test_p9_where_it_cannot_be_announced_the_cycle_is_closed_all_the_same(
    study: Study,
) -> None:
    ana = await study.person("Ana")
    closed = study.guild.create_text_channel("closed", deny=Permissions.SEND_MESSAGES)
    await study.set_up(announcements_channel_id=closed.id)
    seen = await close(study)
    assert f"in <#{closed.id}>, once I have *Send Messages* there" in seen.text
    assert not list(closed.messages)
    shown = await study.organiser.slash("setup")
    assert "**Not posted**\nA new cycle is announced, <t:" in shown.text
    assert "I may not write in the channel." in shown.text
    assert "**Cycle 2**" in (await ana.slash("cycle show")).text


async def test_p9_each_open_one_is_decided_and_the_snapshot_stays(study: Study) -> None:
    """Over a restart, and for Ana alone."""
    ana, ben = await study.person("Ana"), await study.person("Ben")
    await ana.slash("milestone done", milestone=SETS)
    await ana.slash("milestone add", title="@everyone **Mine**", block="theory")
    await close(study)
    kept, bens = await raw(study.db), await board_of(study, ben)

    seen = await ana.slash("cycle review")
    assert "**Review of cycle 1** · 0 of 35 decided" in seen.text
    await ana.click(seen, custom_id=f"cycle:case:{study.guild.id}:1:{SUMMARIES}")
    assert "○ **Summaries of two foundational papers**\n-# Block 1" in seen.text
    await study.restart()
    form = await ana.click(seen, "New date")
    # The plan has it in week 2.
    assert form.modal is not None
    assert form.modal.fields["By when?"]["value"] == "2026-03-23"
    wrong = await ana.submit(form, {"By when?": "2026-01-01"})
    assert "in the past" in wrong.text
    assert "2026-01-01" in wrong.text
    await ana.submit(await ana.click(seen, "New date"))
    assert "New date: *Summaries of two foundational papers*, due <t:1774267200:D>" in seen.text
    await ana.click(seen, "Carry")
    assert "Carried: " in seen.text
    await ana.click(seen, "Drop")
    assert "Dropped: " in seen.text
    await ana.click(seen, "List")
    assert "3 of 35 decided\n32 to decide" in seen.text
    assert seen.buttons[1:6] == ["Decide", "Change", "Change", "Bring back", "Decide"]
    assert (await board_of(study, ana)).count.total == 35
    await ana.click(seen, "Bring back")
    assert "Back, and not decided" in seen.text
    assert (await board_of(study, ana)).count.total == 36

    await ana.click(seen, "›")
    await ana.click(seen, "Count all from 9 March")
    assert "open dates move, for example:" in seen.text
    assert SUMMARIES not in seen.text
    await ana.click(seen, "Cancel")
    await ana.click(seen, "Count all from 9 March")
    await ana.click(seen, "Confirm")
    assert "Your plan counts from Monday 9 March 2026 now" in seen.text
    assert not [label for label in seen.buttons if label.startswith("Count")]
    assert str((await board_of(study, ana)).start) == "2026-03-09"
    assert await board_of(study, ben) == bens
    assert await raw(study.db) == kept


async def test_p9_deciding_again_replaces_what_was_decided(study: Study) -> None:
    """And what was done, hidden or brought back elsewhere is seen in the review."""
    ana, about = await study.person("Ana"), f"{study.guild.id}:1"
    form = await ana.click(await ana.slash("me"), custom_id=f"milestone:pace:{study.guild.id}")
    slower = await ana.submit(form, {"Days after the plan's dates": "7"})
    await ana.click(slower, "Confirm")
    await ana.slash("milestone due", milestone=SUMMARIES, date="2026-03-20")
    await ana.slash("milestone add", title="Mine", due="2026-04-01")
    await ana.slash("milestone add", title="Its step", under="own-1")
    await close(study)
    before = await board_of(study, ana)
    seen = await ana.slash("cycle review")
    assert "0 of 37 decided" in seen.text

    async def press(act: str, milestone: str) -> Seen:
        custom_id = f"cycle:{act}:{about}:{milestone}"
        pressed: Seen = await ana.click(seen, custom_id=custom_id, forge=True)
        return pressed

    await ana.submit(await press("date", SUMMARIES), {"By when?": "2026-03-25"})
    assert str((await board_of(study, ana)).find(SUMMARIES).due) == "2026-03-25"
    await press("carry", SUMMARIES)
    assert await board_of(study, ana) == before
    await press("drop", "own-1")
    assert len((await board_of(study, ana)).items) == len(before.items) - 2
    await ana.click(seen, custom_id=f"cycle:overview:{study.guild.id}", forge=True)
    assert "2 of 36 decided" in seen.text, "the step went with its milestone"
    await press("back", "own-1")
    assert await board_of(study, ana) == before

    await press("drop", LATENCY)
    hidden = await ana.slash("milestone show", milestone=LATENCY)
    await ana.click(hidden, "Show again")
    await ana.slash("milestone hide", milestone=DEMO)
    await ana.slash("milestone done", milestone=SETS)
    again = await ana.slash("cycle review")
    assert "2 of 36 decided" in again.text, "one carried, one hidden; what is done is not asked"
    assert "not up for review" in (await press("case", SETS)).text

    await ana.click(again, "Count all from 9 March")
    form = await study.organiser.click(
        await study.organiser.slash("setup"), custom_id="setup:basics"
    )
    await study.organiser.submit(form, {"start": "2026-03-11"})
    assert "has changed since that preview" in (await ana.click(again, "Confirm")).text
    assert (await board_of(study, ana)).start == before.start
    await ana.click(await ana.click(await ana.slash("cycle review"), LATER), "Confirm")
    after = await board_of(study, ana)
    assert str(after.start) == "2026-03-11"
    assert after.find(SUMMARIES).due == before.find(SUMMARIES).due
    now, then = (board.find("practice-train-models").due for board in (after, before))
    assert now is not None
    assert then is not None
    assert now > then


async def test_p9_a_snapshot_is_shown_as_it_was(study: Study) -> None:
    ana, ben = await study.person("Ana"), await study.person("Ben")
    await ana.slash("milestone done", milestone=SETS, link="https://a.example/1", note="Hm\nso")
    await close(study)
    await ana.slash("milestone undo", milestone=SETS)
    shown = await ana.slash("cycle show")
    await ana.choose(shown, "Cycle 1")
    assert "**Cycle 1, Monday 2 March 2026 to Monday 2 March 2026** · 1 of 35" in shown.text
    assert "● Problem sets on matrix calculus" in shown.text
    assert "it does not change" in shown.text
    opened = await ana.choose(shown, SETS)
    assert "[a.example](<https://a.example/1>)\nHm\nso" in opened.text
    await ana.click(shown, "›")
    await ana.click(shown, "This cycle")
    assert "**Cycle 2** · 0 of 35" in shown.text
    direct = await ben.slash("cycle show", dm=True, number=1)
    assert "0 of 35" in direct.text
    [offered] = await ben.autocomplete("cycle show", "number", "1")
    assert offered.value == 1
    assert "in cycle 2" in (await ben.slash("cycle show", number=9)).text


async def test_p9_the_group_is_counted_without_names_and_others_buttons_reach_nothing(
    study: Study, caplog: pytest.LogCaptureFixture
) -> None:
    people = [await study.person(name) for name in ("Ana", "Ben", "Cy", "Dee", "Eli")]
    ana, ben = people[:2]
    await ana.slash("milestone done", milestone=SETS)
    await ana.slash("milestone add", title="Ana's own")
    seen = await study.organiser.slash("cycle start", date="monday")
    assert "1 of 175 milestones done, 174 open, 5 members taken together" in seen.text
    start = f"cycle:begin:{study.guild.id}:1:2026-03-09"
    sam = await study.person("Sam", joined=False)
    help_ = await ben.slash("help")
    for who, panel in ((ben, help_), (sam, await sam.slash("help"))):
        refused = await who.click(panel, custom_id=start, forge=True)
        assert "This is for organisers" in refused.text
    eve, elsewhere = study.sandbox.user("Eve"), study.sandbox.world.create_guild("Elsewhere")
    elsewhere.create_text_channel("general")
    eve.join(
        elsewhere, roles=[elsewhere.create_role("Organisers", permissions=Permissions.MANAGE_GUILD)]
    )
    refused = await eve.click(await eve.slash("help"), custom_id=start, forge=True)
    assert "another server" in refused.text
    assert await raw(study.db) == []
    await close(study)
    [news] = study.announcements.messages
    assert "1 of 175 milestones done" in news.text
    assert "Ana" not in news.text
    assert "</join:" in (await sam.click(news, "Review")).text

    before = await board_of(study, ana)
    for act in ("carry", "drop", "back", "case", "date"):
        for name in ("own-1", SETS.upper(), "x" * 60):
            custom_id = f"cycle:{act}:{study.guild.id}:1:{name}"
            answer = await ben.click(help_, custom_id=custom_id, forge=True)
            assert "not up for review" in answer.text
    for number in (0, 2, 2**62):
        custom_id = f"cycle:drop:{study.guild.id}:{number}:{SETS}"
        assert "review is over" in (await ben.click(help_, custom_id=custom_id, forge=True)).text
        custom_id = f"cycle:page:{study.guild.id}:{number}:0"
        assert (await ben.click(help_, custom_id=custom_id, forge=True)).failed is None
    assert await board_of(study, ana) == before
    # Whoever comes later has nothing to review and no snapshot.
    late = await study.person("Late")
    assert "not in the group when cycle 1 was closed" in (await late.slash("cycle review")).text
    assert "nothing of yours" in (await late.slash("cycle show", number=1)).text
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []


async def test_p9_that_the_news_came_too_late_to_be_posted_stands_in_setup(study: Study) -> None:
    olga = study.organiser
    assert "Not posted" not in (await olga.slash("setup")).text
    study.clock.unfollow(study.bot.jobs)
    seen = await olga.slash("cycle start", date="monday")
    await olga.click(seen, "Start cycle 2")
    await study.clock.advance(timedelta(days=4))
    study.clock.follow(study.bot.jobs)
    await study.clock.advance(timedelta(minutes=1))
    assert not list(study.announcements.messages)
    shown = await olga.slash("setup")
    assert "**Not posted**\nA new cycle is announced, <t:" in shown.text
    assert "by the time that I could, it was too late" in shown.text
