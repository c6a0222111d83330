"""What the feature declares of itself."""

from __future__ import annotations

from bot.feature import FeatureData, HelpTopic, export_nothing, forget_nothing

_HELP = (
    HelpTopic(
        "conferences",
        "Conference deadlines",
        "One list for the group, each deadline exact on everybody's own clock: 23:59 anywhere on "
        "earth too. Which ones you watch, only you see.",
        (
            ("conference list", "what is ahead, nearest first"),
            ("conference add", "add one for the group, and watch it"),
            ("conference watch", "aim for one, or no longer"),
        ),
    ),
)

DATA = FeatureData(
    name="community",
    help=_HELP,
    stored=(),
    forget=forget_nothing,
    export=export_nothing,
    kinds=(),
)
