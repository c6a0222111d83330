"""Small plans by hand and at random."""

from __future__ import annotations

import json
from functools import lru_cache

from hypothesis import settings
from hypothesis import strategies as st

from bot.plans.loader import load
from bot.plans.values import About, Block, Component, Milestone, Path, Plan, Target

HEAD = """\
[plan]
id = "small"
title = "Small plan"
summary = "A plan for tests."

[[blocks]]
id = "first"
title = "First block"
summary = "The only one."
rhythm = "Two weeks."
weeks = [1, 2]
objectives = ["Learn"]

[[blocks.components]]
id = "first-part"
title = "First part"
summary = "The only part."
"""


def milestone_text(milestone_id: str, **keys: object) -> str:
    """The TOML of one milestone."""
    extra = _lines(keys)
    return (
        f'\n[[blocks.components.milestones]]\nid = "{milestone_id}"\n'
        f'title = "Milestone {milestone_id}"\ntext = "Do it."\n{extra}'
    )


def entry(section: str, **keys: object) -> str:
    """The TOML of one entry of a section such as "flow"."""
    return f"\n[[{section}]]\n{_lines(keys)}"


def _lines(keys: dict[str, object]) -> str:
    """Keys with values written as JSON, which TOML shares for these types."""
    return "".join(f"{key} = {json.dumps(value)}\n" for key, value in keys.items())


def small_plan(*milestones: str, tail: str = "") -> str:
    """A valid file around these milestones (made by `milestone_text`)."""
    return HEAD + "".join(milestones or (milestone_text("one"), milestone_text("two"))) + tail


few = settings(max_examples=min(40, settings().max_examples), deadline=None)
"""For properties over whole plans: each costs milliseconds, and a busy machine is no failure."""

plan_in = lru_cache(64)(load)
"""The plan in a text, read once: for tests of what is done with a plan, not of reading it."""

_titles = st.sampled_from(["One", "Two", "Drei", "四", "@everyone **a**", "שלום"])


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Valid plans over a small pool of ids, so that two of them share some."""
    names = draw(st.lists(st.sampled_from([f"m{i}" for i in range(10)]), unique=True, min_size=1))
    milestones = [
        Milestone(
            id=name,
            title=draw(_titles),
            text=draw(_titles),
            needs=tuple(draw(st.lists(st.sampled_from(names[:i]), unique=True, max_size=3)))
            if i
            else (),
        )
        for i, name in enumerate(names)
    ]
    placed = draw(st.permutations(milestones))
    cuts = sorted(draw(st.lists(st.integers(0, len(placed)), min_size=2, max_size=2)))
    parts = [placed[: cuts[0]], placed[cuts[0] : cuts[1]], placed[cuts[1] :]]
    components = [
        Component(id=f"c{i}", title=draw(_titles), summary="s", milestones=tuple(part))
        for i, part in enumerate(parts)
    ]
    components = draw(st.permutations(components))
    blocks = tuple(
        Block(id=f"b{i}", title=draw(_titles), summary="s", rhythm="r", objectives=(), components=c)
        for i, c in enumerate([tuple(components[:1]), tuple(components[1:])])
    )
    flow: tuple[Target, ...] = ()
    if draw(st.booleans()):
        flow = (Target(id="t", title="t", milestones=(names[-1],), week=draw(st.integers(1, 20))),)
    return Plan(plan=About("p", "P", "s"), blocks=blocks, flow=flow)


def two_paths() -> Plan:
    """A plan with a shared milestone and one on each of two paths."""
    path = {"study": (), "practice": (), "datasets": (), "challenge": ()}
    milestones = (
        Milestone("shared", "Shared", "t"),
        Milestone("left-one", "Left", "t", path="left", needs=("shared",)),
        Milestone("right-one", "Right", "t", path="right"),
    )
    component = Component("c", "C", "s", milestones=milestones)
    block = Block("b", "B", "s", "r", (), (component,))
    paths = tuple(Path(id=name, title=name, short=name, **path) for name in ("left", "right"))
    return Plan(plan=About("p", "P", "s"), blocks=(block,), paths=paths)
