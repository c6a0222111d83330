"""What the feature declares of itself: it stores nothing about anybody."""

from __future__ import annotations

from bot.feature import FeatureData, HelpTopic, export_nothing, forget_nothing

_HELP = (
    HelpTopic(
        "feeds",
        "arXiv feeds",
        "The weekly shortlist comes from the arXiv categories that your group follows. The list "
        "shows how each is: up to date, resting at a weekend, behind, or failing since when. "
        "Organisers add and remove them.",
        (
            ("paper feeds list", "the feeds, and how each is"),
            ("paper feeds add", "follow one more, for organisers"),
            ("paper feeds remove", "stop following one, for organisers"),
        ),
    ),
)

DATA = FeatureData(
    name="feeds",
    help=_HELP,
    stored=(),
    forget=forget_nothing,
    export=export_nothing,
    kinds=(),
)
