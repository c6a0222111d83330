"""What the feature declares of itself."""

from __future__ import annotations

from bot.feature import FeatureData, HelpTopic, export_nothing, forget_nothing

_HELP = (
    HelpTopic(
        "settings",
        "The group's settings",
        "Whoever organises the group changes one thing at a time here, and sees what follows "
        "before it is saved. A role can be let organise too, beside *Manage Server*.",
        (
            ("settings show", "what is set, and whether I may do it"),
            ("settings channels", "where I post (organisers)"),
            ("settings cadence", "zone, start, weekly paper and retro (organisers)"),
            ("settings support", "where people find help, for check-ins (organisers)"),
            ("settings roles", "which roles may organise (Manage Server)"),
            ("settings audit", "who changed what, and when (organisers)"),
        ),
    ),
)

DATA = FeatureData(
    name="settings",
    help=_HELP,
    stored=(),
    forget=forget_nothing,
    export=export_nothing,
    kinds=(),
)
