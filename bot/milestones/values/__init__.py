"""The values of milestones: states and changes, and a member's board of them."""

from bot.milestones.values.board import (
    OWN_SECTION,
    Board,
    Item,
    MilestoneOutcome,
    PathView,
    Rotation,
    Section,
    SeveralFit,
    next_due,
)
from bot.milestones.values.group import BlockProgress, GroupProgress
from bot.milestones.values.occurrences import (
    Countable,
    Occurrences,
    Period,
    PeriodCount,
    PlanCount,
    Tally,
)
from bot.milestones.values.states import (
    Count,
    MilestoneChange,
    Override,
    OwnMilestone,
    Status,
    StoredMilestones,
)

__all__ = [
    "OWN_SECTION",
    "BlockProgress",
    "Board",
    "Count",
    "Countable",
    "GroupProgress",
    "Item",
    "MilestoneChange",
    "MilestoneOutcome",
    "Occurrences",
    "Override",
    "OwnMilestone",
    "PathView",
    "Period",
    "PeriodCount",
    "PlanCount",
    "Rotation",
    "Section",
    "SeveralFit",
    "Status",
    "StoredMilestones",
    "Tally",
    "next_due",
]
