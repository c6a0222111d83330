"""What follows from milestones' values alone: states, counts, boards, dates that collide."""

from bot.milestones.rules.build_board import build_board
from bot.milestones.rules.pace import MAX_PACE, MIN_PACE, check_pace, parse_pace, say_pace
from bot.milestones.rules.states import MAX_NOTE, changes_to, clean_note, count, total

__all__ = [
    "MAX_NOTE",
    "MAX_PACE",
    "MIN_PACE",
    "build_board",
    "changes_to",
    "check_pace",
    "clean_note",
    "count",
    "parse_pace",
    "say_pace",
    "total",
]
