"""Changes one milestone in the text of a plan file; every other line stays as it was.

An edit touches the pieces alone that it is about (`tables.py`). What comes out is read again and
compared with what was asked for, so a file laid out in another way is refused and never damaged.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any

import tomlkit

from bot.errors import NotFound, UserError
from bot.plans.loader import PlanError, load
from bot.plans.rules.checks import OWN_ID, milestone_locations
from bot.plans.rules.compare import diff
from bot.plans.rules.milestone_form import BLANK, clean_text, due_of, fields_of
from bot.plans.rules.toml_locations import Location
from bot.plans.toml_edit import tables
from bot.plans.toml_edit.expected_plan import placed, without
from bot.plans.values import Due, MilestoneFields, Plan, Target

_MAX_ID = 40
_DAYS = {"week": 7.0, "month": 30.4}
# A short list of milestones; a longer one goes on in a further date.
_MAX_IN_TARGET = 12


def change(source: str, milestone_id: str, was: MilestoneFields, wanted: MilestoneFields) -> str:
    """The text with the fields of a milestone that differ from ``was`` set as ``wanted``.

    ``was`` is what the form began with: what somebody else changed meanwhile, and this form left
    alone, stays.

    Raises:
        NotFound: there is no such milestone.
        UserError: the outcome would be no sound plan, or the file is laid out in another way.
    """
    plan = load(source)
    present = _known(plan, milestone_id)
    new = _merged(present, was, wanted)
    text = tables.unified(source)
    if replace(new, due=present.due) != present:
        text = tables.edited(
            text, _where(plan, milestone_id), lambda keys: _set(keys, present, new)
        )
    if new.due != present.due:
        text = _undated(text, milestone_id)
        text = _dated(text, milestone_id, new.due)
    after = _read(text)
    made = diff(plan, after)
    others = (made.added, made.removed, made.moved, made.reordered)
    named = {change.now.id for change in made.renamed} | {entry.id for entry in made.edited}
    if any(others) or named - {milestone_id} or set(made.sections) - {"flow"}:
        raise tables.unsuited()
    return _as_asked(text, plan, after, milestone_id, new)


def add(
    source: str, component_id: str, wanted: MilestoneFields, *, is_taken: Callable[[str], bool]
) -> tuple[str, str]:
    """The text with a further milestone at the end of a component, and its id.

    ``is_taken`` tells ids that former versions used: members' progress hangs on them.

    Raises:
        NotFound: there is no such component.
        UserError: as :func:`change`.
    """
    plan = load(source)
    text = tables.unified(source)
    milestone_id = _new_id(wanted.title, plan, is_taken)
    keys: dict[str, Any] = {"id": milestone_id}
    _set(keys, BLANK, wanted)
    piece = ["[[blocks.components.milestones]]", *tomlkit.dumps(keys).rstrip("\n").split("\n")]
    text = tables.inserted(text, _end_of(plan, component_id), piece)
    text = _dated(text, milestone_id, wanted.due)
    after = _read(text)
    made = diff(plan, after)
    others = (made.removed, made.renamed, made.moved, made.edited, made.reordered)
    if any(others) or [(e.id, e.parent) for e in made.added] != [(milestone_id, component_id)]:
        raise tables.unsuited()
    return _as_asked(text, plan, after, milestone_id, wanted), milestone_id


def remove(source: str, milestone_id: str) -> str:
    """The text without a milestone: nothing waits for it any more, and it has no date.

    A date of nothing else goes too; a component stays, since it may be without milestones.

    Raises:
        NotFound: there is no such milestone.
        UserError: it is the only one of the plan, or as :func:`change`.
    """
    plan = load(source)
    _known(plan, milestone_id)
    if len(plan.milestones) == 1:
        raise UserError(
            "It is the only milestone, and a plan needs at least one. Add another one with "
            "`/plan edit` first, or change what this one asks for."
        )
    text = _undated(tables.unified(source), milestone_id)
    for at, milestone in milestone_locations(plan):
        if milestone_id in milestone.needs:
            text = tables.edited(text, at, lambda keys: _unneeded(keys, milestone_id))
    text = tables.removed(text, _where(plan, milestone_id))
    return _as_arranged(text, without(plan, milestone_id))


def place(source: str, milestone_id: str, component_id: str, after: str | None) -> str:
    """The text with a milestone, and the comment above it, in another place.

    It stands below the milestone ``after`` of the component; without one, it is its first.

    Raises:
        NotFound: there is no such milestone or component, or ``after`` does not stand in it.
        UserError: it stands there already, or as :func:`change`.
    """
    plan = load(source)
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
    text = tables.moved(tables.unified(source), _where(plan, milestone_id), at)
    return _as_arranged(text, wanted)


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
    for name in ("hours", "needs", "path", "repeats", "axes"):
        value = getattr(wanted, name)
        if getattr(was, name) == value:
            continue
        if value:
            keys[name] = list(value) if isinstance(value, tuple) else value
        else:
            keys.pop(name, None)


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


def _dated(text: str, milestone_id: str, due: Due | None) -> str:
    """With a date in the flow: in one that is there, or in a new one in its place in time."""
    if due is None:
        return text
    flow = _read(text).flow
    for i, target in enumerate(flow):
        if getattr(target, due[0]) == due[1] and len(target.milestones) < _MAX_IN_TARGET:
            return tables.edited(text, ("flow", i), lambda k: k["milestones"].append(milestone_id))
    taken = {target.id for target in flow}
    name = next(n for n in _names(f"{due[0]}-{due[1]}") if n not in taken)
    keys = {
        "id": name,
        due[0]: due[1],
        "title": f"{due[0].title()} {due[1]}",
        "milestones": [milestone_id],
    }
    piece = ["[[flow]]", *tomlkit.dumps(keys).rstrip("\n").split("\n")]
    earlier = [i for i, target in enumerate(flow) if _days(target) <= _DAYS[due[0]] * due[1]]
    if earlier:
        return tables.inserted(text, ("flow", earlier[-1]), piece)
    if flow:
        lines, first = text.split("\n"), tables.span(text, ("flow", 0)).start
        return "\n".join([*lines[:first], *piece, "", *lines[first:]])
    return text.rstrip("\n") + "\n\n" + "\n".join(piece) + "\n"


def _undated(text: str, milestone_id: str) -> str:
    """Without its date in the flow; a date of nothing else goes away."""
    for i, target in enumerate(_read(text).flow):
        if target.milestones == (milestone_id,):
            return tables.removed(text, ("flow", i))
        if milestone_id in target.milestones:
            return tables.edited(text, ("flow", i), lambda k: k["milestones"].remove(milestone_id))
    return text


def _names(stem: str) -> list[str]:
    return [stem, *(f"{stem}-{number}" for number in range(2, 100))]


def _days(target: Target) -> float:
    return _DAYS["week"] * target.week if target.week else _DAYS["month"] * (target.month or 0)


def _read(text: str) -> Plan:
    """The plan in the text, or what is wrong with it without the words of files."""
    try:
        return load(text)
    except PlanError as error:
        if any("not valid TOML" in problem.message for problem in error.problems):
            raise tables.unsuited() from None
        found = {f"{p.key.rpartition('.')[2]}: {p.message}": None for p in error.problems}
        raise UserError(
            "That does not fit a plan, so nothing changed.\n"
            + "\n".join(f"- {each}" for each in list(found)[:5])
        ) from None


def _as_arranged(text: str, wanted: Plan) -> str:
    """The text, if its plan is the one wanted and nothing else changed."""
    if _read(text) != wanted:
        raise tables.unsuited()
    return text


def _as_asked(text: str, before: Plan, after: Plan, milestone_id: str, new: MilestoneFields) -> str:
    """The text, if the milestone is what was asked for and nobody else's date moved."""
    same = all(
        due_of(before, m.id) == due_of(after, m.id)
        for m in before.milestones
        if m.id != milestone_id
    )
    made = fields_of(after, milestone_id)
    if not same or made is None or made != replace(new, text=clean_text(new.text)):
        raise tables.unsuited()
    return text
