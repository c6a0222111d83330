"""The marks of a milestone's status: text, so that they read the same everywhere."""

from __future__ import annotations

from bot.milestones.rules import Status

MARKS = {
    Status.NOT_STARTED: "○",
    Status.IN_PROGRESS: "◐",
    Status.DONE: "●",
    Status.SKIPPED: "⊘",
}
