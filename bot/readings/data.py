"""What the feature declares of itself."""

from __future__ import annotations

from bot.feature import FeatureData, HelpTopic, export_nothing, forget_nothing

_HELP = (
    HelpTopic(
        "readings",
        "What you have read",
        "Every paper that the group chose stays, with its vote's totals, its thread, reviews, "
        "reproductions and what you do with it. Choose by block, month or what was reproduced; "
        "*Export* gives what is shown as Markdown, CSV and JSON, without anybody's name.",
        (
            ("paper history", "what the group has read"),
            ("paper show", "all about one paper"),
            ("paper search", "by title, author, subject, or words of a review"),
        ),
    ),
)

DATA = FeatureData(
    name="readings",
    help=_HELP,
    # It stores nothing of its own.
    stored=(),
    forget=forget_nothing,
    export=export_nothing,
    kinds=(),
)
