"""What a change of the plan does, as lists: short in a panel, whole in a file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from bot.plans.values import Plan, PlanChange, PlanDiff, PlanEntry, Target
from cogs.common.text import cut, escape

_BUDGET = 2600
_FIELD = 80
_DATE = "date"
_SHORT = 40  # characters of a title in an order
_LIMITS = (25, 12, 8, 5, 3, 2, 1, 0)
_SECTIONS = {
    "plan": "title and summary",
    "paths": "paths",
    "flow": "dates",
    "routine": "daily prompts",
    "axes": "competency axes",
    "glossary": "glossary",
    "resources": "resources",
    "papers": "papers",
    "tips": "tips",
    "projects": "guide to projects",
    "self_check": "questions of the self-check",
    "afterwards": "questions at a cycle's end",
}
_KINDS = {"block": "block ", "component": "component ", "milestone": ""}

_Lists = list[tuple[str, list[str]]]


def change_lists(changes: PlanDiff, plan: Plan) -> tuple[str, bool]:
    """The changes for a panel, harmless, and whether all of them are there."""
    lists = _lists(changes, plan, escape)
    for limit in _LIMITS:
        text = "\n".join(_shortened(title, lines, limit) for title, lines in lists)
        if len(text) <= _BUDGET:
            break
    return text, all(len(lines) <= limit for _, lines in lists)


def whole_list(changes: PlanDiff, plan: Plan) -> str:
    """All changes, as the text of a file."""
    lists = _lists(changes, plan, lambda text: " ".join(text.split()))
    parts = ["\n".join([f"{title} ({len(lines)})", *lines]) for title, lines in lists]
    return "\n\n".join(parts).replace("**", "").replace("*", "") + "\n"


def _differing(was: str, now: str) -> tuple[str, str]:
    """Both texts short, from the word on in which they begin to differ."""
    before, after = was.split(), now.split()
    same = 0
    while same < min(len(before), len(after)) - 1 and before[same] == after[same]:
        same += 1
    start = "… " if same else ""
    return (
        cut(start + " ".join(before[same:]), _FIELD) if was else "",
        cut(start + " ".join(after[same:]), _FIELD) if now else "",
    )


def _shortened(title: str, lines: list[str], limit: int) -> str:
    more = [f"… and {len(lines) - limit} more"] if limit and len(lines) > limit else []
    return "\n".join([f"**{title}** · {len(lines)}", *lines[:limit], *more])


def _lists(changes: PlanDiff, plan: Plan, say: Callable[[str], str]) -> _Lists:
    words = _Words(changes, plan, say)
    lists = {
        "Added": [words.named(entry) for entry in changes.added],
        "Removed": [words.named(entry) for entry in changes.removed],
        "Renamed": [words.renamed(change) for change in changes.renamed],
        "Moved": [words.moved(change) for change in changes.moved],
        "Changed inside": [words.edited(entry) for entry in changes.edited],
        "In another order": [words.reordered(name) for name in changes.reordered],
        "Without a milestone then": words.emptied(),
        "Other dates": words.redated(),
        "Dates that go": [words.dated(target) for target in changes.dates_gone],
        "Also changed": [_SECTIONS[name] for name in changes.sections],
    }
    return [(name, [f"- {each}" for each in lines]) for name, lines in lists.items() if lines]


@dataclass(frozen=True, slots=True)
class _Words:
    """How each change reads; ``say`` makes a title fit for where it is shown."""

    changes: PlanDiff
    plan: Plan
    say: Callable[[str], str]

    def named(self, entry: PlanEntry) -> str:
        return f"{_KINDS[entry.kind]}{self.say(entry.title)}"

    def renamed(self, change: PlanChange) -> str:
        return f"{self.named(change.was)} → {self.say(change.now.title)}"

    def moved(self, change: PlanChange) -> str:
        was, now = self._title(change.was.parent), self._title(change.now.parent)
        return f"{self.named(change.now)}: from {was} to {now}{self._place(change.now)}"

    def edited(self, entry: PlanEntry) -> str:
        is_freed = entry.kind == "milestone" and entry.id in self.changes.freed
        freed = ": it waits no longer for what is removed" if is_freed else ""
        said = "" if entry.kind != "milestone" else self._fields(entry.id)
        return f"{self.named(entry)}{freed}{said}"

    def redated(self) -> list[str]:
        """The milestones of both plans that have another date."""
        titles = {m.id: m.title for m in self.plan.milestones}
        return [
            f"{self.say(titles[each.milestone_id])}: {each.was or 'none'} → {each.now or 'none'}"
            for each in self.changes.fields
            if each.name == _DATE
        ]

    def _fields(self, milestone_id: str) -> str:
        """What of a milestone reads otherwise: a line each, the old and the new."""
        lines = []
        for each in self.changes.fields:
            if each.milestone_id == milestone_id and each.name != _DATE:
                was, now = (self.say(text) or "none" for text in _differing(each.was, each.now))
                lines.append(f"\n  - {each.name}: {was} → {now}")
        return "".join(lines)

    def reordered(self, name: str) -> str:
        order = [cut(m.title, _SHORT) for _, c, m in self.plan.walk() if c.id == name]
        order_now = f": {self.say(' · '.join(order))}" if order else ""
        return f"{self._title(name)}{order_now}" if name else "the blocks"

    def dated(self, target: Target) -> str:
        when = f"week {target.week}" if target.week else f"month {target.month}"
        return f"{when}, {self.say(target.title)}"

    def emptied(self) -> list[str]:
        gone = [*self.changes.removed, *(change.was for change in self.changes.moved)]
        left = {entry.parent for entry in gone if entry.kind == "milestone"}
        return [
            f"component {self.say(component.title)}: it stays, with its topics and questions"
            for block in self.plan.blocks
            for component in block.components
            if component.id in left and not component.milestones
        ]

    def _place(self, entry: PlanEntry) -> str:
        """What a milestone stands below, if it is not the first there."""
        inside = [m for _, c, m in self.plan.walk() if c.id == entry.parent]
        for above, milestone in pairwise(inside):
            if milestone.id == entry.id and entry.kind == "milestone":
                return f", after {self.say(above.title)}"
        return ""

    def _title(self, name: str) -> str:
        """The title of a block or component, also of one that goes."""
        blocks = self.plan.blocks
        titles = {e.id: e.title for e in self.changes.removed if e.kind != "milestone"}
        titles |= {block.id: block.title for block in blocks}
        titles |= {c.id: c.title for block in blocks for c in block.components}
        return self.say(titles.get(name, name))
