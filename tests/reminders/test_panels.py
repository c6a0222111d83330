"""Named dates at their fullest, in the fullest message: Discord takes it, and nobody is pinged."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import given

from bot.milestones.values import Item, MilestoneChange, Status
from bot.plans.values import Milestone
from bot.reminders.values import Reminder, Stage
from cogs.reminders.panels import reminder_line
from cogs.routine.panels import message_panel
from tests.routine.test_panels import MEMBER, NOW, TEXTS, check, full, fullest, fullest_words

DELIVERY = 10**19 - 1


@given(TEXTS)
def test_named_dates_fit_a_message_beside_the_prompt_and_alone(text: str) -> None:
    item = Item(
        milestone=Milestone(id="m" * 40, title=full(text, 80), text="x"),
        block=1,
        status=Status.NOT_STARTED,
        due=NOW.date(),
        waits_for=(),
        change=None,
    )
    done = replace(
        item, status=Status.DONE, change=MilestoneChange(9999, Status.DONE, NOW, due_on=NOW.date())
    )
    lines = [
        reminder_line(Reminder(each, NOW.date(), stage), MEMBER, DELIVERY, today=NOW.date())
        for stage in Stage
        for each in (item, done) * 3
    ]
    for asks in (True, False):
        panel = message_panel(
            fullest(text),
            fullest_words(text),
            lines,
            asks=asks,
            delivery_id=DELIVERY,
            group_name=full(text, 100),
            now=NOW + timedelta(days=1),
        )
        check(panel)
