"""The list of features, lowest first: a feature is its two folders and one line here.

The order is that of `bot`'s layers: a feature may read those above its line, and hears of changes
after them.
"""

from __future__ import annotations

from cogs import (
    actions,
    checkins,
    common,
    community,
    cycles,
    export,
    feeds,
    follow_ups,
    forgetting,
    groups,
    health_checks,
    interests,
    library,
    link_checks,
    milestones,
    mini_retros,
    news,
    papers,
    past_retros,
    plans,
    readings,
    reminders,
    reproductions,
    retros,
    reviews,
    routine,
    settings,
    shares,
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
    wins.FEATURE,
    shares.FEATURE,
    reminders.FEATURE,
    library.FEATURE,
    link_checks.FEATURE,
    feeds.FEATURE,
    interests.FEATURE,
    papers.FEATURE,
    reviews.FEATURE,
    community.FEATURE,
    retros.FEATURE,
    themes.FEATURE,
    actions.FEATURE,
    past_retros.FEATURE,
    health_checks.FEATURE,
    reproductions.FEATURE,
    follow_ups.FEATURE,
    readings.FEATURE,
    news.FEATURE,
    routine.FEATURE,
    mini_retros.FEATURE,
    checkins.FEATURE,
    cycles.FEATURE,
    export.FEATURE,
    forgetting.FEATURE,
)
