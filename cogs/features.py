"""The list of features, lowest first: a feature is its two folders and one line here.

The order is that of `bot`'s layers: a feature may read those above its line, and hears of changes
after them.
"""

from __future__ import annotations

from cogs import (
    actions,
    common,
    community,
    competency,
    cycles,
    export,
    feeds,
    follow_ups,
    forgetting,
    groups,
    health_checks,
    interests,
    library,
    milestones,
    mini_retros,
    news,
    papers,
    plans,
    readings,
    reminders,
    reproductions,
    retros,
    reviews,
    routine,
    second_ratings,
    settings,
    themes,
    wins,
)
from cogs.common.feature import Feature

FEATURES: tuple[Feature, ...] = (
    common.FEATURE,
    groups.FEATURE,
    settings.FEATURE,
    plans.FEATURE,
    milestones.FEATURE,
    library.FEATURE,
    wins.FEATURE,
    reminders.FEATURE,
    feeds.FEATURE,
    interests.FEATURE,
    papers.FEATURE,
    reviews.FEATURE,
    community.FEATURE,
    retros.FEATURE,
    themes.FEATURE,
    actions.FEATURE,
    health_checks.FEATURE,
    reproductions.FEATURE,
    follow_ups.FEATURE,
    readings.FEATURE,
    news.FEATURE,
    routine.FEATURE,
    mini_retros.FEATURE,
    competency.FEATURE,
    second_ratings.FEATURE,
    cycles.FEATURE,
    export.FEATURE,
    forgetting.FEATURE,
)
