"""What the feature declares of itself."""

from __future__ import annotations

from bot.feature import DeliveryKind, FeatureData, HelpTopic, export_nothing, forget_nothing
from bot.routine import service as routine
from bot.routine.rules import LATENESS
from bot.routine.schedules import PROMPT, SNOOZE

_HELP = (
    HelpTopic(
        "prompts",
        "Daily prompts",
        "*Done* and *Skip* both count as an answer, and can be changed for a week. *Snooze* asks "
        "once more in an hour. *Stop* ends prompts at once; a pause ends by itself.",
        (
            ("today", "today's prompt"),
            ("me", "time, weekdays, pause, stop"),
        ),
    ),
)

DATA = FeatureData(
    name="routine",
    help=_HELP,
    stored=(),
    forget=forget_nothing,
    export=export_nothing,
    kinds=(
        DeliveryKind(
            name=PROMPT,
            title="Daily prompt",
            lateness=LATENESS,
            on_failed=routine.on_failed,
        ),
        DeliveryKind(
            name=SNOOZE,
            title="Snoozed prompt",
            lateness=LATENESS,
            on_failed=routine.on_failed,
        ),
    ),
    on_group_changed=routine.group_in_step,
    on_member_changed=routine.member_in_step,
)
