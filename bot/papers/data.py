"""What the feature declares of itself."""

from __future__ import annotations

from datetime import timedelta

from bot.feature import DeliveryKind, FeatureData, HelpTopic, export_nothing, forget_nothing
from bot.papers import rounds

_HELP = (
    HelpTopic(
        "papers",
        "The weekly paper",
        "A shortlist appears, everybody votes for as many papers as they like, and the winner "
        "gets a thread. Ballots are private and can be changed until closing.",
        (
            ("paper picks", "this week's shortlist"),
            ("paper vote", "your private ballot"),
            ("paper nominate", "put a paper on the list"),
            ("paper history", "what the group has read"),
        ),
    ),
)

DATA = FeatureData(
    name="papers",
    help=_HELP,
    stored=(),
    forget=forget_nothing,
    export=export_nothing,
    kinds=(
        DeliveryKind(
            name=rounds.OPEN,
            title="The week's shortlist",
            lateness=timedelta(days=3),
            on_failed=rounds.on_failed,
        ),
        DeliveryKind(
            name=rounds.CLOSE,
            title="The vote closes",
            lateness=timedelta(days=6),
            on_failed=rounds.on_failed,
        ),
    ),
    on_group_changed=rounds.schedule,
)
