"""What the feature declares of itself."""

from __future__ import annotations

from datetime import timedelta

from bot.feature import DeliveryKind, FeatureData, HelpTopic, export_nothing, forget_nothing
from bot.milestones import wins
from bot.milestones.touched import touched

_HELP = (
    HelpTopic(
        "milestones",
        "Milestones",
        "The plan has blocks, and blocks have milestones. Each is not started ○, in progress ◐, "
        "done ● or skipped ⊘, and every change can be undone.",
        (
            ("milestone list", "all of them, or one block"),
            ("milestone next", "what to do next, and why"),
            ("milestone show", "one of them, with all that can be done with it"),
            ("milestone start", "begin one"),
            ("milestone done", "finish one, with a link and a note if you like"),
            ("milestone skip", "leave one out; it counts neither way"),
            ("milestone undo", "take the last change back"),
            ("milestone note", "words and a link to keep with one"),
            ("milestone due", "a date of your own; `/me` moves all of them by your pace"),
            ("milestone add", "a milestone or step of your own"),
            ("milestone hide", "leave one of the plan's out of your lists"),
            ("win share", "tell the group about something you finished"),
            ("win list", "what others told"),
            ("export calendar", "your dates, votes and retros as a file for your calendar"),
        ),
    ),
)

DATA = FeatureData(
    name="milestones",
    help=_HELP,
    stored=(),
    forget=forget_nothing,
    export=export_nothing,
    kinds=(
        DeliveryKind(
            name=wins.WIN_KIND,
            title="A win is posted",
            lateness=timedelta(days=1),
            on_failed=wins.not_posted,
        ),
        DeliveryKind(
            name=wins.ROUND_UP_KIND,
            title="The week's wins",
            lateness=timedelta(days=6),
            on_failed=None,
        ),
    ),
    on_group_changed=wins.schedule_round_up,
    on_start=wins.schedule_missing,
    members_affected=touched,
)
