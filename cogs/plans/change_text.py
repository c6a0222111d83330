"""What a change of the plan does, as lists: short in a panel, whole in a file. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.plans.diff import Change, Entry, PlanDiff
from bot.plans.model import Plan
from cogs.common.text import escape, plural

Touched = Mapping[str, int]
"""How many members have progress on a milestone, by its id."""

_BUDGET = 2600
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
}
_KINDS = {"block": "block ", "component": "component ", "milestone": ""}

_Lists = list[tuple[str, list[str]]]


def change_lists(changes: PlanDiff, plan: Plan, touched: Touched) -> tuple[str, bool]:
    """The changes for a panel, harmless, and whether all of them are there."""
    lists = _lists(changes, plan, touched, escape)
    for limit in _LIMITS:
        text = "\n".join(_shortened(title, lines, limit) for title, lines in lists)
        if len(text) <= _BUDGET:
            break
    return text, all(len(lines) <= limit for _, lines in lists)


def whole_list(changes: PlanDiff, plan: Plan, touched: Touched) -> str:
    """All changes, as the text of a file."""
    lists = _lists(changes, plan, touched, lambda text: " ".join(text.split()))
    parts = ["\n".join([f"{title} ({len(lines)})", *lines]) for title, lines in lists]
    return "\n\n".join(parts).replace("**", "").replace("*", "") + "\n"


def _shortened(title: str, lines: list[str], limit: int) -> str:
    more = [f"… and {len(lines) - limit} more"] if limit and len(lines) > limit else []
    return "\n".join([f"**{title}** · {len(lines)}", *lines[:limit], *more])


def _lists(changes: PlanDiff, plan: Plan, touched: Touched, say: Callable[[str], str]) -> _Lists:
    titles = {block.id: block.title for block in plan.blocks}
    titles |= {c.id: c.title for block in plan.blocks for c in block.components}
    titles |= {e.id: e.title for e in changes.removed if e.id not in titles}

    def named(entry: Entry) -> str:
        return f"{_KINDS[entry.kind]}{say(entry.title)}"

    def counted(entry: Entry) -> str:
        count = touched.get(entry.id, 0) if entry.kind == "milestone" else 0
        has = "has" if count == 1 else "have"
        return f" · {plural(count, 'member')} {has} progress on it" if count else ""

    def moved(change: Change) -> str:
        was, now = (titles.get(e.parent, e.parent) for e in (change.was, change.now))
        return f"{named(change.now)}: from {say(was)} to {say(now)}{counted(change.now)}"

    lists = {
        "Added": [named(entry) for entry in changes.added],
        "Removed": [f"{named(entry)}{counted(entry)}" for entry in changes.removed],
        "Renamed": [
            f"{named(c.was)} → {say(c.now.title)}{counted(c.now)}" for c in changes.renamed
        ],
        "Moved": [moved(change) for change in changes.moved],
        "Changed inside": [named(entry) for entry in changes.edited],
        "In another order": [
            say(titles.get(each, each)) if each else "the blocks" for each in changes.reordered
        ],
        "Also changed": [_SECTIONS[name] for name in changes.sections],
    }
    return [(name, [f"- {each}" for each in lines]) for name, lines in lists.items() if lines]
