"""The forms of a milestone: what it asks for, and in a second one whom it is for."""

from __future__ import annotations

from typing import get_args

import discord

from bot.inputs.text import comparable
from bot.plans.rules.milestone_form import say_due, say_hours
from bot.plans.values import Component, OpenedMilestone, Plan, Repeats
from cogs.common.forms import Form, choice_field, text_field
from cogs.common.routes import CustomId
from cogs.common.text import cut
from cogs.plans.routes import ADD, SAVE, SAVE_MORE

NONE = "*"
"""The choice of no path, or of no repeat; no id can be so."""


def edit_form(opened: OpenedMilestone) -> Form:
    """The form of a milestone, with what it says now."""
    fields = opened.fields
    return _form(
        "Edit a milestone",
        SAVE(opened.number, opened.milestone_id),
        title=fields.title,
        text=fields.text,
        hours=say_hours(fields.hours),
        needs="\n".join(_name(opened.plan, need) for need in fields.needs),
        due=say_due(fields.due),
    )


def more_form(opened: OpenedMilestone) -> Form:
    """What the first form has no room for: path, repeats and axes, as far as the plan has them."""
    plan, fields = opened.plan, opened.fields
    parts = [
        choice_field(
            "repeats",
            "Repeats",
            [
                _option("Once", NONE, chosen=fields.repeats is None),
                *(
                    _option(f"Every {each}", each, chosen=each == fields.repeats)
                    for each in get_args(Repeats)
                ),
            ],
            hint="It can be done again in each; then it is in no percentage.",
        ),
        text_field(
            "times",
            "How often in each",
            hint="A number such as 4, or empty for once.",
            default=str(fields.times) if fields.times else None,
            required=False,
            max_length=4,
        ),
    ]
    if plan.paths:
        options = [_option(p.title, p.id, chosen=p.id == fields.path) for p in plan.paths]
        everyone = _option("Everyone", NONE, chosen=fields.path is None)
        hint = "Members on other paths do not see it."
        parts.append(choice_field("path", "For whom", [everyone, *options], hint=hint))
    if plan.axes:
        options = [_option(a.title, a.id, chosen=a.id in fields.axes) for a in plan.axes]
        parts.append(
            choice_field(
                "axes",
                "Axes",
                options,
                hint="What it counts as evidence for; none is fine.",
                required=False,
                at_most=len(options),
            )
        )
    submit = SAVE_MORE(opened.number, opened.milestone_id)
    return Form("More of a milestone", submit, fields=parts)


def add_form(component: Component) -> Form:
    """The form of a new milestone in a component."""
    return _form("Add a milestone", ADD(component.id))


def _form(
    heading: str,
    submit: CustomId,
    *,
    title: str = "",
    text: str = "",
    hours: str = "",
    needs: str = "",
    due: str = "",
) -> Form:
    return Form(
        heading,
        submit,
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


def _option(label: str, value: str, *, chosen: bool) -> discord.SelectOption:
    return discord.SelectOption(label=cut(label, 100), value=value, default=chosen)


def _name(plan: Plan, milestone_id: str) -> str:
    """A milestone's title, or its id where two have the same title."""
    title = next(m.title for m in plan.milestones if m.id == milestone_id)
    is_unique = sum(comparable(m.title) == comparable(title) for m in plan.milestones) == 1
    return title if is_unique else milestone_id
