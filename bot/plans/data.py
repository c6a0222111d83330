"""What the feature declares of itself."""

from __future__ import annotations

from bot.feature import FeatureData, HelpTopic, export_nothing, forget_nothing
from bot.plans import service as plans

_HELP = (
    HelpTopic(
        "plan",
        "The plan",
        "Everybody in the group follows one plan; each has their own dates in it, counted from "
        "their first day. A new version of it never takes away what somebody did.",
        (
            ("plan show", "its blocks, and your roadmap as a picture"),
            ("plan versions", "every version of it, to download"),
            ("plan export", "the plan as a file"),
            ("plan import", "bring in a plan file, with a preview (organisers)"),
            ("plan edit", "change, add or move one milestone (organisers)"),
        ),
    ),
)

DATA = FeatureData(
    name="plans",
    help=_HELP,
    stored=(),
    forget=forget_nothing,
    export=export_nothing,
    kinds=(),
    on_group_changed=plans.ensure,
)
