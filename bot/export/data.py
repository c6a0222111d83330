"""What the feature declares of itself."""

from __future__ import annotations

from bot.feature import FeatureData, export_nothing, forget_nothing

_HELP = ()

DATA = FeatureData(
    name="export",
    help=_HELP,
    stored=(),
    forget=forget_nothing,
    export=export_nothing,
    kinds=(),
)
