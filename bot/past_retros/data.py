"""What the feature declares of itself."""

from __future__ import annotations

from bot.feature import FeatureData, HelpTopic, export_nothing, forget_nothing

_HELP = (
    HelpTopic(
        "past_retros",
        "Retros that are over",
        "Every retro that closed stays whole: what the group had done, its themes with their votes "
        "and threads, all cards and comments, and how its actions stand. What comes up in several "
        "of them is named. *Export* gives one or all as Markdown, CSV and JSON, without anybody's "
        "name.",
        (
            ("retro history", "all of them, and what comes up again"),
            ("retro show", "one of them, whole"),
            ("retro search", "by words of a card, a theme or an action"),
        ),
    ),
)

DATA = FeatureData(
    name="past_retros",
    help=_HELP,
    # It stores nothing of its own.
    stored=(),
    forget=forget_nothing,
    export=export_nothing,
    kinds=(),
)
