"""What the feature declares of itself."""

from __future__ import annotations

from bot.feature import FeatureData, HelpTopic, export_nothing, forget_nothing
from bot.link_checks.audited import LINK_CHECKS

_HELP = (
    HelpTopic(
        "link-checks",
        "Check of links",
        "Organisers can let the library's links be checked once a week. A site is asked for no "
        "more than whether the page is there, one request a minute. What fails on two different "
        "days is called dead, to organisers alone, who can put another in its place.",
        (("resources", "the way to it, under *For organisers*"),),
    ),
)

DATA = FeatureData(
    name="link_checks",
    help=_HELP,
    # Of the library's links, not of anybody.
    stored=(),
    forget=forget_nothing,
    export=export_nothing,
    audited=(LINK_CHECKS,),
    kinds=(),
)
