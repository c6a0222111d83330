"""Milestones over the wire: the real bot, the sandbox, and people who press and type."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.milestones import overrides, own
from bot.milestones import service as milestones
from sandbox import ActingUser, Permissions, Seen
from tests.groups import acting as groups
from tests.live import Study, custom_ids
from tests.milestones.circle import board_at, caller_of
from tests.statements import statements

pytestmark = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)

PR = "projects-first-pr"
SETS = "theory-problem-sets"
EVIL = "@everyone <@&1> **bold** [x](https://evil.example) \u202eשלום"


async def counts(study: Study, user: ActingUser) -> tuple[int, int]:
    async with study.db.read() as session:
        board = await board_at(session, study.guild.id, user.id, now=study.clock.now())
    return board.count.done, board.count.total


def act_on(seen: Seen, route: str, milestone: str = "") -> str:
    return custom_ids(seen, f"{route}:{milestone}".rstrip(":"))[0]


async def test_p5_c7_from_the_list_to_a_shared_win(study: Study) -> None:
    ana, ben = await study.person("Ana"), await study.person("Ben")
    seen = await ana.slash("milestone list", block="theory")
    assert seen.ephemeral
    assert "**Block 1 · Theoretical foundations** · 0 of 6" in seen.text

    pressed = await ana.click(seen, custom_id=act_on(seen, "milestone:done", SETS))
    assert pressed.updated
    assert "1 of 6" in seen.text
    assert await counts(study, ana) == (1, 35)
    [offer] = await ana.until(lambda: pressed.followups)
    assert offer.ephemeral
    assert "That is block 1 at 16 %." in offer.text
    assert not list(study.announcements.messages)

    shared = await ana.click(await ana.click(offer, "Share"), "Share it")
    assert "Shared: *Problem sets" in shared.text
    assert f"*, in <#{study.announcements.id}>." in shared.text
    assert "*Take back* deletes its post" in shared.text
    await study.clock.advance(timedelta(seconds=1))
    [win] = ben.visible(study.announcements)
    assert f"{ana.mention} finished **Problem sets" in win.text
    assert not win.mentions
    assert "Share" not in shared.buttons

    mine = await ben.click(win, "My milestones")
    assert mine.ephemeral
    assert "0 of 35" in mine.text


async def test_c7_nothing_is_public_without_a_press_and_a_win_is_posted_once(study: Study) -> None:
    ana = await study.person("Ana")
    seen = await ana.slash("milestone done", milestone=PR, link="https://example.org/1", note=EVIL)
    await study.clock.advance(timedelta(minutes=1))
    assert not list(study.announcements.messages)
    asked = await ana.click(seen, "Share")
    assert f"Everybody in <#{study.announcements.id}> sees:" in asked.text
    assert f"{ana.mention} finished **First merged" in asked.text
    assert "[example.org](<https://example.org/1>)" in asked.text
    assert "bold" not in asked.text
    await study.clock.advance(timedelta(minutes=1))
    assert not list(study.announcements.messages), "it was only shown"
    sure = act_on(asked, "milestone:share-sure", PR)
    await ana.click(asked, custom_id=sure)
    again = await ana.click(asked, custom_id=sure, forge=True)
    assert "shared already" in again.text
    assert "shared already" in (await ana.slash("win share", milestone=PR)).text
    await study.clock.advance(timedelta(minutes=1))
    [win] = list(study.announcements.messages)
    assert "[example.org](<https://example.org/1>)" in win.text
    assert "bold" not in win.text

    # Undone and done again, it may be shared again, the same day too.
    await ana.slash("milestone undo", milestone=PR)
    seen = await ana.slash("milestone done", milestone=PR)
    await ana.click(await ana.click(seen, "Share"), "Share it")
    await study.clock.advance(timedelta(minutes=1))
    assert len(list(study.announcements.messages)) == 2


async def test_c7_a_shared_win_is_taken_back_with_its_post(study: Study) -> None:
    ana = await study.person("Ana")
    await ana.slash("milestone done", milestone=PR)
    for _ in range(2):
        seen = await ana.slash("milestone show", milestone=PR)
        await ana.click(await ana.click(seen, "Share"), "Share it")
        await study.clock.advance(timedelta(minutes=1))
        [win] = study.announcements.messages
        assert "First merged" in win.text
        await ana.click(seen, "Take back")
        assert "Its post is gone" in seen.text
        assert "Share" in seen.buttons
        assert not list(study.announcements.messages)
        assert "First merged" not in (await ana.slash("win list")).text
    study.clock.unfollow(study.bot.jobs)
    await ana.click(await ana.click(seen, "Share"), "Share it")
    await ana.click(seen, "Take back")
    study.clock.follow(study.bot.jobs)
    await study.clock.advance(timedelta(minutes=1))
    assert not list(study.announcements.messages), "it was still on its way"
    await ana.click(await ana.click(seen, "Share"), "Share it")
    await study.clock.advance(timedelta(minutes=1))
    where = "/channels/{channel_id}/messages/{message_id}"
    study.sandbox.faults.fail("DELETE", where, status=403)
    assert "I could not delete its post" in (await ana.click(seen, "Take back")).text


async def test_c7_a_win_shared_and_taken_back_at_once_is_not_posted(study: Study) -> None:
    """Undone, hidden, or dropped."""
    ana = await study.person("Ana")
    await ana.slash("milestone add", title="My own")
    study.clock.unfollow(study.bot.jobs)
    taken_back = {PR: milestones.undo, SETS: overrides.hide, "own-1": own.drop}
    async with study.db.begin() as session:
        guild_id, now = study.guild.id, study.clock.now()
        caller = await caller_of(session, ana.id, guild_id=guild_id, now=now)
        for name, take_back in taken_back.items():
            await milestones.finish(session, caller, name)
            await milestones.share(session, caller, name)
            await take_back(session, caller, name)
    study.clock.follow(study.bot.jobs)
    await study.clock.advance(timedelta(minutes=1))
    assert not list(study.announcements.messages)
    listed = (await ana.slash("win list")).text
    assert "My own" not in listed
    assert "First merged" not in listed


async def test_m3_a_missing_permission_is_named_and_nothing_is_shared(study: Study) -> None:
    ana = await study.person("Ana")
    closed = study.guild.create_text_channel("closed", deny=Permissions.SEND_MESSAGES)
    await study.set_up(announcements_channel_id=closed.id)
    seen = await ana.slash("milestone done", milestone=PR)
    answer = await ana.click(seen, "Share")
    assert f"I may not write in <#{closed.id}>" in answer.text
    assert "Share" in seen.buttons


async def test_p3_p4_start_done_undo_by_keyboard(study: Study) -> None:
    ana = await study.person("Ana")
    assert "In progress: *First merged" in (await ana.slash("milestone start", milestone=PR)).text
    done = await ana.slash(
        "milestone done",
        milestone="first merged pull REQUEST",
        link="https://example.org",
        note="n",
    )
    assert done.ephemeral
    assert "Done: *First merged pull request*. That is block 4 at 20 %." in done.text
    assert "[example.org](<https://example.org>)" in done.text
    undone = await ana.slash("milestone undo", milestone=PR)
    assert "In progress: *First merged pull request*" in undone.text
    skipped = await ana.slash("milestone skip", milestone="projects-demo")
    assert "counts neither way" in skipped.text
    assert await counts(study, ana) == (0, 34)


async def test_p3_an_undo_button_pressed_twice_takes_back_one_change(study: Study) -> None:
    ana = await study.person("Ana")
    await ana.slash("milestone start", milestone=PR)
    seen = await ana.slash("milestone done", milestone=PR)
    undo = act_on(seen, "milestone:revert", PR)
    await ana.click(seen, custom_id=undo)
    again = await ana.click(seen, custom_id=undo, forge=True)
    assert "is in progress already" in again.text


async def test_buttons_work_after_a_restart_and_for_whoever_presses(study: Study) -> None:
    ana = await study.person("Ana")
    ben = await study.person("Ben")
    seen = await ana.slash("milestone list")
    await study.restart()
    await ana.click(seen, custom_id=act_on(seen, "milestone:done", SETS))
    assert "1 of 35" in seen.text
    # Ben forges a press of Ana's button at a message of his own: it is his list that changes.
    his = await ben.slash("milestone list")
    await ben.click(his, custom_id=act_on(seen, "milestone:undo", SETS), forge=True)
    assert await counts(study, ana) == (1, 35)
    assert await counts(study, ben) == (0, 35)


FORGED = [
    "milestone:done:no-such:0:all:0",
    "milestone:done:projects-first-pr:0:everything:0",
    "milestone:done:projects-first-pr:x:all:0",
    "milestone:done",
    "milestone:undo:projects-first-pr:99:0:all:0",
    "milestone:page:99:all:99",
    "milestone:page:-7:open:-7",
    "milestone:share:projects-first-pr",
    "milestone:note:projects-first-pr'; --",
    "milestone:nothing:1",
]


async def test_forged_custom_ids_change_nothing_and_are_answered(study: Study) -> None:
    ana = await study.person("Ana")
    seen = await ana.slash("milestone list")
    for custom_id in FORGED:
        answer = await ana.click(seen, custom_id=custom_id, forge=True)
        assert answer.failed is None
        assert "broke on my side" not in answer.text
    assert await counts(study, ana) == (0, 35)


async def test_paging_and_filter(study: Study) -> None:
    ana = await study.person("Ana")
    await ana.slash("milestone done", milestone=PR)
    seen = await ana.slash("milestone list")
    assert "1/6" in seen.buttons
    await ana.click(seen, "›")
    assert "2/6" in seen.buttons
    opened = await ana.choose(seen, "practice-deploy-app", custom_id=act_on(seen, "milestone:pick"))
    assert opened.ephemeral
    assert "Date" in opened.buttons
    assert "2/6" in seen.buttons, "the list stays"
    unknown = await ana.choose(seen, EVIL, custom_id=act_on(seen, "milestone:pick"), forge=True)
    assert "I do not know that milestone on your board" in unknown.text
    await ana.choose(seen, "show-done", custom_id=act_on(seen, "milestone:filter"))
    assert seen.buttons == ["Undo", "Next for me", "Add"]
    await ana.choose(seen, "block-4", custom_id=act_on(seen, "milestone:blocks"))
    assert "**Block 4" in seen.text
    assert seen.buttons == ["Undo", "Next for me", "Add"]
    await ana.choose(seen, "show-open", custom_id=act_on(seen, "milestone:filter"))
    assert seen.buttons.count("Done") == 6
    await ana.choose(seen, "block-999", custom_id=act_on(seen, "milestone:blocks"), forge=True)
    assert "1 of 35" in seen.text
    next_up = await ana.click(seen, "Next for me")
    assert "Summaries of two foundational papers" in next_up.text
    by_options = await ana.slash("milestone list", block="projects", status="done")
    assert by_options.buttons == ["Undo", "Next for me", "Add"]
    for typed in ("4", "block 4", "Block 4 · Real projects", "real projects"):
        assert "**Block 4" in (await ana.slash("milestone list", block=typed)).text, typed
    for typed in ("Block 99", "block four", "4 5"):
        assert "no such block" in (await ana.slash("milestone list", block=typed)).text, typed


async def test_the_list_asks_the_database_as_much_in_a_large_group(study: Study) -> None:
    """Another forty members, and what everybody did, cost no further statement."""
    ana = await study.person("Ana")

    async def asked() -> list[str]:
        await ana.slash("milestone list")
        with statements(study.db) as seen:
            await ana.slash("milestone list")
        return seen

    few, now = await asked(), study.clock.now()
    async with study.db.begin() as session:
        for user_id in range(1000, 1040):
            await groups.join(session, study.guild.id, user_id, now=now)
            await milestones.finish(
                session, await caller_of(session, user_id, guild_id=study.guild.id, now=now), PR
            )
        caller = await caller_of(session, ana.id, guild_id=study.guild.id, now=now)
        for item in (await board_at(session, study.guild.id, ana.id, now=now)).items[:15]:
            await milestones.finish(session, caller, item.id, note="n")
            await own.add(session, caller, title="x", under=item.id)
    assert await asked() == few
    assert sum(statement.startswith("SELECT") for statement in few) <= 6


async def test_autocomplete_offers_what_fits_the_act(study: Study) -> None:
    ana = await study.person("Ana")
    await ana.slash("milestone done", milestone=PR)
    assert (await ana.autocomplete("milestone undo", "milestone", ""))[0].value == PR
    offered = await ana.autocomplete("milestone done", "milestone", "")
    assert len(offered) == 25
    assert PR not in [choice.value for choice in offered]
    [pull] = await ana.autocomplete("milestone done", "milestone", "pull req")
    assert pull == ("● First merged pull request", PR)
    typo = await ana.autocomplete("milestone done", "milestone", "latensy")
    assert typo[0].value == "practice-latency"
    blocks = await ana.autocomplete("milestone list", "block", "theo")
    assert [choice.value for choice in blocks] == ["theory"]
    stranger = await study.person("Sam", joined=False)
    assert await stranger.autocomplete("milestone done", "milestone", "") == []


async def test_p4_a_4000_character_note_comes_back(study: Study) -> None:
    ana = await study.person("Ana")
    note = "words" * 800
    seen = await ana.slash("milestone done", milestone=PR, note=note)
    assert seen.ephemeral
    assert "4,000 characters, and 1,000 fit" in seen.text
    assert seen.files
    assert await counts(study, ana) == (0, 35)


async def test_p4_a_link_that_is_none_is_refused_with_what_was_typed(study: Study) -> None:
    ana = await study.person("Ana")
    seen = await ana.slash("milestone done", milestone=PR, link="javascript:alert(1)", note="kept")
    assert "not a link I can keep" in seen.text
    assert "kept" in seen.text
    assert await counts(study, ana) == (0, 35)


async def test_p4_the_form_keeps_link_and_note(study: Study) -> None:
    ana = await study.person("Ana")
    seen = await ana.slash("milestone done", milestone=PR)
    form = await ana.click(seen, "Link or note")
    await ana.submit(form, {"Link": "https://example.org/pr", "Note": EVIL})
    assert "[example.org](<https://example.org/pr>)" in seen.text
    assert "@everyone" not in seen.text
    form = await ana.click(seen, "Link or note")
    answer = await ana.submit(form, {"Link": "nonsense", "Note": "a long thought"}, forge=True)
    assert "not a link I can keep" in answer.text
    assert "a long thought" in answer.text
    assert "[example.org]" in seen.text


async def test_m5_it_works_in_direct_messages(study: Study) -> None:
    ana = await study.person("Ana")
    seen = await ana.slash("milestone list", dm=True)
    await ana.click(seen, custom_id=act_on(seen, "milestone:done", SETS))
    assert await counts(study, ana) == (1, 35)


async def test_those_who_have_not_joined_are_told_the_first_step(study: Study) -> None:
    sam = await study.person("Sam", joined=False)
    for command, options in (("milestone list", {}), ("milestone done", {"milestone": PR})):
        assert "</join:" in (await sam.slash(command, options=options)).text


async def test_no_group_yet(blank_study: Study) -> None:
    sam = await blank_study.person("Sam", joined=False)
    assert "</setup:" in (await sam.slash("plan show")).text


async def test_plan_show_opens_blocks_and_counts_as_the_store(study: Study) -> None:
    ana = await study.person("Ana")
    await ana.slash("milestone done", milestone=SETS)
    seen = await ana.slash("plan show")
    assert "**Block 1 · Theoretical foundations** · 1 of 6" in seen.text
    await ana.click(seen, custom_id="plan:block:3")
    assert "What changes in the real world if this works" in seen.text
    assert "Data: GLUE, SQuAD, IMDB sentiment" in seen.text
    await ana.click(seen, "All blocks")
    assert seen.buttons == [*["Open"] * 6, "Roadmap", "Planned and real", "Group", "Glossary"]
    sam = await study.person("Sam", joined=False)
    assert "3–4 weeks" in (await sam.slash("plan show", block="theory")).text
    gone = await ana.click(seen, custom_id="plan:block:99", forge=True)
    assert "no such block" in gone.text


async def test_what_fits_several_titles_asks_which(study: Study) -> None:
    """What was typed comes back, and the choice opens that milestone with all its acts."""
    ana = await study.person("Ana")
    asked = await ana.slash("milestone start", milestone="matrix")
    assert "**Which one do you mean?** 2 milestones fit that." in asked.text
    assert "milestone: matrix" in asked.text
    assert "1 of 35" not in asked.text
    opened = await ana.choose(asked, ["theory-problem-sets"])
    assert "Problem sets on matrix calculus" in opened.text
    assert "Start" in opened.buttons
    noted = await ana.slash("milestone done", milestone="matrix", note="all of it")
    assert "note: all of it" in noted.text
    assert (
        "do not know that milestone" in (await ana.slash("milestone start", milestone="zzz")).text
    )


async def test_a_milestone_starts_from_the_list_and_opens_from_its_blocks_page(
    study: Study,
) -> None:
    ana = await study.person("Ana")
    listed = await ana.slash("milestone list")
    begun = await ana.choose(
        listed, ["theory-problem-sets"], custom_id=custom_ids(listed, "milestone:begin")[0]
    )
    assert begun.updated
    assert "◐ **Problem sets" in begun.text

    page = await ana.slash("plan show", block="1")
    opened = await ana.choose(page, ["theory-problem-sets"])
    assert "Problem sets" in opened.text
    assert "Done" in opened.buttons
    outsider = study.sandbox.user("Otto")
    outsider.join(study.guild)
    assert "milestone:pick" not in str((await outsider.slash("plan show", block="1")).components)
