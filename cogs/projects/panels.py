"""A project as a panel whose rows act; all that it says, in pages; its audit."""

from __future__ import annotations

from collections.abc import Sequence

import discord
from discord import ui

from bot.projects import rules
from bot.projects.guide import stage_of
from bot.projects.values import Moved, ProjectCount, ShownProject, StageAudit
from cogs.common.long_text import pages
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
from cogs.common.text import escape, fit, one_line, stamp, titled_link
from cogs.projects.routes import (
    ANSWER,
    ASK_TO_DELETE,
    ASK_TO_PUBLISH,
    AUDIT,
    CASE,
    CHECKPOINT,
    COUNT,
    DELETE,
    EDIT,
    FINISH_AUDIT,
    LIST,
    MOVE_ANYWAY,
    MOVE_ON,
    PAGE,
    POST_AGAIN,
    REOPEN,
    RISKS,
    SHOW,
    STEP,
    UNDO,
    WITHDRAW,
    Back,
    Whose,
)
from cogs.projects.style import ACCENT
from cogs.projects.text import (
    all_parts,
    ethics_words,
    links,
    mark,
    name,
    published_words,
    stage_words,
    step_words,
)

_SUMMARY, _PAGE, _EVIDENCE, _QUESTION = 400, 2800, 250, 110
_STAGES = 4


def project_panel(shown: ShownProject, said: str = "") -> Panel:
    """One's own project: where it stands, and a row for each part that can be written."""
    project = shown.project
    opening: Items = [said, line()] if said else []
    return Panel(
        ACCENT,
        *opening,
        _heading(shown),
        line(),
        *([] if project.is_published else [_next_row(shown), *_stage_rows(shown)]),
        *_written_rows(shown),
        *_counting(shown),
        line(),
        buttons(*_acts(shown)),
        buttons(
            button("All projects", LIST(Whose.MINE, "", "", 0)),
            button("Delete", ASK_TO_DELETE(project.id), style=discord.ButtonStyle.danger),
        ),
        small_print=_who_sees(shown),
    )


def reading_panel(shown: ShownProject, page: int, user_id: int) -> Panel:
    """All that a project says, in pages; its member's way back stands below."""
    project = shown.project
    texts, page, count = page_of(pages(all_parts(shown), _PAGE), page, 1)
    by = "" if project.user_id == user_id else f"\nby <@{project.user_id}>"
    about = [links(project)] if links(project) else []
    own = [button("Back", SHOW(project.id))] if project.user_id == user_id else []
    turning = page_buttons(lambda at: PAGE(project.id, at), page=page, pages=count)
    return Panel(
        ACCENT,
        f"**{name(project)}** · {stage_words(shown.guide, project)}{by}",
        *about,
        line(),
        texts[0],
        line(),
        buttons(*turning, button("Audit", AUDIT(project.id, 0)), *own),
        small_print=ONLY_YOU,
    )


def audit_panel(shown: ShownProject, page: int, user_id: int, said: str = "") -> Panel:
    """A project's looks at ethics and bias, some stages a page, and what is missing."""
    project, is_own = shown.project, shown.project.user_id == user_id
    audit = rules.audit(shown.guide, project, shown.progress)
    missing = len(audit.missing)
    state = f"missing in {missing} so far" if missing else "nothing missing so far"
    risks = "● Risks and mitigations written down"
    if not audit.risks.is_assessed:
        reason = audit.risks.reason
        risks = "○ Risks and mitigations · later"
        if reason:
            risks = f"⊘ No risk assessment: {fit(reason, _EVIDENCE)}"
    stages, page, count = page_of(audit.stages, page, _STAGES)
    turning = page_buttons(lambda at: AUDIT(project.id, at), page=page, pages=count)
    rows: Items = [_audit_row(project.id, each, is_own=is_own) for each in stages]
    opening: Items = [said, line()] if said else []
    back = button("Back", SHOW(project.id)) if is_own else button("Read all", PAGE(project.id, 0))
    return Panel(
        ACCENT,
        *opening,
        f"**Audit** · {name(project)}\n{ethics_words(shown)}, {state}",
        line(),
        *rows,
        row(risks, button("Risks", RISKS(project.id, Back.AUDIT))) if is_own else risks,
        *_audit_milestone(shown, is_whole=audit.is_whole),
        buttons(*turning, back),
        small_print=ONLY_YOU,
    )


def audit_page(shown: ShownProject, stage: str) -> int:
    """The page of the audit on which a stage stands."""
    stages = [each.id for each in rules.audit(shown.guide, shown.project, shown.progress).stages]
    return stages.index(stage) // _STAGES if stage in stages else 0


def ask_to_move_panel(moved: Moved, wanted: str) -> Panel:
    """Asks kindly for the checkpoint of the stage that is left; nothing has moved yet."""
    project, left = moved.shown.project, moved.leaves
    assert left is not None, "otherwise it has moved"
    write = CHECKPOINT(project.id, left.id, Back.PROJECT)
    return Panel(
        ACCENT,
        f"**{name(project)}** leaves *{escape(left.title)}* without a word on ethics and bias.\n"
        f"{escape(left.checkpoint)} A sentence is enough, and it is easiest now.",
        buttons(
            button("Write it", write, style=discord.ButtonStyle.primary),
            button("Move on anyway", MOVE_ANYWAY(project.id, wanted)),
            button("Stay", SHOW(project.id)),
        ),
        small_print=f"The audit shows what is missing; it can be written later. {ONLY_YOU}",
    )


def ask_to_delete_panel(shown: ShownProject) -> Panel:
    """Asks once more before a project goes for good."""
    project = shown.project
    post = ", and its post with it" if project.is_released else ""
    return Panel(
        ACCENT,
        f"**Delete {name(project)}?** All that you wrote there is gone then{post}. I cannot bring "
        "it back.",
        buttons(
            button("Delete it", DELETE(project.id), style=discord.ButtonStyle.danger),
            button("Keep it", SHOW(project.id)),
        ),
        small_print=ONLY_YOU,
    )


def count_line(count: ProjectCount) -> str:
    """How one's projects stand with the plan."""
    if count.milestone is None:
        return f"{count.published} published"
    title = one_line(count.milestone.title, 80)
    return f"{count.published} published · *{title}*: {count.milestone.tally}"


def _heading(shown: ShownProject) -> str:
    project = shown.project
    block = f" · {one_line(shown.block.title, 60)}" if shown.block else ""
    points = [
        escape(each.title)
        for each in shown.guide.pain_points
        if each.id in project.said.pain_points
    ]
    lines = [
        f"**{name(project)}** · {stage_words(shown.guide, project)}{block}",
        published_words(project),
        fit(project.said.summary, _SUMMARY) if project.said.summary else "",
        f"Could hurt: {', '.join(points)}" if points else "",
        links(project),
    ]
    return "\n".join(filter(None, lines))


def _next_row(shown: ShownProject) -> ui.Item[ui.LayoutView]:
    return row(f"**Next:** {step_words(shown)}", button("Next step", STEP(shown.project.id)))


def _stage_rows(shown: ShownProject) -> Items:
    project, progress = shown.project, shown.progress
    stage = stage_of(shown.guide, project.stage)
    since = f" · since {stamp(progress.history[-1].entered_at, 'd')}" if progress.history else ""
    text = f"◐ **{stage_words(shown.guide, project)}**{since}"
    text += f"\n{escape(stage.text)}" if stage else ""
    after = rules.following(shown.guide, project.stage, progress.reached)
    move = button("Move on", MOVE_ON(project.id, progress.number))
    rows: Items = [text if after is None else row(text, move)]
    if stage is not None:
        is_written = stage.id in progress.checkpoints
        checkpoint = CHECKPOINT(project.id, stage.id, Back.PROJECT)
        act = button("Change" if is_written else "Write", checkpoint)
        look = f"{mark(is_written)} Ethics and bias in {escape(stage.title)}"
        rows.append(row(f"{look}\n{escape(stage.checkpoint)}", act))
    return rows


def _written_rows(shown: ShownProject) -> Items:
    project = shown.project
    answered = sum(each.id in project.answers for each in shown.guide.questions)
    questions = len(shown.guide.questions)
    written = "Change" if project.risks.is_settled else "Write"
    return [
        row(
            f"{mark(answered == questions)} Guiding questions · {answered} of {questions} answered",
            button("Answer", ANSWER(project.id)),
        ),
        row(
            f"{mark(project.risks.is_settled)} Risks and mitigations",
            button(written, RISKS(project.id, Back.PROJECT)),
        ),
        row(
            f"{mark(project.case.results)} Case study: results, trade-offs, postmortem",
            button("Change" if project.case.results else "Write", CASE(project.id, Back.PROJECT)),
        ),
    ]


def _counting(shown: ShownProject) -> Items:
    """What the project counts towards: a press, or that it does."""
    count, project = shown.count, shown.project
    if count is None or count.milestone is None:
        return []
    title = f"*{one_line(count.milestone.title, 80)}*: {count.milestone.tally}"
    if project.id in count.counted:
        return [line(), f"● Counted. {title}"]
    if project.id not in count.takes:
        return []
    act = button("Count it", COUNT(project.id, count.milestone.number))
    return [line(), row(f"{title}\nIs this a major project? Only you decide.", act)]


def _audit_milestone(shown: ShownProject, *, is_whole: bool) -> Items:
    """The milestone that a whole audit finishes, offered."""
    if shown.count is None or shown.count.audit is None or not is_whole:
        return []
    title = one_line(shown.count.audit.title, 80)
    act = button("Finish it", FINISH_AUDIT(shown.project.id))
    return [line(), row(f"Every stage has its look. Does that finish *{title}*?", act)]


def _audit_row(project_id: int, stage: StageAudit, *, is_own: bool) -> ui.Item[ui.LayoutView] | str:
    found = stage.checkpoint
    if found is not None:
        evidence = [fit(found.words, _EVIDENCE)] if found.words else []
        evidence += [titled_link(found.link)] if found.link else []
        text = f"● **{escape(stage.title)}** · {stamp(found.written_at, 'd')}\n"
        text += " · ".join(evidence)
    else:
        state = "missing" if stage.is_missing else "later"
        text = f"○ **{escape(stage.title)}** · {state}\n{one_line(stage.question, _QUESTION)}"
    if not is_own:
        return text
    checkpoint = CHECKPOINT(project_id, stage.id, Back.AUDIT)
    return row(text, button("Change" if found else "Write", checkpoint))


def _acts(shown: ShownProject) -> Sequence[ui.Button[ui.LayoutView]]:
    project, progress = shown.project, shown.progress
    always = [
        button("Edit", EDIT(project.id)),
        button("Read all", PAGE(project.id, 0)),
        button("Audit", AUDIT(project.id, 0)),
    ]
    if not project.is_published:
        publish = button("Publish", ASK_TO_PUBLISH(project.id), style=discord.ButtonStyle.primary)
        undo = [button("Undo move", UNDO(project.id, progress.number))]
        return [publish, *always, *(undo if progress.number > 1 else [])]
    if not project.is_released:
        share = button("Show the group", ASK_TO_PUBLISH(project.id))
        return [*always, share, button("Back to work", REOPEN(project.id))]
    last = button("Withdraw", WITHDRAW(project.id))
    again = [button("Post again", POST_AGAIN(project.id))] if project.trouble else []
    return [*always, *again, last]


def _who_sees(shown: ShownProject) -> str:
    project = shown.project
    if project.is_released:
        return f"What you change here, the group sees at once. {ONLY_YOU}"
    if project.is_published:
        return "Only you see this, until you show it to the group."
    return "Only you see this, until you publish it to the group."
