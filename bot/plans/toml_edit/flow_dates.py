"""The date that a plan file gives a milestone: taken out of its flow, or put into it."""

from __future__ import annotations

from itertools import count

from bot.plans.toml_edit.tables import Tables, lines_of
from bot.plans.values import Due, Target

_DAYS = {"week": 7.0, "month": 30.4}
# A short list of milestones; a longer one goes on in a further date.
_MAX_IN_TARGET = 12


def take_out(tables: Tables, flow: tuple[Target, ...], milestone_id: str) -> None:
    """Take a milestone's date out of the flow; a date of nothing else goes away."""
    for i, target in enumerate(flow):
        if target.milestones == (milestone_id,):
            tables.remove(("flow", i))
        elif milestone_id in target.milestones:
            tables.edit(("flow", i), lambda keys: keys["milestones"].remove(milestone_id))


def put_in(tables: Tables, flow: tuple[Target, ...], milestone_id: str, due: Due) -> None:
    """Put a milestone into a date of the flow that is there, or a new one in its place in time."""
    for i, target in enumerate(flow):
        if getattr(target, due[0]) == due[1] and len(target.milestones) < _MAX_IN_TARGET:
            tables.edit(("flow", i), lambda keys: keys["milestones"].append(milestone_id))
            return
    date = lines_of(
        "flow",
        {
            "id": _new_id(flow, due),
            due[0]: due[1],
            "title": f"{due[0].title()} {due[1]}",
            "milestones": [milestone_id],
        },
    )
    earlier = [i for i, target in enumerate(flow) if _days(target) <= _DAYS[due[0]] * due[1]]
    if earlier:
        tables.insert_below(("flow", earlier[-1]), date)
    elif flow:
        tables.insert_above(("flow", 0), date)
    else:
        tables.append(date)


def _new_id(flow: tuple[Target, ...], due: Due) -> str:
    taken = {target.id for target in flow}
    stem = f"{due[0]}-{due[1]}"
    names = (stem if number == 1 else f"{stem}-{number}" for number in count(1))
    return next(name for name in names if name not in taken)


def _days(target: Target) -> float:
    return _DAYS["week"] * target.week if target.week else _DAYS["month"] * (target.month or 0)
