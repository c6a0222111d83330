"""What the feature declares of itself."""

from __future__ import annotations

from bot.feature import FeatureData, HelpTopic, export_nothing, forget_nothing

_HELP = (
    HelpTopic(
        "library",
        "Glossary and resources",
        "What the plan's words mean, and where to learn: courses, documentation, forums, "
        "newsletters, books and articles, each with the blocks that it helps with.",
        (
            ("glossary", "a term in a sentence or two, with where to read on; all of them"),
            ("resources", "what to learn from, by kind and block"),
        ),
    ),
)

DATA = FeatureData(
    name="library",
    help=_HELP,
    stored=(),
    forget=forget_nothing,
    export=export_nothing,
    kinds=(),
)
