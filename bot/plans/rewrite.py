"""Changes one milestone in the text of a plan file; every other line stays as it was. Pure.

A plan file is a row of tables: each begins at its header and ends before the blank lines and
comments ahead of the next one. An edit touches such a piece alone: tomlkit rewrites the keys that
differ inside it, and pieces are moved and added as lines. What comes out is read again and compared
with what was asked for, so a file laid out in another way is refused and never damaged.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError

from bot.errors import NotFound, UserError
from bot.plans.checks import OWN_ID, milestone_locations
from bot.plans.diff import diff
from bot.plans.fields import Due, Fields, clean_text, due_of, fields_of
from bot.plans.loader import PlanError, load
from bot.plans.model import Plan, Target
from bot.plans.positions import Location, header_lines, key_lines

_MAX_ID = 40
_DAYS = {"week": 7.0, "month": 30.4}
# A short list of milestones; a longer one goes on in a further date.
_MAX_IN_TARGET = 12


def change(source: str, milestone_id: str, was: Fields, wanted: Fields) -> str:
    """The text with the fields of a milestone that differ from ``was`` set as ``wanted``.

    ``was`` is what the form began with: what somebody else changed meanwhile, and this form left
    alone, stays.

    Raises:
        NotFound: there is no such milestone.
        UserError: the outcome would be no sound plan, or the file is laid out in another way.
    """
    plan = load(source)
    present = fields_of(plan, milestone_id)
    if present is None:
        raise NotFound(_GONE)
    new = _merged(present, was, wanted)
    text = _unified(source)
    if replace(new, due=present.due) != present:
        text = _edited(text, _where(plan, milestone_id), lambda keys: _set(keys, present, new))
    if new.due != present.due:
        text = _undated(text, milestone_id)
        text = _dated(text, milestone_id, new.due)
    after = _read(text)
    made = diff(plan, after)
    others = (made.added, made.removed, made.moved, made.reordered)
    named = {change.now.id for change in made.renamed} | {entry.id for entry in made.edited}
    if any(others) or named - {milestone_id} or set(made.sections) - {"flow"}:
        raise _unsuited()
    return _as_asked(text, plan, after, milestone_id, new)


def add(
    source: str, component_id: str, wanted: Fields, *, is_taken: Callable[[str], bool]
) -> tuple[str, str]:
    """The text with a further milestone at the end of a component, and its id.

    ``is_taken`` tells ids that former versions used: members' progress hangs on them.

    Raises:
        NotFound: there is no such component.
        UserError: as :func:`change`.
    """
    plan = load(source)
    text = _unified(source)
    milestone_id = _new_id(wanted.title, plan, is_taken)
    keys: dict[str, Any] = {"id": milestone_id}
    _set(keys, Fields("", "", None, (), None), wanted)
    piece = ["[[blocks.components.milestones]]", *tomlkit.dumps(keys).rstrip("\n").split("\n")]
    text = _inserted(text, _end_of(plan, component_id), piece)
    text = _dated(text, milestone_id, wanted.due)
    after = _read(text)
    made = diff(plan, after)
    others = (made.removed, made.renamed, made.moved, made.edited, made.reordered)
    if any(others) or [(e.id, e.parent) for e in made.added] != [(milestone_id, component_id)]:
        raise _unsuited()
    return _as_asked(text, plan, after, milestone_id, wanted), milestone_id


def move(source: str, milestone_id: str, component_id: str) -> str:
    """The text with a milestone, and the comment above it, at the end of another component.

    Raises:
        NotFound: there is no such milestone or component.
        UserError: it stands there already, or as :func:`change`.
    """
    plan = load(source)
    home = next((c.id for _, c, m in plan.walk() if m.id == milestone_id), None)
    if home is None:
        raise NotFound(_GONE)
    if home == component_id:
        raise UserError("It stands in that component already.")
    text = _unified(source)
    where, end = _where(plan, milestone_id), _end_of(plan, component_id)
    lines = text.split("\n")
    span = _span(text, where)
    piece = lines[span.start : span.end]
    # The later of the two places first, so that the earlier one keeps its lines.
    if _span(text, end).start > span.start:
        text = _removed(_inserted(text, end, piece), span)
    else:
        text = _removed(text, span)
        text = _inserted(text, end, piece)
    after = _read(text)
    made = diff(plan, after)
    others = (made.added, made.removed, made.renamed, made.edited, made.sections)
    moved = [(change.now.id, change.now.parent) for change in made.moved]
    if any(others) or moved != [(milestone_id, component_id)]:
        raise _unsuited()
    return text


@dataclass(frozen=True, slots=True)
class _Span:
    """Lines of a piece, from 0, the end left out: its comment, its header and its keys."""

    start: int
    header: int
    end: int


def _merged(present: Fields, was: Fields, wanted: Fields) -> Fields:
    changed = {
        name: getattr(wanted, name)
        for name in ("title", "text", "hours", "needs", "due")
        if getattr(wanted, name) != getattr(was, name)
    }
    return replace(present, **changed)


def _set(keys: Any, was: Fields, wanted: Fields) -> None:
    """Set what differs in a table of keys; an empty estimate or list goes away."""
    for name in ("title", "text"):
        if getattr(was, name) != getattr(wanted, name):
            keys[name] = _string(getattr(wanted, name))
    for name in ("hours", "needs"):
        value = getattr(wanted, name)
        if getattr(was, name) == value:
            continue
        if value:
            keys[name] = list(value)
        else:
            keys.pop(name, None)


def _string(value: str) -> Any:
    """Lines as lines where nothing in them needs escaping, else one line with escapes."""
    plain = value.isprintable() or all(c == "\n" or c.isprintable() for c in value)
    multiline = "\n" in value and plain and "\\" not in value and '"' not in value
    return tomlkit.string(value, multiline=multiline)


def _where(plan: Plan, milestone_id: str) -> Location:
    return next(at for at, m in milestone_locations(plan) if m.id == milestone_id)


def _end_of(plan: Plan, component_id: str) -> Location:
    """The location of the last piece of a component: its last milestone, or itself."""
    for b, block in enumerate(plan.blocks):
        for c, component in enumerate(block.components):
            if component.id == component_id:
                at: Location = ("blocks", b, "components", c)
                last = len(component.milestones) - 1
                return at if last < 0 else (*at, "milestones", last)
    raise NotFound("The plan has no such component now. Pick one as you type.")


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
            return _edited(text, ("flow", i), lambda k: k["milestones"].append(milestone_id))
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
        return _inserted(text, ("flow", earlier[-1]), piece)
    if flow:
        lines, first = text.split("\n"), _span(text, ("flow", 0)).start
        return "\n".join([*lines[:first], *piece, "", *lines[first:]])
    return text.rstrip("\n") + "\n\n" + "\n".join(piece) + "\n"


def _undated(text: str, milestone_id: str) -> str:
    """Without its date in the flow; a date of nothing else goes away."""
    for i, target in enumerate(_read(text).flow):
        if target.milestones == (milestone_id,):
            return _removed(text, _span(text, ("flow", i)))
        if milestone_id in target.milestones:
            return _edited(text, ("flow", i), lambda k: k["milestones"].remove(milestone_id))
    return text


def _names(stem: str) -> list[str]:
    return [stem, *(f"{stem}-{number}" for number in range(2, 100))]


def _days(target: Target) -> float:
    return _DAYS["week"] * target.week if target.week else _DAYS["month"] * (target.month or 0)


def _unified(source: str) -> str:
    text = source.removeprefix("\ufeff").replace("\r\n", "\n")
    return text if text.endswith("\n") else text + "\n"


def _span(text: str, location: Location) -> _Span:
    """The lines of the table at ``location``, which must have a header of its own."""
    header = key_lines(text).get(location)
    headers = header_lines(text)
    if header is None or header not in headers:
        raise _unsuited()
    lines = text.split("\n")
    following = next((line for line in headers if line > header), len(lines) + 1) - 1
    end = following
    while end > header and _is_blank(lines[end - 1]):
        end -= 1
    # A comment right below the last key, with a blank line after it, belongs to it.
    below = end
    while below < following and lines[below].lstrip().startswith("#"):
        below += 1
    if below < following:
        end = below
    start = header - 1
    while start > 0 and lines[start - 1].lstrip().startswith("#"):
        start -= 1
    return _Span(start, header - 1, end)


def _is_blank(line: str) -> bool:
    return not line.strip() or line.lstrip().startswith("#")


def _edited(text: str, location: Location, act: Callable[[Any], None]) -> str:
    """With the keys of one table changed by ``act``."""
    lines, span = text.split("\n"), _span(text, location)
    try:
        keys = tomlkit.parse("\n".join(lines[span.header + 1 : span.end]) + "\n")
        act(keys)
        piece = tomlkit.dumps(keys).rstrip("\n").split("\n")
    except TOMLKitError:
        raise _unsuited() from None
    return "\n".join([*lines[: span.header + 1], *piece, *lines[span.end :]])


def _inserted(text: str, after: Location, piece: list[str]) -> str:
    """With a piece below the table at ``after``."""
    lines, end = text.split("\n"), _span(text, after).end
    return "\n".join([*lines[:end], "", *piece, *lines[end:]])


def _removed(text: str, span: _Span) -> str:
    """Without a piece, nor the blank line that parted it from the next one."""
    lines = text.split("\n")
    end = span.end
    if end < len(lines) - 1 and not lines[end].strip():
        end += 1
    return "\n".join([*lines[: span.start], *lines[end:]])


def _read(text: str) -> Plan:
    """The plan in the text, or what is wrong with it without the words of files."""
    try:
        return load(text)
    except PlanError as error:
        if any("not valid TOML" in problem.message for problem in error.problems):
            raise _unsuited() from None
        found = {f"{p.key.rpartition('.')[2]}: {p.message}": None for p in error.problems}
        raise UserError(
            "That does not fit a plan, so nothing changed.\n"
            + "\n".join(f"- {each}" for each in list(found)[:5])
        ) from None


def _as_asked(text: str, before: Plan, after: Plan, milestone_id: str, new: Fields) -> str:
    """The text, if the milestone is what was asked for and nobody else's date moved."""
    same = all(
        due_of(before, m.id) == due_of(after, m.id)
        for m in before.milestones
        if m.id != milestone_id
    )
    made = fields_of(after, milestone_id)
    if not same or made is None or made != replace(new, text=clean_text(new.text)):
        raise _unsuited()
    return text


def _unsuited() -> UserError:
    return UserError(
        "The file of this plan is laid out in a way that I cannot change by form, so nothing "
        "changed. Take it with `/plan export`, edit it, and bring it back with `/plan import`."
    )


_GONE = "The plan has no such milestone now. Pick one as you type."
