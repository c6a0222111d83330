"""What a day is for, tied to the member: the step, the paper, an idea. Its note and snooze."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.groups.rest import Nudges
from sandbox import ActingUser
from sandbox.world.model import Message
from tests.live import Study, custom_ids, form_of
from tests.papers.test_wire import opened
from tests.routine.test_rest_wire import change

pytestmark = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)

SETS = "theory-problem-sets"


def at(hour: int, *, day: int = 2, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


def of_day_first(person: ActingUser, day: int) -> Message:
    """The first message of a day in March."""
    return next(each for each in person.inbox if each.timestamp.day == day)


def of_day(person: ActingUser, day: int) -> Message:
    """The message of a day in March; there is one."""
    (found,) = [each for each in person.inbox if each.timestamp.day == day]
    return found


async def test_r13_wednesday_names_the_step_and_its_button_finishes_it(study: Study) -> None:
    ana = await study.person("Ana")
    await ana.slash("milestone start", milestone=SETS)
    await ana.slash("milestone add", title="First sheet", under=SETS)
    await ana.slash("milestone due", milestone=SETS, date="2026-03-12")
    await study.clock.move_to(at(9, day=4))
    message = of_day(ana, 4)
    first, second = message.text.splitlines()[:2]
    assert first.startswith("**Build** · Go on with *Problem sets")
    assert first.endswith("Next step: *First sheet*.")
    assert second == "What works now that did not work this morning?"
    done = await ana.click(message, "Finish step")
    assert done.updated
    assert "Next step" not in done.text
    assert "Finish it" in done.buttons
    assert "First sheet" not in (await ana.slash("today")).text


async def test_r13_what_the_day_is_for_is_not_named_below_once_more(study: Study) -> None:
    ana = await study.person("Ana")
    await change(study, ana, weekdays=frozenset({2}))
    await ana.slash("milestone start", milestone=SETS)
    await ana.slash("milestone due", milestone=SETS, date="2026-03-05")
    await ana.slash("milestone add", title="Another", due="2026-03-06")
    await study.clock.move_to(at(9, day=4))
    message = of_day(ana, 4)
    assert "Go on with *Problem sets" in message.text
    assert message.text.count("*Problem sets") == 1
    assert "○ *Another* · due in 2 days" in message.text


async def test_r13_tuesday_names_the_shortlist_then_the_chosen_paper(study: Study) -> None:
    ana, ben = await study.person("Ana"), await study.person("Ben")
    await opened(study)
    today = await ana.slash("today")
    assert "shortlist" not in today.text, "it is not a day of papers"
    await study.clock.move_to(at(9, day=3))
    message = of_day(ana, 3)
    assert "**Read a paper** · The week's shortlist has" in message.text
    ballot = await ana.click(message, "Vote")
    await ana.choose(ballot, ["2603.00001"])
    assert "Your vote is in" in (await ana.slash("today")).text
    assert "read one, and vote until" in (await ben.slash("today")).text
    olga = study.organiser
    await olga.click(await olga.slash("paper close"), "Close it")
    await study.clock.move_to(at(9, minute=1, day=3))
    chosen = await ben.slash("today")
    assert "shortlist" not in chosen.text
    assert "**Read a paper** · Read [" in chosen.text
    assert form_of(await ben.click(chosen, "Review")).title


async def test_r13_friday_names_the_days_that_are_done(study: Study) -> None:
    ana, ben = await study.person("Ana"), await study.person("Ben")
    for day in (2, 3, 5):
        await study.clock.move_to(at(9, day=day))
        await ana.click(of_day(ana, day), "Skip" if day == 3 else "Done")
    await study.clock.move_to(at(9, day=6))
    assert "-# Done so far this week: Monday and Thursday." in of_day(ana, 6).text
    assert "so far" not in of_day(ben, 6).text, "nothing is held against anybody"
    done = await ana.click(of_day(ana, 6), "Done")
    assert "Done so far this week: Monday and Thursday." in done.text


async def test_r4_a_note_answers_the_day_and_asks_its_question(study: Study) -> None:
    ana = await study.person("Ana")
    await study.clock.move_to(at(9, day=6))
    message = of_day(ana, 6)
    assert message.buttons[:5] == ["Done", "Note", "Snooze", "Skip", "Stop"]
    form = form_of(await ana.click(message, "Note"))
    label, done = [each for each in form.components if each.get("label")]
    assert len(label["label"]) <= 45
    assert label["label"].startswith("What went better than expected")
    assert label["description"].endswith("what will you change next week?")
    noted = await ana.submit(form, {"note": "The proof, at last"})
    assert "● Done" in noted.text
    assert "> The proof, at last" in noted.text
    assert done["label"] == "Mark the day done"
    again = form_of(await ana.click(of_day(ana, 6), "Note"))
    assert list(again.fields) == [label["label"]], "it is done"


async def test_r4_a_note_is_kept_before_the_day_is_done(study: Study) -> None:
    ana = await study.person("Ana")
    await change(study, ana, nudges=Nudges.NORMAL)
    await study.clock.move_to(at(9, day=5))
    form = form_of(await ana.click(of_day(ana, 5), "Note"))
    noted = await ana.submit(form, {"note": "Half an idea", "done": False})
    assert "● Done" not in noted.text
    assert "> Half an idea" in noted.text
    assert noted.buttons[:4] == ["Done", "Note", "Snooze", "Skip"]
    log = await ana.slash("routine log")
    assert "○ No answer yet\n> Half an idea" in log.text
    assert "0 days in a row" not in (await ana.slash("routine streak")).text
    await study.clock.move_to(at(13, day=5))
    assert len([each for each in ana.inbox if each.timestamp.day == 5]) == 2, "it is still asked"
    # The note comes back in the form, and may be taken away again.
    form = form_of(await ana.click(of_day_first(ana, 5), "Note"))
    assert form.components[0]["component"]["value"] == "Half an idea"
    emptied = await ana.submit(form, {"note": "", "done": False})
    assert "Half an idea" not in emptied.text
    form = form_of(await ana.click(of_day_first(ana, 5), "Note"))
    await ana.submit(form, {"note": "A whole one", "done": False})
    done = await ana.click(of_day_first(ana, 5), "Done")
    assert "● Done" in done.text
    assert "> A whole one" in done.text


async def test_r8_a_day_that_was_only_noted_waits_in_today_all_the_same(study: Study) -> None:
    ana = await study.person("Ana")
    ana.close_dms()
    await study.clock.move_to(at(9, day=5))
    form = form_of(await ana.click(await ana.slash("today"), "Note"))
    await ana.submit(form, {"note": "Half an idea", "done": False})
    await study.clock.move_to(at(9, day=6))
    kept = (await ana.slash("today")).text.partition("Kept for you")[2]
    assert "Thursday 5 March 2026" in kept


async def test_r4_snooze_offers_what_is_possible_and_never_two_on_a_day(study: Study) -> None:
    ana = await study.person("Ana")
    await study.clock.move_to(at(9, day=5))
    choices = await ana.click(of_day(ana, 5), "Snooze")
    assert choices.updated
    assert choices.buttons == ["1 hour", "This evening", "Back"]
    assert "Tomorrow has its own message" in choices.text
    back = await ana.click(choices, "Back")
    assert back.buttons[:3] == ["Done", "Note", "Snooze"]
    snoozed = await ana.click(await ana.click(back, "Snooze"), "This evening")
    assert f"I ask again at <t:{int(at(18, day=5).timestamp())}:t>" in snoozed.text
    await study.clock.move_to(at(23, day=5))
    assert [each.timestamp for each in ana.inbox][-1] == at(18, day=5)
    await study.clock.move_to(at(19, day=6))
    friday = of_day(ana, 6)
    choices = await ana.click(friday, "Snooze")
    assert choices.buttons == ["1 hour", "Tomorrow", "Back"]
    snoozed = await ana.click(choices, "Tomorrow")
    assert f"I ask again at <t:{int(at(8, day=7).timestamp())}:F>" in snoozed.text
    assert f"<t:{int(at(8, day=7).timestamp())}:F>" in (await ana.slash("routine preview")).text
    await study.clock.move_to(at(23, day=8))
    saturday = of_day(ana, 7)
    assert "**Reflect**" in saturday.text
    assert "This one was for Friday 6 March 2026." in saturday.text
    done = await ana.click(saturday, "Done")
    assert "● Done" in done.text


async def test_r4_what_was_put_off_until_tomorrow_does_not_come_on_a_day_that_got_its_own(
    study: Study,
) -> None:
    ana = await study.person("Ana")
    await study.clock.move_to(at(9, day=6))
    await ana.click(await ana.click(of_day(ana, 6), "Snooze"), "Tomorrow")
    await change(study, ana, weekdays=frozenset(range(6)))
    await study.clock.move_to(at(23, day=7))
    assert len([each for each in ana.inbox if each.timestamp.day == 7]) == 1


async def test_r5_what_was_put_off_until_tomorrow_does_not_come_in_a_pause(study: Study) -> None:
    ana = await study.person("Ana")
    await study.clock.move_to(at(9, day=6))
    await ana.click(await ana.click(of_day(ana, 6), "Snooze"), "Tomorrow")
    await ana.submit(
        await ana.slash("routine pause"), {"first": "2026-03-07", "until": "2026-03-09"}
    )
    await study.clock.move_to(at(23, day=8))
    assert [each.timestamp.day for each in ana.inbox][-1] == 6


async def test_r13_a_retro_with_names_is_named_until_one_has_a_card(study: Study) -> None:
    ana, ben = await study.person("Ana"), await study.person("Ben")
    await study.organiser.slash("retro open", anonymity="named")
    form = await ben.click(await ben.slash("today"), "Write a card")
    assert form.modal is not None
    await study.clock.move_to(at(9))
    assert "has no card of yours yet" in of_day(ana, 2).text
    assert custom_ids(of_day(ana, 2), "retro:anycard")
    assert "has no card of yours yet" in (await ana.slash("today")).text


async def test_r1_an_optional_day_brings_one_idea_for_the_block(study: Study) -> None:
    ana = await study.person("Ana")
    await study.clock.move_to(at(9, day=7))
    seen = await ana.slash("today")
    assert "Practise, if you like" in seen.text
    assert "-# Or, for block 1: " in seen.text


@pytest.mark.parametrize(("anonymity", "days"), [("anonymous", [2]), ("named", [2, 4])])
async def test_r13_only_a_retro_with_names_is_named_once_more_before_its_reveal(
    study: Study, anonymity: str, days: list[int]
) -> None:
    """R13, T3: whose card an anonymous one lacks is not known, so nobody hears of it twice."""
    ana = await study.person("Ana")
    await study.organiser.slash("retro open", anonymity=anonymity)
    await study.clock.move_to(at(23, day=4))
    named = [each for each in ana.inbox if "retro:anycard" in str(each.components)]
    assert [each.timestamp.day for each in named] == days
