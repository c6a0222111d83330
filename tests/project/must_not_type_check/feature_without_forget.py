"""A feature that does not say how it forgets a person."""

from __future__ import annotations

from bot.feature import FeatureData, export_nothing

DATA = FeatureData(  # expect: call-arg
    name="things", help=(), stored=(), export=export_nothing, kinds=()
)
