"""What the feature declares of itself."""

from __future__ import annotations

from bot.feature import FeatureData, HelpTopic, export_nothing, forget_nothing
from bot.news.audited import NEWSLETTER

_HELP = (
    HelpTopic(
        "news",
        "Newsletters",
        "On the plan's day of news, the message brings a few headlines from newsletters that your "
        "group follows: titles and links, each once, the same ones for everybody.",
        (
            ("news list", "the newsletters, and their latest headlines"),
            ("news add", "follow one more, for organisers"),
            ("news remove", "stop following one, for organisers"),
        ),
    ),
)

DATA = FeatureData(
    name="news",
    help=_HELP,
    # Which headlines were told is kept of the group: everybody reads the same.
    stored=(),
    forget=forget_nothing,
    export=export_nothing,
    audited=(NEWSLETTER,),
    kinds=(),
)
