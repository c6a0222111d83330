"""Changes one milestone in the text of a plan file; every other line stays as it was.

An edit touches the tables alone that it is about. What comes out is read again and compared with
what was asked for, so a file laid out in another way is refused and never damaged.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any

import tomlkit

from bot.errors import NotFound, UserError
from bot.plans.loader import PlanError, parse
from bot.plans.rules.checks import OWN_ID, milestone_locations
from bot.plans.rules.compare import diff
from bot.plans.rules.milestone_form import BLANK, clean_text, dues, fields_of
from bot.plans.rules.toml_locations import Location
from bot.plans.toml_edit import flow_dates
from bot.plans.toml_edit.expected_plan import placed, undated, without
from bot.plans.toml_edit.tables import Tables, lines_of, unified, unsuited
from bot.plans.values import COUNTED_ONCE, MilestoneFields, Plan, PlanText

_MAX_ID = 40


def change(
    before: PlanText, milestone_id: str, was: MilestoneFields, wanted: MilestoneFields
) -> PlanText:
    """The plan with the fields of a milestone that differ from ``was`` set as ``wanted``.

    ``was`` is what the form began with: what somebody else changed meanwhile, and this form left
    alone, stays.

    Raises:
        NotFound: there is no such milestone.
        UserError: the outcome would be no sound plan, or the file is laid out in another way.
    """
    plan = before.plan
    present = _known(plan, milestone_id)
    new = _merged(present, was, wanted)
    tables = Tables(unified(before.text))
    if replace(new, due=present.due) != present:
        tables.edit(_where(plan, milestone_id), lambda keys: _set(keys, present, new))
    if new.due != present.due:
        flow_dates.take_out(tables, plan.flow, milestone_id)
    text = tables.text()
    if new.due is not None and new.due != present.due:
        tables = Tables(text)
        flow_dates.put_in(tables, undated(plan.flow, milestone_id), milestone_id, new.due)
        text = tables.text()
    after = _read(text)
    made = diff(plan, after.plan)
    others = (made.added, made.removed, made.moved, made.reordered)
    named = {change.now.id for change in made.renamed} | {entry.id for entry in made.edited}
    if any(others) or named - {milestone_id} or set(made.sections) - {"flow"}:
        raise unsuited()
    return _as_asked(plan, after, milestone_id, new)


def add(
    before: PlanText,
    component_id: str,
    wanted: MilestoneFields,
    *,
    is_taken: Callable[[str], bool],
) -> tuple[PlanText, str]:
    """The plan with a further milestone at the end of a component, and its id.

    ``is_taken`` tells ids that former versions used: members' progress hangs on them.

    Raises:
        NotFound: there is no such component.
        UserError: as :func:`change`.
    """
    plan = before.plan
    milestone_id = _new_id(wanted.title, plan, is_taken)
    keys: dict[str, Any] = {"id": milestone_id}
    _set(keys, BLANK, wanted)
    tables = Tables(unified(before.text))
    milestone = lines_of("blocks.components.milestones", keys)
    tables.insert_below(_end_of(plan, component_id), milestone)
    if wanted.due is not None:
        flow_dates.put_in(tables, plan.flow, milestone_id, wanted.due)
    after = _read(tables.text())
    made = diff(plan, after.plan)
    others = (made.removed, made.renamed, made.moved, made.edited, made.reordered)
    if any(others) or [(e.id, e.parent) for e in made.added] != [(milestone_id, component_id)]:
        raise unsuited()
    return _as_asked(plan, after, milestone_id, wanted), milestone_id


def remove(before: PlanText, milestone_id: str) -> PlanText:
    """The plan without a milestone: nothing waits for it any more, and it has no date.

    A date of nothing else goes too; a component stays, since it may be without milestones.

    Raises:
        NotFound: there is no such milestone.
        UserError: it is the only one of the plan, or as :func:`change`.
    """
    plan = before.plan
    _known(plan, milestone_id)
    if len(plan.milestones) == 1:
        raise UserError(
            "It is the only milestone, and a plan needs at least one. Add another one with "
            "`/plan edit` first, or change what this one asks for."
        )
    tables = Tables(unified(before.text))
    flow_dates.take_out(tables, plan.flow, milestone_id)
    for at, milestone in milestone_locations(plan):
        if milestone_id in milestone.needs:
            tables.edit(at, lambda keys: _unneeded(keys, milestone_id))
    tables.remove(_where(plan, milestone_id))
    return _as_arranged(tables.text(), without(plan, milestone_id))


def place(before: PlanText, milestone_id: str, component_id: str, after: str | None) -> PlanText:
    """The plan with a milestone, and the comment above it, in another place.

    It stands below the milestone ``after`` of the component; without one, it is its first.

    Raises:
        NotFound: there is no such milestone or component, or ``after`` does not stand in it.
        UserError: it stands there already, or as :func:`change`.
    """
    plan = before.plan
    _known(plan, milestone_id)
    at = _component(plan, component_id)
    if after is not None:
        inside = [m.id for _, c, m in plan.walk() if c.id == component_id]
        if after not in inside or after == milestone_id:
            raise NotFound("That milestone does not stand there now. Begin again: `/plan edit`.")
        at = (*at, "milestones", inside.index(after))
    wanted = placed(plan, milestone_id, component_id, after)
    if wanted == plan:
        raise UserError("It stands there already.")
    tables = Tables(unified(before.text))
    tables.move(_where(plan, milestone_id), at)
    return _as_arranged(tables.text(), wanted)


def _merged(
    present: MilestoneFields, was: MilestoneFields, wanted: MilestoneFields
) -> MilestoneFields:
    changed = {
        field.name: getattr(wanted, field.name)
        for field in fields(MilestoneFields)
        if getattr(wanted, field.name) != getattr(was, field.name)
    }
    return replace(present, **changed)


def _set(keys: Any, was: MilestoneFields, wanted: MilestoneFields) -> None:
    """Set what differs in a table of keys; an empty estimate or list goes away."""
    for name in ("title", "text"):
        if getattr(was, name) != getattr(wanted, name):
            keys[name] = _string(getattr(wanted, name))
    for name in ("hours", "needs", "path", "repeats", "times", "axes"):
        value = getattr(wanted, name)
        if getattr(was, name) == value:
            continue
        if value:
            keys[name] = list(value) if isinstance(value, tuple) else value
        else:
            keys.pop(name, None)
    if wanted.repeats is None and keys.get("counts") not in COUNTED_ONCE:
        # No form asks what it counts, which most can only while they repeat.
        keys.pop("counts", None)


def _unneeded(keys: Any, milestone_id: str) -> None:
    """Take an id out of what a milestone needs; the rest of the list stays as it is written."""
    while milestone_id in keys["needs"]:
        keys["needs"].remove(milestone_id)
    if not keys["needs"]:
        del keys["needs"]


def _string(value: str) -> Any:
    """Lines as lines where nothing in them needs escaping, else one line with escapes."""
    plain = value.isprintable() or all(c == "\n" or c.isprintable() for c in value)
    multiline = "\n" in value and plain and "\\" not in value and '"' not in value
    return tomlkit.string(value, multiline=multiline)


def _where(plan: Plan, milestone_id: str) -> Location:
    return next(at for at, m in milestone_locations(plan) if m.id == milestone_id)


def _known(plan: Plan, milestone_id: str) -> MilestoneFields:
    found = fields_of(plan, milestone_id)
    if found is None:
        raise NotFound("The plan has no such milestone now. Pick one as you type.")
    return found


def _component(plan: Plan, component_id: str) -> Location:
    for b, block in enumerate(plan.blocks):
        for c, component in enumerate(block.components):
            if component.id == component_id:
                return ("blocks", b, "components", c)
    raise NotFound("The plan has no such component now. Pick one as you type.")


def _end_of(plan: Plan, component_id: str) -> Location:
    """The location of the last piece of a component: its last milestone, or itself."""
    at = _component(plan, component_id)
    count = sum(component.id == component_id for _, component, _ in plan.walk())
    return (*at, "milestones", count - 1) if count else at


def _new_id(title: str, plan: Plan, is_taken: Callable[[str], bool]) -> str:
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[: _MAX_ID - 4].strip("-") or "milestone"
    present = {milestone.id for milestone in plan.milestones}
    for number in range(1, 10_000):
        name = stem if number == 1 else f"{stem}-{number}"
        if name not in present and not OWN_ID.fullmatch(name) and not is_taken(name):
            return name
    raise UserError("That title is taken too often. Choose another.")


def _read(text: str) -> PlanText:
    """The plan in the text, or what is wrong with it without the words of files."""
    try:
        return parse(text)
    except PlanError as error:
        if any("not valid TOML" in problem.message for problem in error.problems):
            raise unsuited() from None
        found = {f"{p.key.rpartition('.')[2]}: {p.message}": None for p in error.problems}
        raise UserError(
            "That does not fit a plan, so nothing changed.\n"
            + "\n".join(f"- {each}" for each in list(found)[:5])
        ) from None


def _as_arranged(text: str, wanted: Plan) -> PlanText:
    """What the text says, if its plan is the one wanted and nothing else changed."""
    after = _read(text)
    if after.plan != wanted:
        raise unsuited()
    return after


def _as_asked(before: Plan, after: PlanText, milestone_id: str, new: MilestoneFields) -> PlanText:
    """``after``, if the milestone is what was asked for and nobody else's date moved."""
    dates, others = dues(after.plan), dues(before)
    for found in (dates, others):
        found.pop(milestone_id, None)
    made = fields_of(after.plan, milestone_id)
    wanted = replace(new, text=clean_text(new.text))
    if dates != others or made is None or made != wanted:
        raise unsuited()
    return after
