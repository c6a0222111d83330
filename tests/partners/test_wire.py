"""Study partners over the wire: from taking part to the thread, the question and a new round."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.partners.models import PairRow
from bot.partners.values import INTRODUCE
from bot.scheduling import Delivery
from cogs.partners.sender import PartnerSender
from sandbox import Permissions
from tests.competency.test_wire import rate
from tests.live import Study, custom_ids, form_of
from tests.partners.acting import allow_threads, everybody, join, members, settle, start, threads
from tests.sessions.acting import text_of

pytestmark = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)


@pytest.fixture(autouse=True)
def _threads(study: Study) -> None:
    allow_threads(study)


async def test_c1_c2_two_who_take_part_get_a_private_thread_that_names_what_they_share(
    study: Study,
) -> None:
    ana, ben = await study.person("Ana"), await study.person("Ben")
    cem = await study.person("Cem")
    joined = await join(ana, "mentee", "peer", topics="MLOps, *Graphs*, mlops")
    assert "You take part as mentee, peer. Topics: MLOps, \\*Graphs\\*." in joined.text
    await join(ben, "mentor", topics="graphs, MLOPS, rust", capacity="3")
    public = [len(each.messages) for each in (study.announcements, study.papers, study.retros)]
    told = await start(study)
    assert "The round is on its way" in told.text
    (thread,) = threads(study)
    assert members(study, thread) == {ana.id, ben.id}
    assert thread.parent_id == study.announcements.id
    assert thread.thread is not None
    assert not thread.thread.invitable, "nobody brings a third into it"
    (opening,) = thread.messages
    text = text_of(opening)
    assert "A mentor and a mentee" in text
    assert str(ben.id) not in text, "what stays in the thread names nobody"
    assert "Topics of you all:" in text
    assert "MLOps" in text.split("Topics of you all:")[1] or "MLOPS" in text
    assert "rust" not in text
    assert "awake from <t:" in text
    assert "A question of the plan to begin with: *" in text
    assert [len(e.messages) for e in (study.announcements, study.papers, study.retros)] == public
    today = await ana.slash("today")
    assert f"**Your mentor: **<@{ben.id}> · <#{thread.id}>" in today.text
    assert "Have you met?" not in today.text
    assert "study partners as mentee, peer" in (await ana.slash("me")).text
    assert str(ben.id) not in (await cem.slash("today")).text
    assert study.sandbox.violations == []


async def test_c1_leaving_takes_effect_before_the_next_round(study: Study) -> None:
    ana, ben, cem = await everybody(study, "Ana", "Ben", "Cem")
    left = await cem.click(await cem.slash("partner leave"), "Leave")
    assert "You take no part from now on." in left.text
    await start(study)
    (thread,) = threads(study)
    assert members(study, thread) == {ana.id, ben.id}


async def test_c1_a_pause_leaves_out_of_rounds_until_it_ends(study: Study) -> None:
    ana, ben, cem = await everybody(study, "Ana", "Ben", "Cem")
    wrong = await cem.slash("partner pause", until="2026-01-01")
    assert "ends on a date ahead" in wrong.text or "past" in wrong.text
    assert (
        "You pause, and take part again from"
        in (await cem.slash("partner pause", until="in 2 weeks")).text
    )
    await start(study)
    (thread,) = threads(study)
    assert members(study, thread) == {ana.id, ben.id}
    await study.down_until(study.clock.now() + timedelta(days=15))
    await start(study)
    assert {len(members(study, each)) for each in threads(study)[1:]} == {3}
    dan = await study.person("Dan")
    assert "You take no part in study partners yet" in (await dan.slash("partner pause")).text


async def test_c2_nobody_is_dropped_an_odd_one_makes_a_trio(study: Study) -> None:
    people = await everybody(study, "Ana", "Ben", "Cem", "Dan", "Eve")
    await start(study)
    found = [members(study, each) for each in threads(study)]
    assert sorted(map(len, found)) == [2, 3]
    assert set.union(*found) == {each.id for each in people}


async def test_m2_who_is_gone_from_the_server_keeps_nobody_out_of_the_thread(study: Study) -> None:
    """I have not heard of it when it is opened."""
    ana, ben = await everybody(study, "Ana", "Ben")
    ana.leave(study.guild)
    await start(study)
    (thread,) = threads(study)
    assert members(study, thread) == {ben.id}


async def test_c2_no_pair_comes_twice_while_a_fresh_one_exists(study: Study) -> None:
    """Four peers have three rounds of fresh pairs, over restarts; in the fourth they repeat."""
    await everybody(study, "Ana", "Ben", "Cem", "Dan")
    seen: list[frozenset[int]] = []
    for week in range(4):
        await start(study)
        found = [frozenset(members(study, each)) for each in threads(study)[2 * week :]]
        assert len(found) == 2
        if week < 3:
            assert not set(found) & set(seen)
        seen += found
        await study.down_until(study.clock.now() + timedelta(days=14))
    assert len(set(seen)) == 6


async def test_c2_the_private_list_is_honoured_and_tells_nobody(study: Study) -> None:
    """The same words for who has no partner, whatever the reason; nobody else sees the list."""
    ana, ben = await everybody(study, "Ana", "Ben")
    saved = await ana.slash("partner notwith", person=ben)
    assert f"<@{ben.id}>" in saved.text
    assert "Nobody learns of it" in saved.text
    inboxes = len(ben.inbox)
    await start(study)
    assert threads(study) == []
    texts = {text_of(each.inbox[-1]) for each in (ana, ben)}
    assert len(ben.inbox) == inboxes + 1
    assert len(texts) == 1
    assert "No partner in this round" in texts.pop()
    for said in (await ben.slash("partner notwith"), await ben.slash("today")):
        assert str(ana.id) not in said.text
    rounds = (await study.organiser.slash("partner round")).text
    assert str(ana.id) not in rounds
    assert str(ben.id) not in rounds
    assert "2 members take part" in rounds
    off = await ana.click(await ana.slash("partner notwith"), "Take off")
    assert "The list is empty" in off.text
    await study.clock.advance(timedelta(days=2))
    await start(study)
    assert len(threads(study)) == 1


async def test_c3_each_is_asked_once_and_no_brings_somebody_else_without_blame(
    study: Study,
) -> None:
    """Over a restart on the day of the question; the other hears nothing of who said what."""
    people = await everybody(study, "Ana", "Ben", "Cem", "Dan")
    await start(study)
    first, second = (members(study, each) for each in threads(study))
    by_id = {each.id: each for each in people}
    ana, ben = (by_id[each] for each in sorted(first))
    cem, dan = (by_id[each] for each in sorted(second))
    await study.down_until(study.clock.now() + timedelta(days=9))
    await study.clock.advance(timedelta(days=3))
    asked = {each.id: [m for m in each.inbox if "Have you met" in text_of(m)] for each in people}
    assert {len(found) for found in asked.values()} == {1}
    daily = asked[cem.id][0]
    assert "Done" in daily.buttons, "the day's message asks"
    met = await cem.click(await cem.click(daily, "Our pair"), "We met")
    assert "You met." in met.text
    assert "You met." in (await cem.click(daily, "Done")).text
    finished = await cem.click(met, "Finish it")
    assert "the milestone is finished" in finished.text
    no = await ana.click(await ana.click(asked[ana.id][0], "Our pair"), "No")
    assert "nobody's fault" in no.text
    await ben.click(await ben.slash("today"), "Our pair")
    looked = await dan.click(await dan.click(asked[dan.id][0], "Our pair"), "No")
    await ana.click(no, "Find another")
    await settle(study)
    ended = text_of(ben.inbox[-1])
    assert "Your pair ended early" in "".join(map(text_of, ben.inbox))
    assert str(ana.id) not in ended
    assert len(threads(study)) == 2, "the two who are free were just together"
    await study.clock.advance(timedelta(minutes=1))
    await dan.click(looked, "Find another")
    await settle(study)
    new = [members(study, each) for each in threads(study)[2:]]
    assert set.union(*new) == {each.id for each in people}
    assert first not in new
    assert second not in new
    history = await ana.slash("partner history")
    assert f"<@{ben.id}>" in history.text
    assert "you did not meet" in history.text
    assert "you did not meet" not in (await ben.slash("partner history")).text


async def test_c3_without_permission_or_open_messages_everybody_still_knows(
    study: Study,
) -> None:
    """M3, M5: introduced by message, and in `/today` where messages are closed."""
    ana, ben = await everybody(study, "Ana", "Ben")
    bot = study.sandbox.world.application.bot_user
    study.announcements.set_overwrite(bot, deny=Permissions.CREATE_PRIVATE_THREADS)
    rounds = await study.organiser.slash("partner round")
    assert "Create Private Threads" in rounds.text
    ben.close_dms()
    await start(study)
    assert threads(study) == []
    assert f"Your study partner until the next round: <@{ben.id}>" in text_of(ana.inbox[-1])
    assert f"<@{ana.id}>" in (await ben.slash("today")).text
    assert "Without a thread for now: 1 pair" in (await study.organiser.slash("partner round")).text


async def test_c1_who_leaves_the_group_or_is_forgotten_leaves_nobody_alone(study: Study) -> None:
    """A mentor leaves the server's group: the mentees are told, and matched anew."""
    ana, ben, cem = [await study.person(name) for name in ("Ana", "Ben", "Cem")]
    await join(ana, "mentor", capacity="2")
    await join(ben, "mentee", "peer")
    await join(cem, "mentee", "peer")
    await start(study)
    assert len(threads(study)) == 2
    await ana.click(await ana.slash("leave"), "Leave")
    await settle(study)
    for each in (ben, cem):
        assert "Your pair ended early" in "".join(map(text_of, each.inbox))
    assert members(study, threads(study)[2]) == {ben.id, cem.id}


async def test_c2_m1_whoever_is_forgotten_leaves_nobody_without_a_word(study: Study) -> None:
    """The other one is told at once and matched with who is free; nothing says who it was."""
    ana, ben, cem = await everybody(study, "Ana", "Ben", "Cem")
    await cem.slash("partner pause")
    await start(study)
    await join(cem)
    form = await ana.click(await ana.slash("forget"), "Forget me")
    await ana.submit(form, {"The name of the group": study.guild.name})
    await settle(study)
    told = "".join(map(text_of, ben.inbox))
    assert "Your pair ended early" in told
    assert str(ana.id) not in told
    assert members(study, threads(study)[-1]) == {ben.id, cem.id}


async def test_c2_who_leaves_a_pair_while_its_thread_is_opened_is_in_none(study: Study) -> None:
    """Three are brought together; one does not want to be with another by the time it is open."""
    ana, ben, cem = await everybody(study, "Ana", "Ben", "Cem")
    hold = study.sandbox.faults.hold("POST", f"/channels/{study.announcements.id}/threads")
    starting = asyncio.create_task(start(study))
    await hold.reached()
    await ana.slash("partner notwith", person=ben)
    hold.release()
    await starting
    (thread,) = threads(study)
    assert members(study, thread) == {ben.id, cem.id}


async def test_rounds_come_by_themselves_and_once(study: Study) -> None:
    """Every two weeks on Monday, over restarts; two presses of *Start* make one round."""
    await everybody(study, "Ana", "Ben", "Cem", "Dan")
    organiser = study.organiser
    seen = await organiser.slash("partner round")
    set_ = await organiser.choose(seen, "Every 2 weeks")
    assert "by itself" in set_.text
    assert "Rounds of partners" in (await organiser.slash("settings audit")).text
    await study.down_until(study.clock.now() + timedelta(days=6))
    await study.clock.advance(timedelta(days=2))
    assert len(threads(study)) == 2
    await study.down_until(study.clock.now() + timedelta(days=12))
    await study.clock.advance(timedelta(days=2))
    assert len(threads(study)) == 4
    await study.clock.advance(timedelta(days=2))
    again = await start(study)
    assert "made within a day" not in again.text
    assert len(threads(study)) == 6
    sure = custom_ids(
        await organiser.click(await organiser.slash("partner round"), "Start a round")
    )
    assert "within a day" in (await organiser.click(again, custom_id=sure[0], forge=True)).text
    assert len(threads(study)) == 6


async def test_forged_and_odd_input_finds_nothing(study: Study) -> None:
    ana, ben, cem = await everybody(study, "Ana", "Ben", "Cem")
    await cem.click(await cem.slash("partner leave"), "Leave")
    await start(study)
    (thread,) = threads(study)
    (opening,) = thread.messages
    shown = await ana.click(opening, "Our pair")
    pair_id = custom_ids(shown, "partner:say")[0].split(":")[3]
    here = study.guild.id
    helped = await cem.slash("help")
    for key in (f"open:{here}:{pair_id}", f"say:{here}:{pair_id}:no", f"another:{here}:{pair_id}"):
        odd = await cem.click(helped, custom_id=f"partner:{key}", forge=True)
        assert "I do not find that pair among yours" in odd.text
    for key in (
        f"open:{here}:-3",
        f"say:{here}:{pair_id}:perhaps",
        f"history:{here}:-99",
        "open:1:1",
    ):
        odd = await ana.click(await ana.slash("help"), custom_id=f"partner:{key}", forge=True)
        assert "the reference `" not in odd.text
    for person, said in ((ana, "never paired with yourself"), (study.organiser, "not in this")):
        assert said in (await ana.slash("partner notwith", person=person)).text
    refused = await ben.slash("partner round")
    assert "Manage Server" in refused.text
    form = form_of(await ana.slash("partner join"))
    many = await ana.submit(
        form,
        {
            "What would you be?": ["peer"],
            "As a mentor: for how many at a time?": ["1"],
            "Topics, separated by commas": ",".join("abcdefghi"),
        },
    )
    assert "9 topics, and 8 fit" in many.text
    assert study.sandbox.violations == []


async def test_c1_strong_and_focus_axes_are_used_and_named_only_if_both_release_them(
    study: Study,
) -> None:
    ana, ben = await study.person("Ana"), await study.person("Ben")
    await rate(ana, *[5] * 7, 1)
    await rate(ben, *[3] * 7, 5)
    for round_number, (mentee, mentor) in enumerate(((False, True), (True, False), (True, True))):
        await join(ana, "mentee", axes=mentee)
        await join(ben, "mentor", axes=mentor)
        await start(study)
        (opening,) = threads(study)[round_number].messages
        named = "Strong here, to grow there: " in text_of(opening)
        assert named is (mentee and mentor)
        await study.clock.advance(timedelta(days=2))


async def test_a_kill_between_the_thread_and_its_record_leaves_one_thread(study: Study) -> None:
    """A second try finds the thread of the first, and its opening, by what no other has."""
    ana, ben = await everybody(study, "Ana", "Ben")
    await start(study)
    (thread,) = threads(study)
    async with study.db.begin() as session:
        row = (await session.scalars(select(PairRow))).one()
        row.thread_id, row.is_introduced = None, False
        pair_id = row.id
    await study.restart()
    now = study.clock.now()
    again = Delivery(99, study.guild.id, None, INTRODUCE, str(pair_id), now.date(), now, 2, "again")
    receipt = await PartnerSender(study.bot).introduce(again)
    assert receipt.channel_id == thread.id
    assert threads(study) == [thread]
    assert len(list(thread.messages)) == 1
    assert members(study, thread) == {ana.id, ben.id}
    assert f"<#{thread.id}>" in (await ana.slash("today")).text
