"""What the feature declares of itself."""

from __future__ import annotations

from datetime import timedelta

from bot.feature import (
    DeliveryKind,
    FeatureData,
    HelpTopic,
    Stored,
    export_nothing,
    forget_nothing,
)
from bot.milestones.service import SHARED_KIND
from bot.wins.queries import ROUND_UP_KIND, group_facts
from bot.wins.service import not_posted, schedule_missing, schedule_round_up

_HELP = (
    HelpTopic(
        "wins",
        "Wins",
        "What you finished is yours. *Share* tells the group: your name, the title and its link, "
        "never the note. On Sunday evening the week's wins come together.",
        (
            ("win share", "tell the group about something you finished"),
            ("win list", "what others told"),
        ),
    ),
)

DATA = FeatureData(
    name="wins",
    help=_HELP,
    stored=(
        Stored(
            what="which finished milestones you shared, and when",
            why="so that the group can read them, at once and in the week's round-up",
            how_long="until you take the win or the milestone back",
            seen_by="the group: your name, the title and the link",
        ),
    ),
    # It stands with the milestones, and goes and is exported with them.
    forget=forget_nothing,
    export=export_nothing,
    kinds=(
        DeliveryKind(
            name=SHARED_KIND,
            title="A win is posted",
            lateness=timedelta(days=1),
            on_failed=not_posted,
        ),
        DeliveryKind(
            name=ROUND_UP_KIND,
            title="The week's wins",
            lateness=timedelta(days=6),
            # The next one has its wins too; that it was not posted stands in `/setup`.
            on_failed=None,
        ),
    ),
    on_group_changed=schedule_round_up,
    on_start=schedule_missing,
    group_facts=group_facts,
)
