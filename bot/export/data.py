"""What the feature declares of itself."""

from __future__ import annotations

from bot.feature import FeatureData, HelpTopic, export_nothing, forget_nothing

_HELP = (
    HelpTopic(
        "export",
        "Your dates elsewhere",
        "A file for the calendar that you use. Made anew, it brings what changed and takes back "
        "what is gone.",
        (("export calendar", "your dates, votes and retros as a file for your calendar"),),
    ),
)

DATA = FeatureData(
    name="export",
    help=_HELP,
    stored=(),
    forget=forget_nothing,
    export=export_nothing,
    kinds=(),
)
