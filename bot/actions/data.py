"""What the feature declares of itself."""

from __future__ import annotations

from bot.feature import FeatureData, HelpTopic, export_nothing, forget_nothing

_HELP = (
    HelpTopic(
        "actions",
        "Actions",
        "What comes of a retro is an action: what will be done, by whom, until when. The next "
        "retro opens with those that are unfinished.",
        (
            ("action list", "open actions"),
            ("action done", "finish one"),
        ),
    ),
)

DATA = FeatureData(
    name="actions",
    help=_HELP,
    stored=(),
    forget=forget_nothing,
    export=export_nothing,
    kinds=(),
)
