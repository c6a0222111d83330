"""The owner of an action is told: in ``/today``, ``/me`` and the daily message (T6, R13)."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from sandbox import ActingUser
from tests.live import Study, custom_ids

pytestmark = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)


def at(day: int, hour: int = 12) -> datetime:
    return datetime(2026, 3, day, hour, tzinfo=UTC)


async def take_on(study: Study, owner: ActingUser, due: str, text: str = "Shorter calls") -> None:
    form = await study.organiser.click(await study.organiser.slash("action list"), "Add action")
    fields = {"What will be done": text, "Due date": due, "Owner": owner}
    await study.organiser.submit(form, fields)
    [found] = await owner.autocomplete("action take", "action", text)
    await owner.slash("action take", action=found.value)


async def test_t6_r13_at_once_three_days_before_and_on_the_day_once_each(study: Study) -> None:
    """Only its owner hears of it, by their daily messages alone, and not once it is done."""
    await study.organiser.slash("join")
    ana, ben = await study.person("Ana"), await study.person("Ben")
    await take_on(study, ana, "2026-03-06")
    await study.clock.move_to(at(6))
    monday, tuesday, wednesday, thursday, friday = ana.inbox
    for message in (wednesday, thursday):
        assert "Shorter calls" not in message.text
    assert "○ Your action: *Shorter calls* · due in 4 days" in monday.text
    assert "○ Your action: *Shorter calls* · due in 3 days" in tuesday.text
    assert "○ Your action: *Shorter calls* · due today" in friday.text
    assert all("Shorter calls" not in message.text for message in ben.inbox)

    done = await ana.click(friday, custom_id=custom_ids(friday, "action:named-done")[0])
    assert done.updated
    assert "● Your action: *Shorter calls*" in done.text
    answered = await ana.click(friday, "Done")
    assert "● Your action: *Shorter calls*" in answered.text, (
        "the day's own buttons keep what is named"
    )
    await study.restart()
    undone = await ana.click(friday, custom_id=custom_ids(friday, "action:named-undo")[0])
    assert "○ Your action: *Shorter calls*" in undone.text
    await study.clock.move_to(at(9))
    assert "Shorter calls" not in ana.inbox[-1].text
    assert "Shorter calls" in (await ana.slash("today")).text, "late, and still there"


async def test_t6_r13_the_last_message_before_a_free_weekend_speaks_for_it(study: Study) -> None:
    ana = await study.person("Ana")
    await study.organiser.slash("join")
    await take_on(study, ana, "2026-03-08", "On Sunday")
    await take_on(study, ana, "2026-03-11", "On Wednesday")
    await study.clock.move_to(at(6))
    assert "On Sunday" in ana.inbox[0].text, "in the first message after it was taken on"
    friday = ana.inbox[-1]
    assert "*On Sunday* · due in 2 days" in friday.text
    assert "*On Wednesday* · due in 5 days" in friday.text


async def test_t6_shown_again_in_a_pause_an_action_is_not_called_due(study: Study) -> None:
    await study.organiser.slash("join")
    ana = await study.person("Ana")
    await take_on(study, ana, "2026-03-06")
    await study.clock.move_to(datetime(2026, 3, 3, 9, tzinfo=UTC))
    tuesday = ana.inbox[-1]
    assert "· due in 3 days" in tuesday.text
    await ana.submit(await ana.click(await ana.slash("me"), "Pause"), {"until": "2026-03-20"})
    for act in ("action:named-done", "action:named-undo"):
        await ana.click(tuesday, custom_id=custom_ids(tuesday, act)[0])
        assert "*Shorter calls* · by <t:" in tuesday.text
    assert "due <t:" not in (await ana.slash("action list")).text


async def test_t6_today_and_me_show_an_action_to_its_owner(study: Study) -> None:
    """With its act; in a pause nothing is due."""
    await study.organiser.slash("join")
    ana, ben = await study.person("Ana"), await study.person("Ben")
    await take_on(study, ana, "2026-03-06")
    await take_on(study, ana, "2026-05-06", "Much later")
    today = await ana.slash("today")
    assert "**Your actions**\n○ Shorter calls, <t:" in today.text
    assert "Much later" not in today.text
    me = (await ana.slash("me")).text
    assert re.search("2 actions of yours in </action list:[0-9]+>, next due <t:", me)
    for command in ("today", "me"):
        assert "action" not in (await ben.slash(command)).text.lower()

    await ana.slash("today", dm=True)
    done = await ana.click(today, custom_id=custom_ids(today, "action:named-done")[0])
    assert done.updated
    assert "Shorter calls" not in done.text
    assert "1 action of yours" in (await ana.slash("me")).text
    form = await ana.click(await ana.slash("me"), "Pause")
    await ana.submit(form, {"until": "2026-05-20"})
    me = (await ana.slash("me")).text
    assert "1 action of yours" in me
    assert "next due" not in me
    assert "Your actions" not in (await ana.slash("today")).text
