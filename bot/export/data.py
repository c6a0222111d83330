"""What the feature declares of itself."""

from __future__ import annotations

from bot.feature import FeatureData, HelpTopic, export_nothing, forget_nothing

_HELP = (
    HelpTopic(
        "calendar",
        "Your dates elsewhere",
        "A file for the calendar that you use. Made anew, it brings what changed and takes back "
        "what is gone.",
        (("export calendar", "your dates, votes and retros as a file for your calendar"),),
    ),
    HelpTopic(
        "export",
        "All that I have about you",
        "`/export data` gives you everything that is stored about you in a group, for you alone: "
        "a JSON file with all of it, and the same as tables for a spreadsheet.",
        (
            ("export data", "all that I have about you in a group, as files"),
            ("export restore", "bring back what you took along, after you joined anew"),
        ),
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
