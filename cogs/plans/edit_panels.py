"""What an organiser edits the plan with: a list to pick from, and the forms. Pure."""

from __future__ import annotations

from discord import ui

from bot.plans.edits import Opened
from bot.plans.fields import say_due, say_hours
from bot.plans.model import Component, Milestone, Plan
from cogs.common.forms import Form, text_field
from cogs.common.panels import (
    ONLY_YOU,
    Accent,
    Items,
    Panel,
    button,
    buttons,
    line,
    page_of,
    pager,
    row,
)
from cogs.common.text import escape

_PER_PAGE = 9


def edit_panel(plan: Plan, page: int = 0) -> Panel:
    """Every component and milestone, a page at a time, each with what a form does to it."""
    things: list[Component | Milestone] = []
    for block in plan.blocks:
        for component in block.components:
            things += [component, *component.milestones]
    shown, page, pages = page_of(things, page, _PER_PAGE)
    parts: Items = [
        "**Edit the plan**\nChange a milestone, or add one to a component. You see what would "
        "change before anything does.",
        line(),
    ]
    parts += [_row(thing) for thing in shown]
    acts = pager("plan:editing", page=page, pages=pages)
    if acts:
        parts.append(buttons(*acts))
    small = "`/plan edit` with a milestone and a component moves it there; for more, `/plan export`"
    return Panel(Accent.PLAN, *parts, small_print=f"{small} and `import`. {ONLY_YOU}")


def edit_form(opened: Opened) -> Form:
    """The form of a milestone, with what it says now."""
    fields = opened.fields
    return _form(
        "Edit a milestone",
        ("plan:edit", opened.number, opened.milestone_id),
        title=fields.title,
        text=fields.text,
        hours=say_hours(fields.hours),
        needs="\n".join(_name(opened.plan, need) for need in fields.needs),
        due=say_due(fields.due),
    )


def add_form(component: Component) -> Form:
    """The form of a new milestone in a component."""
    return _form("Add a milestone", ("plan:add", component.id))


def _form(
    heading: str,
    route: tuple[object, ...],
    *,
    title: str = "",
    text: str = "",
    hours: str = "",
    needs: str = "",
    due: str = "",
) -> Form:
    name, *keys = route
    return Form(
        heading,
        str(name),
        *keys,
        fields=[
            text_field(
                "title",
                "Title",
                example="A model deployed to a web app",
                default=title or None,
                max_length=80,
            ),
            text_field(
                "text",
                "What to do, and when it is done",
                example="Put one of your models behind an address that others can open.",
                default=text or None,
                long=True,
                max_length=600,
            ),
            text_field(
                "hours",
                "Hours it takes",
                hint="An estimate such as 4-8, or empty.",
                default=hours or None,
                required=False,
                max_length=20,
            ),
            text_field(
                "due",
                "Due, counted from each member's start",
                hint="Such as week 6 or month 3, or empty.",
                default=due or None,
                required=False,
                max_length=20,
            ),
            text_field(
                "needs",
                "Milestones to finish first",
                hint="Titles, one a line, or empty.",
                default=needs or None,
                long=True,
                required=False,
                max_length=1200,
            ),
        ],
    )


def _row(thing: Component | Milestone) -> ui.Section[ui.LayoutView]:
    if isinstance(thing, Component):
        return row(f"**{escape(thing.title)}**", button("Add here", "plan:add", thing.id))
    return row(escape(thing.title), button("Edit", "plan:edit", thing.id))


def _name(plan: Plan, milestone_id: str) -> str:
    """A milestone's title, or its id where two have the same title."""
    title = next(m.title for m in plan.milestones if m.id == milestone_id)
    is_unique = sum(m.title.casefold() == title.casefold() for m in plan.milestones) == 1
    return title if is_unique else milestone_id
