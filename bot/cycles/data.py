"""What the feature declares of itself."""

from __future__ import annotations

from datetime import timedelta

from bot.cycles import service as cycles
from bot.feature import DeliveryKind, FeatureData, HelpTopic, export_nothing, forget_nothing

_HELP = (
    HelpTopic(
        "cycles",
        "Cycles",
        "When an organiser closes a cycle, how each member stood is kept, for that member alone. "
        "No date moves by itself: you decide about each milestone that was open.",
        (
            ("cycle show", "this cycle, and how you stood in earlier ones"),
            ("cycle review", "carry, re-date or drop what was open"),
            ("cycle start", "close this cycle and begin the next (organisers)"),
        ),
    ),
)

DATA = FeatureData(
    name="cycles",
    help=_HELP,
    stored=(),
    forget=forget_nothing,
    export=export_nothing,
    kinds=(
        DeliveryKind(
            name=cycles.BEGUN_KIND,
            title="A new cycle is announced",
            lateness=timedelta(days=3),
            on_failed=None,
        ),
    ),
)
