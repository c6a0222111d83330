"""Lists of projects, one's own and the group's, and the audits of one's own."""

from __future__ import annotations

from collections.abc import Sequence

import discord
from discord import ui

from bot.plans.values import PUBLISHED
from bot.projects.values import AuditedProject, Project, ProjectList
from cogs.common.panels import (
    ONLY_YOU,
    Items,
    Panel,
    button,
    buttons,
    line,
    page_buttons,
    page_of,
    row,
)
from cogs.common.text import cut, escape, one_line, plural, stamp
from cogs.projects.links import CONTRIBUTIONS
from cogs.projects.panels import count_line
from cogs.projects.routes import (
    AUDIT,
    AUDITS,
    BY_BLOCK,
    BY_STAGE,
    LIST,
    NEW,
    PAGE,
    SHOW,
    Whose,
)
from cogs.projects.style import ACCENT
from cogs.projects.text import name, stage_words

ALL = "-"
"""What stands for every stage or block in the selects."""

_LABEL, _SUMMARY, _AUDITS = 100, 100, 6


def list_panel(found: ProjectList) -> Panel:
    """A page of projects, with choices of stage and block."""
    wanted = found.wanted
    whose = Whose.MINE if wanted.mine else Whose.GROUP
    heading = f"**Your projects** · {count_line(found.count)}"
    if not wanted.mine:
        heading = f"**The group's projects** · {found.released}"
    turning = page_buttons(
        lambda page: LIST(whose, wanted.stage, wanted.block, page),
        page=found.page,
        pages=found.pages,
    )
    other = button(f"Mine · {found.mine}", LIST(Whose.MINE, "", "", 0))
    if wanted.mine:
        other = button(f"The group's · {found.released}", LIST(Whose.GROUP, "", "", 0))
    return Panel(
        ACCENT,
        heading,
        line(),
        *(_rows(found) or [_nothing(found)]),
        line(),
        buttons(_stages(found, whose)),
        buttons(_blocks(found, whose)),
        *([buttons(*turning)] if turning else []),
        buttons(
            button("New project", NEW(), style=discord.ButtonStyle.primary),
            other,
            button("Audits", AUDITS(0)),
            button("Open source", CONTRIBUTIONS(0)),
        ),
        small_print=ONLY_YOU,
    )


def audits_panel(found: Sequence[AuditedProject], page: int) -> Panel:
    """How ethics and bias stand in each of one's own projects."""
    shown, page, count = page_of(found, page, _AUDITS)
    missing = sum(len(each.audit.missing) for each in found)
    state = f"{missing} looks missing" if missing != 1 else "1 look missing"
    rows: Items = [
        row(
            f"**{name(each.project)}**\n{_audit_line(each)}",
            button("Open", AUDIT(each.project.id, 0)),
        )
        for each in shown
    ]
    return Panel(
        ACCENT,
        f"**Audits of your projects** · {plural(len(found), 'project')}, {state}",
        line(),
        *(rows or ["None yet. `/project new` begins one."]),
        buttons(
            *page_buttons(AUDITS, page=page, pages=count),
            button("All projects", LIST(Whose.MINE, "", "", 0)),
        ),
        small_print=f"● written · ○ missing · – later. {ONLY_YOU}",
    )


def _audit_line(found: AuditedProject) -> str:
    marks = [
        f"{'●' if each.checkpoint else '○' if each.is_missing else '–'} {escape(each.title)}"
        for each in found.audit.stages
    ]
    risks = "●" if found.audit.risks.is_assessed else "⊘" if found.audit.risks.reason else "–"
    return " · ".join([*marks, f"{risks} Risks"])


def _rows(found: ProjectList) -> Items:
    return [
        row(
            f"{_mark(each)} **{name(each)}** · {stage_words(found.guide, each)}\n"
            f"{_about(each, is_own=found.wanted.mine)}",
            button("Open", SHOW(each.id) if found.wanted.mine else PAGE(each.id, 0)),
        )
        for each in found.projects
    ]


def _mark(project: Project) -> str:
    return "●" if project.is_published else "◐"


def _about(project: Project, *, is_own: bool) -> str:
    if not is_own:
        by = f"<@{project.user_id}>"
        summary = one_line(project.said.summary, _SUMMARY)
        return f"{by} · {summary}" if summary else by
    if project.next_step and not project.is_published:
        return f"next: {one_line(project.next_step, _SUMMARY)}"
    if project.is_published:
        return "the group sees it" if project.is_released else "for you alone"
    return f"last changed {stamp(project.updated_at, 'd')}"


def _nothing(found: ProjectList) -> str:
    if found.wanted.stage or found.wanted.block:
        return "None fits. Choose *All stages* or *All blocks* to see more."
    if found.wanted.mine:
        return "None yet. *New project* takes a title; the rest can come later."
    return "None yet. Whoever publishes a project to the group brings the first."


def _stages(found: ProjectList, whose: Whose) -> ui.Select[ui.LayoutView]:
    stage = found.wanted.stage
    named = [(each.id, each.title) for each in found.guide.stages] + [(PUBLISHED, "Published")]
    return _select(BY_STAGE(whose, found.wanted.block), "All stages", named, stage)


def _blocks(found: ProjectList, whose: Whose) -> ui.Select[ui.LayoutView]:
    named = [(each.id, f"{n} · {each.title}") for n, each in enumerate(found.blocks, 1)]
    return _select(BY_BLOCK(whose, found.wanted.stage), "All blocks", named, found.wanted.block)


def _select(
    custom_id: str, every: str, named: Sequence[tuple[str, str]], chosen: str
) -> ui.Select[ui.LayoutView]:
    options = [discord.SelectOption(label=every, value=ALL, default=not chosen)]
    options += [
        discord.SelectOption(label=cut(label, _LABEL), value=key, default=key == chosen)
        for key, label in named
    ]
    return ui.Select(custom_id=custom_id, options=options)
