"""Talks over the wire: proposed, put on an evening, held, and feedback on them (C5)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.plans import service as plans
from bot.talks import service
from tests.groups import acting as groups
from tests.live import Study, custom_ids, form_of
from tests.plans.strategies import milestone_text, small_plan
from tests.retros.acting import opened as retro_opened
from tests.sessions.acting import call_off, events, join, later, let_events, posted, settle, text_of
from tests.talks.acting import FORM, propose, say, schedule

pytestmark = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)

THURSDAY = datetime(2026, 3, 5, 18, tzinfo=UTC)
HELD = datetime(2026, 3, 5, 19, tzinfo=UTC)
CLOSED = datetime(2026, 3, 12, 19, tzinfo=UTC)
NASTY = "@everyone <@&1> **x** [y](https://evil.example) \u202eשלום"


async def test_c5_from_a_proposal_to_an_evening(study: Study) -> None:
    """C5: the order of speakers, the event, slides, one's own talk in the daily message."""
    let_events(study)
    ana, ben = await study.person("Ana"), await study.person("Ben")
    seen = await propose(ana, "Attention", about=NASTY)
    assert "Proposed." in seen.text
    assert "<@&1>" not in seen.text.replace("\\<", "")
    await propose(ben, "Gradients", minutes=5)
    assert "waits for an evening" in (await ben.slash("talk list")).text
    panel = await schedule(study)
    text = text_of(panel)
    assert f"1. **Attention** · <@{ana.id}> · 10 min" in text
    assert f"2. **Gradients** · <@{ben.id}> · 5 min" in text
    assert [each.name for each in events(study)] == ["Lightning talks"]
    arranged = await study.organiser.slash("talk schedule")
    assert "15 of 60 minutes are taken" in arranged.text
    await study.organiser.click(arranged, "Up")
    await study.organiser.until(lambda: "1. **Gradients**" in text_of(panel))
    (talk_id,) = (each.split(":")[-1] for each in custom_ids(arranged, "talk:up"))
    await study.organiser.choose(arranged, [talk_id], custom_id="talk:take-out:1")
    await study.organiser.until(lambda: "Attention" not in text_of(panel))
    await study.organiser.choose(arranged, [talk_id], custom_id="talk:put-on:1")
    await study.organiser.until(lambda: "2. **Attention**" in text_of(panel))

    await study.clock.move_to(datetime(2026, 3, 3, 8, 0, tzinfo=UTC))
    inbox = "\n".join(map(text_of, ana.inbox))
    assert "Your talk: *Attention* · in 3 days" in inbox
    opened = await ana.click(await ana.slash("talk list"), custom_id=f"talk:open:{talk_id}")
    form = await ana.click(opened, "Change")
    await ana.submit(
        form,
        {
            "Title": "Attention",
            "What listeners take with them": "",
            "How long": "10",
            "Slides": "https://slides.example/a(b)",
            "Recording": "",
        },
    )
    await ana.until(lambda: "[slides](<https://slides.example/a" in text_of(panel))


async def test_c5_feedback_is_anonymous_from_five_answers_on(study: Study) -> None:
    """C5, W2: nothing before it closes; then means and texts, without a name; told once."""
    ana = await study.person("Ana")
    people = [await study.person(name) for name in ("Ben", "Cy", "Dee", "Eli", "Flo")]
    await propose(ana, "Attention")
    panel = await schedule(study)
    await join(panel, *people)
    early = await people[0].slash("talk feedback", talk="Attention")
    assert "from the beginning of the evening on" in early.text
    await study.clock.move_to(HELD)
    choice = await people[0].click(panel, "Feedback")
    form = form_of(await people[0].click(choice, "Give"))
    assert "Write it so that it could be anybody's" in form.text
    for who in people:
        seen = await say(who, "Attention", keep=f"The drawing, said {who.name}")
        assert "Kept without your name." in seen.text
    twice = await people[0].slash("talk feedback", talk="Attention")
    assert "You gave feedback on that talk" in twice.text
    mine = await ana.slash("talk feedback", talk="Attention")
    assert "from 5 answers on" in mine.text
    assert "The drawing" not in mine.text
    await study.clock.move_to(CLOSED)
    assert "Feedback is in for your talk *Attention*" in text_of(ana.inbox[-1])
    found = await ana.click(ana.inbox[-1], "Open")
    assert "**Feedback** · 5 answers" in found.text
    assert "All: clarity 5.0, impact 4.0 of 5" in found.text
    assert found.text.count("The drawing") == 5
    assert not any(f"<@{who.id}>" in found.text for who in people)
    stranger = await people[0].click(panel, custom_id="talk:open:1", forge=True)
    assert "The drawing" not in stranger.text


async def test_c5_fewer_than_five_answers_are_never_shown(study: Study) -> None:
    """W2: only "too few"; what was signed the speaker sees, with the name."""
    ana = await study.person("Ana")
    people = [await study.person(name) for name in ("Ben", "Cy", "Dee", "Eli", "Flo")]
    await propose(ana, "Attention")
    await schedule(study)
    await study.down_until(HELD)
    for who in people[:4]:
        await say(who, "Attention", keep="Secret words")
    await say(people[4], "Attention", keep="The demo", sign=True)
    before = len(ana.inbox)
    mine = await ana.slash("talk feedback", talk="Attention")
    assert f"<@{people[4].id}>: clarity 5, impact 4 (works with this) · The demo" in mine.text
    await study.clock.move_to(CLOSED)
    assert "Feedback is in" not in "".join(map(text_of, ana.inbox[before:]))
    mine = await ana.slash("talk feedback", talk="Attention")
    assert "Too few answered, so nothing is shown." in mine.text
    assert "Secret words" not in mine.text
    late = await study.person("Gus")
    assert (
        "Feedback on that talk is closed"
        in (await late.slash("talk feedback", talk="Attention")).text
    )


async def test_c5_p11_u1_a_held_talk_counts_by_a_press_and_is_evidence(study: Study) -> None:
    """P11: at the milestone of the plan's key, to the speaker alone; pressed twice it counts once.

    U1: it is evidence once it was held, at that milestone's axes, and no second time once counted.
    """
    ana, ben = await study.person("Ana"), await study.person("Ben")
    await propose(ana, "Attention")
    panel = await schedule(study)
    before = await ana.slash("talk list")
    assert "Count it" not in (await ana.click(before, "Open")).buttons
    assert "Attention" not in (await ana.slash("competency evidence")).text
    await study.down_until(HELD)
    for _ in range(2):
        evidence = (await ana.slash("competency evidence")).text
        assert "Attention · talk" in evidence
        assert "milestone" not in evidence
        assert "Attention" not in (await ben.slash("competency evidence")).text
        mine = await ana.slash("talk feedback", talk="Attention")
        if "● Counted." in mine.text:
            break
        assert "*A brown-bag or webinar hosted*\nDoes your talk complete this?" in mine.text
        (pressed,) = custom_ids(mine, "talk:count")
        assert "● Counted." in (await ana.click(mine, custom_id=pressed)).text
    await ana.click(panel, custom_id=pressed, forge=True)
    refused = await ben.click(panel, custom_id=pressed, forge=True)
    assert "only they can do this" in refused.text
    shown = await ana.slash("milestone show", milestone="professional-talk")
    assert shown.text.count("Talk: Attention") == 1


async def test_c5_p11_a_plan_that_names_no_milestone_for_talks_says_so(study: Study) -> None:
    """As a plan file from before the key does; `/milestone done` works as ever."""
    async with study.db.begin() as session:
        text = small_plan(milestone_text("talk")).replace("Milestone talk", "A talk given")
        await plans.load(session, study.guild.id, text, now=study.clock.now())
    ana = await study.person("Ana")
    await propose(ana, "Attention")
    panel = await schedule(study)
    await study.down_until(HELD)
    mine = await ana.slash("talk feedback", talk="Attention")
    assert "The plan names no milestone for talks." in mine.text
    forged = await ana.click(panel, custom_id="talk:count:1:0", forge=True)
    assert "That talk does not count now" in forged.text
    assert "Done" in (await ana.slash("milestone done", milestone="talk")).text


async def test_c5_a_moved_evening_closes_later(study: Study) -> None:
    """The week of feedback follows the evening; called off, its talks wait again."""
    ana, ben = await study.person("Ana"), await study.person("Ben")
    await propose(ana, "Attention")
    await schedule(study)
    await study.organiser.slash("session move", session="Lightning", when="2026-03-11 18:00")
    await settle(study)
    assert "Moved: the session that you join is now" in text_of(ana.inbox[-1])
    await study.clock.move_to(CLOSED)
    await say(ben, "Attention")
    await later(study, days=7)
    assert "Too few" in (await ana.slash("talk feedback", talk="Attention")).text
    await propose(ana, "Second")
    panel = await schedule(study, when="2026-03-26 18:00")
    assert "Second" in text_of(panel)
    await call_off(study, "Lightning")
    assert "waits for an evening" in (await ana.slash("talk list")).text


async def test_c5_today_asks_whoever_came_for_feedback_until_they_gave_some(study: Study) -> None:
    """Not the speaker, nor who was not there; the button opens the form."""
    ana, ben, cy = [await study.person(name) for name in ("Ana", "Ben", "Cy")]
    await propose(ana, "Attention")
    panel = await schedule(study)
    await join(panel, ana, ben)
    await study.down_until(HELD)
    asked = await ben.slash("today")
    assert f"How was *Attention*? <@{ana.id}> learns from it." in asked.text
    for who in (ana, cy):
        assert "How was" not in (await who.slash("today")).text
    form = form_of(await ben.click(asked, "Give feedback"))
    await ben.submit(form, {**FORM, "What to keep": "The drawing", "Sign it": False})
    assert "How was" not in (await ben.slash("today")).text


async def test_d3_a_talk_stands_in_its_speakers_calendar(study: Study) -> None:
    """D3: at its exact instant, and in nobody else's."""
    ana, ben = await study.person("Ana", zone="Asia/Tokyo"), await study.person("Ben")
    await propose(ana, "Attention")
    await schedule(study)
    for who, count in ((ana, 1), (ben, 0)):
        (found,) = (await who.slash("export calendar")).files
        assert found.data.count(b"SUMMARY:Your talk: Attention") == count
    (found,) = (await ana.slash("export calendar")).files
    assert b"DTSTART:20260305T180000Z" in bytes(found.data)


async def test_u14_own_dates_keep_clear_of_ones_talk(study: Study) -> None:
    """U14: a milestone in the week before it collides, for its speaker alone."""
    ana, ben = await study.person("Ana"), await study.person("Ben")
    await propose(ana, "Attention")
    assert "collide" not in (await ana.slash("today")).text
    await schedule(study, when="2026-03-18 18:00")
    assert "**1 date collides**" in (await ana.slash("today")).text
    assert "collide" not in (await ben.slash("today")).text


async def test_w2_a_retro_counts_evenings_and_released_shares(study: Study) -> None:
    """C4, C10: since the last one; what was not released, or called off, is in no figure."""
    ana = await study.person("Ana")
    for link in ("a", "b"):
        form = form_of(await ana.slash("share add", url=f"https://owl.example/{link}"))
        shared = await ana.submit(form, {"Title": "Owls"})
    await ana.click(await ana.click(shared, "Show the group"), "Show it")
    await schedule(study)
    await schedule(study, when="friday 18:00", topic="Other")
    await call_off(study, "Other")
    await study.clock.move_to(HELD + timedelta(minutes=1))
    panel = await retro_opened(study)
    assert "1 session held" in text_of(panel)
    assert "1 knowledge share released" in text_of(panel)


async def test_c5_many_proposals_hide_no_talk_that_was_held(study: Study) -> None:
    """However many wait, what has begun is offered first; all of them stand in the list."""
    ana, ben = await study.person("Ana"), await study.person("Ben")
    await propose(ana, "Attention")
    await schedule(study)
    now, guild_id = study.clock.now(), study.guild.id
    async with study.db.begin() as session:
        for user_id in range(900, 914):
            await groups.join(session, guild_id, user_id, now=now)
            for number in range(5):
                title = f"Talk {user_id}-{number}"
                caller = await groups.member(session, guild_id, user_id, now=now)
                await service.propose(session, caller, title=title, about="", minutes="10")
    await study.down_until(HELD)
    offered = await ben.autocomplete("talk feedback", "talk", "")
    assert [each.name for each in offered] == ["05 Mar · Attention"]
    cy = await study.person("Cy", zone="Asia/Tokyo")
    offered = await cy.autocomplete("talk feedback", "talk", "")
    assert [each.name for each in offered] == ["06 Mar · Attention"]
    assert "Feedback" in form_of(await ben.slash("talk feedback", talk="Attention")).title
    assert "**Talks** · 71" in (await ben.slash("talk list")).text


async def test_c5_who_may_do_what(study: Study) -> None:
    """Organisers arrange, speakers change; forged ids and other people's talks are refused."""
    ana, ben = await study.person("Ana"), await study.person("Ben")
    await propose(ana, "Attention")
    panel = await schedule(study)
    for act in ("arrange:1", "up:1:1"):
        assert (
            "for organisers" in (await ben.click(panel, custom_id=f"talk:{act}", forge=True)).text
        )
    for act in ("change:1", "withdraw:1", "withdraw-sure:1"):
        refused = await ben.click(panel, custom_id=f"talk:{act}", forge=True)
        assert f"That talk is <@{ana.id}>'s" in refused.text
    for act in ("open:99", "change:99", f"give:{study.guild.id}:99", "result:77:1"):
        seen = await ben.click(panel, custom_id=f"talk:{act}", forge=True)
        assert "Attention" not in seen.text
    empty = await ben.click(panel, custom_id=f"talk:evening:{study.guild.id}:99", forge=True)
    assert "No talk stands on this evening any more." in empty.text
    own = await ana.click(panel, custom_id=f"talk:give:{study.guild.id}:1", forge=True)
    assert "That talk is your own" in own.text
    asked = await ana.click(await ana.slash("talk list"), "Open")
    gone = await ana.click(await ana.click(asked, "Withdraw"), "Withdraw")
    assert "None proposed yet" in gone.text
    await ana.until(lambda: "Attention" not in text_of(panel))


async def test_c5_a_speaker_who_leaves_is_off_the_panel_until_they_are_back(study: Study) -> None:
    """M2: whether or not they said that they come."""
    ana = await study.person("Ana")
    await propose(ana, "Attention")
    panel = await schedule(study)
    assert f"<@{ana.id}>" in text_of(panel)
    await ana.click(await ana.slash("leave"), "Leave")
    await later(study, minutes=1)
    assert f"<@{ana.id}>" not in text_of(panel)
    await ana.slash("join")
    await settle(study)
    assert f"<@{ana.id}>" in text_of(panel)


async def test_c5_a_closed_inbox_leaves_feedback_in_the_list(study: Study) -> None:
    """R8, and a restart between: the speaker finds it all the same."""
    ana = await study.person("Ana")
    people = [await study.person(name) for name in ("Ben", "Cy", "Dee", "Eli", "Flo")]
    await propose(ana, "Attention")
    await schedule(study)
    await study.down_until(HELD)
    for who in people:
        await say(who, "Attention")
    ana.close_dms()
    await study.restart()
    public = len(posted(study))
    await study.clock.move_to(CLOSED)
    await settle(study)
    assert len(posted(study)) == public
    assert "5 answers" in (await ana.slash("talk feedback", talk="Attention")).text


async def test_c5_the_fullest_panels_fit(study: Study) -> None:
    """Eight talks with links, long words, and as much feedback as is shown."""
    speakers = [await study.person(f"S{n}") for n in range(8)]
    for who in speakers:
        await propose(who, "*" * 100, minutes=5, about="[" * 500)
    panel = await schedule(study, "saturday 18:00", place="`" * 100)
    assert text_of(panel).count("5 min") == 8
    await study.down_until(HELD.replace(day=7))
    listeners = [await study.person(f"L{n}") for n in range(12)]
    for number, who in enumerate(listeners):
        form = await who.click(panel, custom_id=f"talk:give:{study.guild.id}:1", forge=True)
        listener = ("technical", "other")[number % 2]
        await who.submit(
            form,
            {
                "Who you are to the topic": listener,
                "How clear it was": str(number % 5 + 1),
                "What it brought you": "3",
                "What to keep": "_" * 500,
                "Sign it": number >= 10,
            },
        )
    await study.down_until(CLOSED + timedelta(days=2))
    await settle(study)
    mine = await speakers[0].click(panel, custom_id="talk:open:1", forge=True)
    assert "Technical listeners: clarity" in mine.text
    assert "Other listeners: clarity" in mine.text
    assert "**Signed**" in mine.text
