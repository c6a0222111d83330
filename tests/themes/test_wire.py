"""A retro after its reveal over the wire: grouping, voting, talking, deciding."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pytest

from tests.live import Study
from tests.retros.acting import opened, posted, settle, text_of, write
from tests.themes.acting import cast_id, on, revealed, select, threads, vote

THREAD = "/channels/{channel_id}/messages/{message_id}/threads"
on_sqlite = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)


async def test_t7_one_retro_lives_four_weeks_with_a_restart_between_its_phases(
    study: Study,
) -> None:
    """T1–T7: by deadlines alone; each phase is shown once, and nothing is lost."""
    ana, ben = await study.person("Ana"), await study.person("Ben")
    await study.organiser.slash("retro open", anonymity="anonymous", days=5)
    await settle(study)
    (panel,) = posted(study)
    began = study.clock.now()
    assert "**facts** › collect › group › vote › discuss › act" in text_of(panel)
    await write(ana, panel, "Adjust", "Shorter calls")
    await phase_ends(study, began + timedelta(days=5))
    assert "facts › **collect**" in text_of(panel)
    await write(ben, panel, "Adjust", "The calls are long")
    await write(ben, panel, "Worked", "Pairing on proofs")
    await phase_ends(study, began + timedelta(days=10))
    group = posted(study)[-1]
    assert "• Shorter calls" in text_of(group)
    assert "**group**" in text_of(group)
    assert "Revealed" in text_of(panel)
    mine = await ana.click(group, "Group cards")
    pair = ["Shorter calls", "The calls are long"]
    merged = await ana.choose(mine, pair, custom_id=select(mine, "theme:merge"))
    assert "2 themes of 3 cards" in merged.text
    await phase_ends(study, began + timedelta(days=15))
    ballot = posted(study)[-1]
    assert "**vote**" in text_of(ballot)
    assert "It goes on below" in text_of(group)
    shown = (await ana.click(ballot, "Vote")).text
    calls = next(each for each in pair if f"**{each}** · 2 cards" in shown)
    assert "1 of 3 given" in (await vote(ana, ballot, calls)).text
    assert "2 of 3 given" in (await vote(ben, ballot, calls, "Pairing on proofs")).text
    assert "2 votes" not in text_of(ballot)
    await phase_ends(study, began + timedelta(days=20))
    assert len(threads(study)) == 2
    talk = next(each for each in reversed(posted(study)) if "**discuss**" in text_of(each))
    assert "2 cards · 2 votes · <#" in text_of(talk)
    await phase_ends(study, began + timedelta(days=25))
    act = posted(study)[-1]
    form = await ana.click(act, "Add action")
    await ana.submit(
        form, {"What will be done": "Calls end at 19:00", "Owner": ana, "Due date": "in 2 weeks"}
    )
    await phase_ends(study, began + timedelta(days=30))
    assert "Calls end at 19:00" in text_of(act)
    assert "Organise" not in str(act.components)
    assert "Closed" in text_of(panel)
    everything = (await ben.click(act, "Read all")).text
    for card in ("Shorter calls", "The calls are long", "Pairing on proofs"):
        assert card in everything
    assert len(posted(study)) == 1 + 4 + 2
    assert "No retro is open" in (await study.organiser.slash("retro next")).text


async def phase_ends(study: Study, at: datetime) -> None:
    """Let the bot be down for most of a phase, which ends by its deadline and not before."""
    before = len(posted(study))
    await study.down_until(at - timedelta(hours=2))
    await study.clock.move_to(at - timedelta(minutes=1))
    assert len(posted(study)) == before
    await study.clock.move_to(at)


@on_sqlite
async def test_t4_cards_are_merged_named_and_parted_and_none_is_lost(study: Study) -> None:
    ana, ben = await study.person("Ana"), await study.person("Ben")
    summary = await revealed(study, [ana, ben], "Long calls", "Calls too long", "More proofs")
    mine = await ana.click(summary, "Group cards")
    assert "3 themes of 3 cards" in mine.text
    asked = await ana.click(mine, "Suggestions")
    assert "Long calls" in asked.text
    await ana.click(asked, "Merge")
    await ana.until(lambda: "2 cards" in text_of(summary).split("Themes")[1])
    mine = await ben.click(summary, "Group cards")
    (first,) = (each for each in ("Long calls", "Calls too long") if f"- {each} · 2" in mine.text)
    theme = await ben.choose(mine, first, custom_id=select(mine, "theme:open"))
    named = await ben.submit(await ben.click(theme, "Rename"), {"What its cards share": "Calls"})
    assert "**Calls** · 2 cards" in named.text
    assert "Calls" in text_of(summary)
    for blank in ("\u3164", "\u2800"):
        form = await ben.click(named, "Rename")
        refused = await ben.submit(form, {"What its cards share": blank}, forge=True)
        assert "name is empty" in refused.text
    joined = await ben.choose(named, "More proofs", custom_id=select(named, "theme:join"))
    assert "**Calls** · 3 cards" in joined.text
    parted = await ben.choose(joined, "Long calls", custom_id=select(joined, "theme:split"))
    assert "**Calls** · 2 cards" in parted.text
    everything = (await ana.click(summary, "Read all")).text
    for card in ("Long calls", "Calls too long", "More proofs"):
        assert card in everything


@on_sqlite
async def test_t5_votes_keep_to_their_caps_and_show_nothing_before_the_end(study: Study) -> None:
    ana, ben = await study.person("Ana"), await study.person("Ben")
    options = {"votes": 2, "votes_per_theme": 2, "own_votes": False}
    summary = await revealed(study, [ana, ben], "Of Ana", "Of Ben", "Again Ana", **options)
    early = await ana.click(summary, custom_id="theme:ballot:1:0", forge=True)
    assert "The vote comes after the grouping" in early.text
    await on(study)
    ballot = posted(study)[-1]
    before = text_of(ballot)
    mine = await ana.click(ballot, "Vote")
    assert "○○ **Of Ana**" in mine.text
    refused = await ana.click(mine, custom_id=cast_id(mine, "Of Ana"))
    assert "one's own card" in refused.text
    seen = await vote(ana, ballot, "Of Ben")
    assert "Vote again" in seen.buttons
    seen = await vote(ana, ballot, "Of Ben")
    assert "2 of 2 given" in seen.text
    full = await ana.click(seen, custom_id=cast_id(seen, "Again Ana"))
    assert "All your 2 votes" in full.text
    forged = cast_id(seen, "Of Ben").removesuffix(":0:0") + ":3:0"
    over = await ana.click(ballot, custom_id=forged, forge=True)
    assert "at most 2" in over.text
    assert text_of(ballot) == before
    assert "0 of 2 given" in (await ben.click(ballot, "Vote")).text
    await on(study)
    late = await ben.click(ballot, custom_id="theme:cast:1:0:1:0", forge=True)
    assert "The vote of that retro has ended" in late.text
    talk = next(each for each in reversed(posted(study)) if "**discuss**" in text_of(each))
    assert "Of Ben · 2 votes" in text_of(talk)
    everything = "".join(text_of(each) for each in posted(study))
    assert f"<@{ana.id}>" not in everything.split("Themes by votes")[1].split("Named")[0]


@on_sqlite
async def test_t7_three_themes_get_a_thread_in_the_order_of_votes(study: Study) -> None:
    """T7: with a question to begin; a late card is led there."""
    people = [await study.person(name) for name in ("Ana", "Ben", "Cem")]
    panel = await opened(study)
    late = await people[0].click(panel, "Worked")
    for number in range(5):
        await write(people[number % 3], panel, "Adjust", f"Card {number}")
    await on(study)
    await on(study)
    await on(study)
    ballot = posted(study)[-1]
    await vote(people[0], ballot, "Card 4", "Card 2", "Card 1")
    await vote(people[1], ballot, "Card 4", "Card 2")
    await vote(people[2], ballot, "Card 4")
    await on(study)
    await settle(study)
    assert threads(study) == ["Card 4", "Card 2", "Card 1"]
    (first, *_) = study.guild.threads.values()
    assert "What is one small thing" in "".join(map(text_of, first.messages))
    refused = await people[0].submit(late, {"Your card": "Too late"})
    assert "as a comment" in refused.text
    assert "Too late" in refused.text
    post = next(each for each in posted(study) if "**1 · Card 4**" in text_of(each))
    assert "3 votes" in text_of(post)
    assert "Card 4" in (await people[1].click(post, "Read cards")).text
    await study.restart()
    await study.clock.advance(timedelta(hours=2))
    assert len(threads(study)) == 3


@on_sqlite
@pytest.mark.parametrize("code", [160006, 50035])
async def test_a_thread_that_is_refused_for_good_is_said_to_organisers_and_tried_no_more(
    study: Study, code: int
) -> None:
    ana = await study.person("Ana")
    await revealed(study, [ana], "One", "Two")
    await on(study)
    study.sandbox.faults.fail("POST", THREAD, status=400, code=code, message="No", times=99)
    await on(study)
    await settle(study)
    assert threads(study) == []
    asked = len([1 for each in study.sandbox.requests if each.route == THREAD])
    assert asked == 2
    await study.clock.advance(timedelta(hours=3))
    assert len([1 for each in study.sandbox.requests if each.route == THREAD]) == asked
    assert "has no thread" in (await study.organiser.slash("setup")).text
    assert posted(study)[-1]


@on_sqlite
async def test_a_quick_retro_collects_and_decides_in_one_sitting(study: Study) -> None:
    ana = await study.person("Ana")
    await study.organiser.slash("retro open", anonymity="named", quick=True, format="Keep, Try")
    await settle(study)
    (panel,) = posted(study)
    assert "**collect** › act" in text_of(panel)
    for column, text in (("Keep", "Pairing"), ("Try", "Shorter calls")):
        await write(ana, panel, column, text)
    asked = await study.organiser.slash("retro next")
    assert "2 cards then, each with its author's name" in asked.text
    assert len(posted(study)) == 1
    await study.organiser.click(asked, "Go on")
    await settle(study)
    act = posted(study)[-1]
    assert "Add action" in str(act.components)
    asked = await study.organiser.slash("retro next")
    await study.organiser.click(asked, "Close")
    await settle(study)
    assert "Closed" in text_of(panel)
    assert len(posted(study)) == 2


@on_sqlite
async def test_organisers_lead_on_back_and_longer_whoever_opened_it(study: Study) -> None:
    """The one who opened it has left; two at once lead on once."""
    ana, other = await study.person("Ana"), study.sandbox.user("Otto")
    other.join(study.guild, roles=list(study.guild.roles.values())[-1:])
    await revealed(study, [ana], "One", "Two")
    study.organiser.leave(study.guild)
    both = [await other.slash("retro extend") for _ in range(2)]
    assert all("3 days more" in each.text for each in both)
    answers = await asyncio.gather(*(other.click(both[0], "Next: vote") for _ in range(2)))
    await settle(study)
    assert sorted("gone on meanwhile" in each.text for each in answers) == [False, True]
    back = await other.slash("retro back")
    assert "The vote begins anew" in back.text
    await settle(study)
    assert "**group**" in text_of(posted(study)[-1])
    assert "cannot be taken back" in (await other.slash("retro back")).text
    assert "This is for organisers" in (await ana.slash("retro next")).text


@on_sqlite
async def test_m3_a_channel_deleted_in_mid_phase_stops_nothing(study: Study) -> None:
    """The phases go on; what could not be posted is posted where the organiser says."""
    ana = await study.person("Ana")
    await revealed(study, [ana], "One", "Two")
    study.retros.delete()
    await study.clock.advance(timedelta(days=1))
    await study.set_up(retros_channel_id=study.papers.id)
    answer = await study.organiser.slash("retro open")
    assert "could not be posted before" in answer.text
    await settle(study)
    there = list(study.papers.messages)[-1]
    assert "**vote**" in text_of(there)
    assert "1 of 3 given" in (await vote(ana, there, "One")).text
