"""Own milestones, dates, hiding, pace, path and the group over the wire."""

from __future__ import annotations

import logging

import pytest

from bot.milestones.models import OwnRow
from bot.milestones.values import Board
from sandbox import ActingUser, Upload
from tests.live import Study, form_of
from tests.milestones.circle import board_at
from tests.plans.strategies import milestone_text, small_plan

pytestmark = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)

SETS = "theory-problem-sets"
SUMMARIES = "theory-paper-summaries"
EVIL = "@everyone <@&1> **bold** [x](https://evil.example) \u202eשלום"


async def board_of(study: Study, user: ActingUser) -> Board:
    async with study.db.read() as session:
        return await board_at(session, study.guild.id, user.id, now=study.clock.now())


async def test_p7_a_milestone_and_its_steps_by_command_and_button(study: Study) -> None:
    ana = await study.person("Ana")
    added = await ana.slash("milestone add", title=EVIL, block="projects", due="in 2 weeks")
    assert added.ephemeral
    assert "It counts in your block 4." in added.text
    for bad in ("@everyone", "\u202e", "<@&1>"):
        assert bad not in added.text.replace("\\<", "")
    form = await ana.click(added, "Add step")
    assert form_of(form).title.startswith("Step of: ")
    step = await ana.submit(form, {"What will be done?": "Find data", "By when?": "friday"})
    assert "as a step" in step.text
    deeper = await ana.slash("milestone add", title="Ask around", under="own-2")
    assert "Step of *Find data*" in deeper.text

    seen = await ana.slash("milestone list", block="projects")
    assert "0 of 6" in seen.text
    await ana.click(seen, "›")
    assert "0 of 1 step" in seen.text
    assert "↳ ○ **Find data**" in seen.text
    assert "↳↳ ○ **Ask around**" in seen.text
    done = await ana.slash("milestone done", milestone="Find data")
    assert "That is 1 of 1 step of" in done.text
    assert (await board_of(study, ana)).count.done == 0

    top = await ana.slash("milestone show", milestone="own-1")
    asked = await ana.click(top, "Drop")
    assert "with the 2 steps below it" in asked.text
    await ana.click(asked, "Drop")
    assert "Bring back" in asked.buttons
    assert (await board_of(study, ana)).count.total == 35
    await ana.click(asked, "Bring back")
    assert (await board_of(study, ana)).count.total == 36
    form = await ana.click(asked, "Rename")
    await ana.submit(form, {"Title": "A calmer title"})
    assert "**A calmer title**" in asked.text


async def test_p7_typed_text_comes_back_and_nothing_is_half_done(study: Study) -> None:
    ana = await study.person("Ana")
    seen = await ana.slash("milestone list")
    form = await ana.click(seen, "Add")
    answer = await ana.submit(form, {"What will be done?": "My plan", "By when?": "2020-01-01"})
    assert "in the past" in answer.text
    assert "My plan" in answer.text
    answer = await ana.slash("milestone add", title="Kept too", due="someday")
    assert "Kept too" in answer.text
    answer = await ana.slash("milestone due", milestone=SETS, date="2020-01-01")
    assert "in the past" in answer.text
    assert (await board_of(study, ana)).count.total == 35


async def test_p7_room_and_depth_end_with_a_kind_word(study: Study) -> None:
    ana = await study.person("Ana")
    async with study.db.begin() as session:
        whose = {"guild_id": study.guild.id, "user_id": ana.id, "added_at": study.clock.now()}
        session.add_all(OwnRow(number=n, title="Mine", **whose) for n in range(1, 96))
    for title, under in (("Top", None), ("One", 96), ("Two", 97), ("Three", 98)):
        place = {"under": f"own-{under}"} if under else {}
        await ana.slash("milestone add", options={"title": title, **place})
    deep = await ana.slash("milestone add", title="Four", under="own-99")
    assert "Steps nest 3 deep" in deep.text
    assert "Four" in deep.text
    last = await ana.slash("milestone add", title="Last")
    full = await ana.slash("milestone add", title="More")
    assert "no more fit" in full.text
    assert "More" in full.text
    dropped = await ana.click(await ana.click(last, "Drop"), "Drop")
    await ana.slash("milestone add", title="More")
    assert "no more fit" in (await ana.click(dropped, "Bring back")).text
    # What is another's to leave out: the plan's are hidden, one's own are dropped.
    theirs = await ana.click(last, custom_id=f"milestone:drop:{SETS}", forge=True)
    assert "</milestone hide:" in theirs.text
    assert "*Drop*" in (await ana.slash("milestone hide", milestone="own-1")).text
    await ana.slash("milestone done", milestone="own-1")
    closed = await ana.slash("milestone due", milestone="own-1", date="24 Dec")
    assert "keeps the date it had" in closed.text
    assert "24 Dec" in closed.text
    assert (await board_of(study, ana)).count.total == 35 + 97


async def test_p7_an_own_date_by_command_and_form(study: Study) -> None:
    ana = await study.person("Ana")
    dated = await ana.slash("milestone due", milestone=SETS, date="24 Dec")
    assert "is due <t:1798113600:D> now, for you alone" in dated.text
    form = await ana.click(dated, "Date")
    assert form_of(form).fields["By when?"]["value"] == "2026-12-24"
    await ana.submit(form, {"By when?": ""})
    assert "has no date now" in dated.text
    cleared = await ana.slash("milestone due", milestone=SUMMARIES)
    assert "has the plan's date again" in cleared.text


async def test_p7_hidden_ones_are_counted_out_and_brought_back(study: Study) -> None:
    ana = await study.person("Ana")
    hidden = await ana.slash("milestone hide", milestone=SETS)
    assert "Show again" in hidden.buttons
    await ana.slash("milestone hide", milestone=SUMMARIES)
    seen = await ana.slash("milestone list")
    assert "0 of 33" in seen.text
    await ana.click(seen, "2 hidden · show")
    assert seen.buttons[:2] == ["Show", "Show"]
    await ana.click(seen, custom_id=f"milestone:unhide:{SETS}:0:hidden:0")
    await ana.click(seen, custom_id=f"milestone:unhide:{SUMMARIES}:0:hidden:0")
    assert "0 of 35" in seen.text
    await ana.slash("milestone hide", milestone=SETS)
    await ana.click(hidden, "Show again")
    assert "is back on your board" in hidden.text
    offered = await ana.autocomplete("milestone hide", "milestone", "problem")
    assert offered[0].value == SETS


async def test_the_list_filters_by_due(study: Study) -> None:
    ana = await study.person("Ana")
    soon = await ana.slash("milestone list", status="soon")
    assert "**Summaries of two foundational papers**" in soon.text
    assert "Problem sets" not in soon.text
    assert "Nothing is past its date" in (await ana.slash("milestone list", status="overdue")).text
    await study.clock.move_to(study.clock.now().replace(day=20))
    late = await ana.slash("milestone list", status="overdue")
    assert "**Summaries of two foundational papers**\nplanned for" in late.text


async def test_next_says_why(study: Study) -> None:
    ana = await study.person("Ana")
    seen = await ana.slash("milestone next")
    assert "**Next for you**\nBecause: due in 14 days (<t:1773662400:D>), 6–10 h." in seen.text

    plan = small_plan(
        milestone_text("read", hours=[4, 6]),
        milestone_text("quick", needs=["read"], hours=[1, 2]),
        milestone_text("talk", hours=[5, 6]),
    )
    upload = Upload("plan.toml", plan.encode())
    preview = await study.organiser.slash("plan import", file=upload)
    await study.organiser.click(preview, "Confirm")

    async def because(*words: str) -> None:
        seen = await ana.slash("milestone next")
        assert all(word in seen.text for word in words), seen.text

    await because("**Milestone read**", "of what comes next it is the shortest, 4–6 h")
    await ana.slash("milestone due", milestone="quick", date="2026-03-10")
    await because(
        "**Milestone read**", "*Milestone quick* waits for it and is due <t:1773144000:D>"
    )
    await ana.slash("milestone done", milestone="read")
    await ana.slash("milestone add", title="Begin here", under="quick")
    await because("**Milestone quick**", "due in 8 days", "everything before it is done, 1–2 h")
    await because("Begin with *Begin here*")
    await ana.slash("milestone done", milestone="quick")
    await ana.slash("milestone start", milestone="talk")
    await because("**Milestone talk**", "you have begun it, 5–6 h")


async def test_p3_show_tells_every_state_with_its_time(study: Study) -> None:
    ana = await study.person("Ana")
    await ana.slash("milestone start", milestone=SETS)
    began = int(study.clock.now().timestamp())
    await study.clock.move_to(study.clock.now().replace(hour=9))
    seen = await ana.slash("milestone done", milestone=SETS)
    ended = int(study.clock.now().timestamp())
    assert f"◐ in progress <t:{began}:f> → ● done <t:{ended}:f>" in seen.text
    await ana.click(seen, "Undo")
    assert f"-# ◐ in progress <t:{began}:f>" in seen.text
    assert "● done" not in seen.text


async def test_p4_a_note_by_command_or_form(study: Study) -> None:
    ana = await study.person("Ana")
    about = {"note": "On the way", "link": "https://example.org"}
    early = await ana.slash("milestone note", options={"milestone": SETS, **about})
    assert "○ **Problem sets" in early.text
    assert "> On the way" in early.text
    assert "[example.org]" in early.text
    done = await ana.slash("milestone done", milestone=SETS)
    assert "> On the way" in done.text
    noted = await ana.slash("milestone note", milestone=SETS, note="It took a while")
    assert "> It took a while" in noted.text
    assert "[example.org]" in noted.text
    form = await ana.slash("milestone note", milestone=SETS)
    assert form_of(form).fields["Note"]["value"] == "It took a while"
    answer = await ana.submit(form, {"Link": "", "Note": "Shorter"})
    assert "> Shorter" in answer.text
    assert "example.org" not in answer.text


async def test_p6_the_pace_moves_dates_after_a_preview(study: Study) -> None:
    ana = await study.person("Ana")
    me = await ana.slash("me")
    assert "**Pace** · on the plan's dates, counted from Monday 2 March 2026" in me.text
    form = await ana.click(me, custom_id=f"milestone:pace:{study.guild.id}")
    await ana.submit(
        form, {"Days after the plan's dates": "+7", "Your first day of the plan": "today"}
    )
    assert "open dates move, for example:" in me.text
    assert "<t:1773662400:D> → <t:1774267200:D>" in me.text
    before = await board_of(study, ana)
    await ana.click(me, "Cancel")
    assert await board_of(study, ana) == before

    await ana.slash("milestone done", milestone=SUMMARIES)
    await ana.slash("milestone due", milestone=SETS, date="2026-03-20")
    other = await ana.slash("me")
    for panel, days in ((me, "7"), (other, "14")):
        form = await ana.click(panel, custom_id=f"milestone:pace:{study.guild.id}")
        await ana.submit(form, {"Days after the plan's dates": days})
    await ana.click(me, "Confirm")
    assert "**Pace: +7 days**" in me.text
    assert "has changed since that preview" in (await ana.click(other, "Confirm")).text
    after = await board_of(study, ana)
    assert after.pace_days == 7
    dates = [str(after.find(name).due) for name in (SUMMARIES, SETS, "practice-train-models")]
    assert dates == ["2026-03-16", "2026-03-27", "2026-04-06"], "done; its own; the plan's"
    await ana.click(me, "My settings")
    assert "**Pace** · +7 days" in me.text
    form = await ana.click(me, custom_id=f"milestone:pace:{study.guild.id}")
    answer = await ana.submit(form, {"Days after the plan's dates": "a lot"})
    assert "number of days" in answer.text
    assert "a lot" in answer.text


async def test_p8_u13_choose_a_path_finish_it_and_take_the_other(study: Study) -> None:
    ana = await study.person("Ana")
    me = await ana.slash("me")
    assert "**Path** · all of the plan" in me.text
    await ana.click(me, custom_id=f"milestone:path:{study.guild.id}")
    assert "**Natural language processing** · 0 of 3\n" in me.text
    await ana.choose(me, "nlp")
    assert "Your board shows *Natural language processing* now: 0 of 32. What" in me.text
    await ana.click(me, "My settings")
    assert "**Path** · Natural language processing" in me.text
    view = await board_of(study, ana)
    for item in view.items:
        if item.milestone.path == "nlp":
            await ana.slash("milestone done", milestone=item.id)
    seen = await ana.slash("milestone list")
    assert "**Natural language processing is done**, all 3" in seen.text
    stay = await ana.slash("milestone list")
    await ana.click(seen, custom_id="milestone:rotate:cv")
    assert (await board_of(study, ana)).path == "cv"
    await ana.click(seen, custom_id="milestone:rotate:nlp", forge=True)
    await ana.click(stay, "Not now")
    assert "is done**" not in stay.text
    assert "is done**" not in (await ana.slash("milestone list")).text


async def test_buttons_of_own_ones_work_after_a_restart_and_for_nobody_else(
    study: Study, caplog: pytest.LogCaptureFixture
) -> None:
    ana, ben = await study.person("Ana"), await study.person("Ben")
    seen = await ana.slash("milestone add", title="Ana's own")
    await study.restart()
    his = await ben.slash("milestone list")
    for act in ("drop-sure", "drop", "restore", "rename", "hide", "due", "start", "open"):
        answer = await ben.click(his, custom_id=f"milestone:{act}:own-1", forge=True)
        assert "Ana's own" not in answer.text
    await ana.click(await ana.click(seen, "Drop"), "Keep")
    assert (await board_of(study, ana)).count.total == 36
    await study.set_up()
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []
