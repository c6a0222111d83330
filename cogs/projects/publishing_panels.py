"""The question before a project is published, with what will be seen, and its post."""

from __future__ import annotations

import discord

from bot.errors import UserError
from bot.projects import rules
from bot.projects.values import ShownProject
from cogs.common.long_text import shortened
from cogs.common.panels import ONLY_YOU, Items, Panel, button, buttons, line, row
from cogs.common.routes import CustomId
from cogs.common.text import fit
from cogs.projects.routes import (
    AUDIT,
    CASE,
    PAGE,
    PUBLISH,
    PUBLISH_FOR_ME,
    READ,
    RISKS,
    SHOW,
    Back,
)
from cogs.projects.style import ACCENT
from cogs.projects.text import ethics_words, links, mark, name, outcome_parts

_POSTED, _ASKED = 2400, 1800
_SUMMARY = 500


def ask_to_publish_panel(shown: ShownProject, channel_id: int) -> Panel:
    """What publishing asks for, and with what the group will see."""
    project = shown.project
    parts: Items = [f"**Publish {name(project)}?**", *_asked_rows(shown), line()]
    try:
        rules.check_publishable(project)
    except UserError as missing:
        acts = buttons(button("Back", SHOW(project.id)))
        return Panel(ACCENT, *parts, missing.message, acts, small_print=ONLY_YOU)
    publish = button("Publish to the group", PUBLISH(project.id), style=discord.ButtonStyle.primary)
    alone = [] if project.is_published else [button("For me alone", PUBLISH_FOR_ME(project.id))]
    return Panel(
        ACCENT,
        *parts,
        f"Everybody who sees <#{channel_id}> would read:",
        *_seen(shown, _ASKED),
        line(),
        buttons(
            publish,
            *alone,
            button("Read all", PAGE(project.id, 0)),
            button("Not yet", SHOW(project.id)),
        ),
        small_print="*Read all* there shows the rest too: your answers and looks at ethics and "
        f"bias. You can change or withdraw it later. Nothing is published yet. {ONLY_YOU}",
    )


def post_panel(shown: ShownProject) -> Panel:
    """A released project, for everybody."""
    return Panel(
        ACCENT,
        *_seen(shown, _POSTED),
        buttons(button("Read all", READ(shown.project.id))),
        small_print="Published by its author, who can change it or take it back.",
    )


def post_marker(project_id: int) -> CustomId:
    """The custom id by which a project's post is found again."""
    return READ(project_id)


def _seen(shown: ShownProject, room: int) -> Items:
    project = shown.project
    summary = fit(project.said.summary, _SUMMARY) if project.said.summary else ""
    heading = f"🛠️ **{name(project)}**\nby <@{project.user_id}> · {ethics_words(shown)}"
    about = "\n".join(filter(None, (heading, summary, links(project))))
    text, _is_cut = shortened(outcome_parts(project), room)
    return [about, line(), text]


def _asked_rows(shown: ShownProject) -> Items:
    project = shown.project
    risks, results = project.risks, project.case.results
    stated = "Risk assessment" if risks.is_assessed or not risks.reason else "A reason without one"
    return [
        row(f"{mark(risks.is_settled)} {stated}", button("Risks", RISKS(project.id, Back.PUBLISH))),
        row(f"{mark(results)} Case study", button("Case study", CASE(project.id, Back.PUBLISH))),
        row(ethics_words(shown), button("Audit", AUDIT(project.id, 0))),
    ]
