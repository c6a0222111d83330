"""What the feature declares of itself."""

from __future__ import annotations

from bot.feature import FeatureData, HelpTopic, export_nothing, forget_nothing

_HELP = (
    HelpTopic(
        "start",
        "First steps",
        "Join, and each weekday a short prompt comes by direct message, at your local time.",
        (
            ("join", "become a member; zone and time have defaults"),
            ("today", "today's prompt, whenever you like"),
            ("milestone list", "the plan's milestones, with a button each"),
            ("me", "your settings, and where you stand"),
        ),
    ),
    HelpTopic(
        "dms",
        "Closed direct messages",
        "If Discord does not let me write to you, nothing is lost and nothing goes to a channel: "
        "prompts wait in `/today`. To get them by message, open the server's menu, *Privacy "
        "Settings*, *Direct Messages*; then press *Try again* in `/me`.",
        (
            ("today", "what was kept for you"),
            ("me", "whether messages get through"),
        ),
    ),
    HelpTopic(
        "privacy",
        "What is stored",
        "Your settings and what you enter, seen by you; the group sees only what you share. *What "
        "is stored* in `/me` has the whole list. Leaving stops everything from me at once.",
        (
            ("me", "the whole list"),
            ("leave", "leave, with what happens to your data"),
        ),
    ),
    HelpTopic(
        "organise",
        "Organising a group",
        "Whoever has *Manage Server* sets the group up. It is safe to run again: only what you "
        "touch changes.",
        (
            ("setup", "channels, zone, start, feeds, weekly paper, retro"),
            ("plan import", "the group's own plan, or a new version of it"),
            ("retro open", "a retro by hand"),
            ("cycle start", "close this cycle and begin the next"),
        ),
    ),
)

DATA = FeatureData(
    name="groups",
    help=_HELP,
    stored=(),
    forget=forget_nothing,
    export=export_nothing,
    kinds=(),
)
