"""What the feature declares of itself."""

from __future__ import annotations

from bot.feature import DeliveryKind, FeatureData, HelpTopic, export_nothing, forget_nothing
from bot.retros import service
from bot.retros.rules import OPEN_LATENESS, REVEAL_LATENESS

_HELP = (
    HelpTopic(
        "retros",
        "Retros",
        "Once a month the group looks back: what worked, what to adjust. Cards stay hidden until "
        "they are revealed together.",
        (
            ("retro card", "add a card"),
            ("retro open", "open one now (organisers)"),
            ("retro close", "close it (organisers)"),
        ),
    ),
)

DATA = FeatureData(
    name="retros",
    help=_HELP,
    stored=(),
    forget=forget_nothing,
    export=export_nothing,
    kinds=(
        DeliveryKind(
            name=service.OPEN,
            title="The retro opens",
            lateness=OPEN_LATENESS,
            on_failed=service.on_failed,
        ),
        DeliveryKind(
            name=service.REVEAL,
            title="The cards are revealed",
            lateness=REVEAL_LATENESS,
            on_failed=service.on_failed,
        ),
    ),
    on_group_changed=service.schedule_openings,
)
