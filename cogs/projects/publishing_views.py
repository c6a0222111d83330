"""Publishing a project: its risks and case study, for oneself or the group, and back again."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from bot.groups import queries as groups
from bot.groups.values import MemberCaller
from bot.projects import publishing, queries, rules
from bot.projects.values import ShownProject
from cogs.common.callers import as_member
from cogs.common.panels import Panel
from cogs.common.permissions import writable_announcements
from cogs.common.reply import open_form, rerender
from cogs.common.routes import Fields, Interaction
from cogs.common.text import jump_url
from cogs.projects import forms
from cogs.projects.panels import audit_panel, project_panel
from cogs.projects.publishing_panels import ask_to_publish_panel
from cogs.projects.routes import (
    ASK_TO_PUBLISH,
    CASE,
    COUNT,
    FINISH_AUDIT,
    POST_AGAIN,
    PUBLISH,
    PUBLISH_FOR_ME,
    REOPEN,
    RISKS,
    WITHDRAW,
    Back,
)
from cogs.projects.text import name
from cogs.projects.views import answer_changed


async def asked(interaction: Interaction, project_id: int) -> Panel:
    """What publishing asks for, with what would be seen; or the project, if the group sees it."""
    shown, channel_id = await as_member(interaction).read(_with_channel, project_id)
    if shown.project.is_released:
        return project_panel(shown)
    return ask_to_publish_panel(shown, channel_id)


@RISKS.press
async def ask_risks(interaction: Interaction, project_id: int, back: Back) -> None:
    shown = await as_member(interaction).read(queries.own, project_id)
    await open_form(interaction, forms.risks_form(shown.project, back))


@RISKS.form
async def keep_risks(interaction: Interaction, fields: Fields, project_id: int, back: Back) -> None:
    found = rules.risks(
        risks=fields.get("risks", ""),
        mitigations=fields.get("mitigations", ""),
        reason=fields.get("reason", ""),
    )
    shown = await as_member(interaction).act(publishing.assess, project_id, found)
    await _answer_written(interaction, shown, back)


@CASE.press
async def ask_case(interaction: Interaction, project_id: int, back: Back) -> None:
    shown = await as_member(interaction).read(queries.own, project_id)
    await open_form(interaction, forms.case_form(shown.project, back))


@CASE.form
async def keep_case(interaction: Interaction, fields: Fields, project_id: int, back: Back) -> None:
    found = rules.case_study(
        demo=fields.get("demo", ""),
        results=fields.get("results", ""),
        tradeoffs=fields.get("tradeoffs", ""),
        postmortem=fields.get("postmortem", ""),
    )
    shown = await as_member(interaction).act(publishing.study, project_id, found)
    await _answer_written(interaction, shown, back)


@ASK_TO_PUBLISH.press
async def ask_to_publish(interaction: Interaction, project_id: int) -> None:
    await rerender(interaction, await asked(interaction, project_id))


@PUBLISH.press
async def publish(interaction: Interaction, project_id: int) -> None:
    """Publish it to the group; a delivery posts it."""
    await writable_announcements(interaction)
    shown = await as_member(interaction).act(publishing.publish, project_id, to_group=True)
    said = f"Published: *{name(shown.project)}*."
    if shown.project.post is None:
        said += " Its post comes within a minute."
    await rerender(interaction, project_panel(shown, said))


@PUBLISH_FOR_ME.press
async def publish_for_me(interaction: Interaction, project_id: int) -> None:
    shown = await as_member(interaction).act(publishing.publish, project_id, to_group=False)
    said = f"Published for you alone: *{name(shown.project)}*."
    if shown.project.is_released:
        said = "The group sees it already. *Withdraw* takes that back."
    await rerender(interaction, project_panel(shown, said))


@WITHDRAW.press
async def withdraw(interaction: Interaction, project_id: int) -> None:
    """Let the group no longer see it; a delivery deletes its post."""
    shown = await as_member(interaction).act(publishing.withdraw, project_id)
    said = "Withdrawn: the group no longer sees it, and its post goes within a minute."
    await rerender(interaction, project_panel(shown, said))


@REOPEN.press
async def reopen(interaction: Interaction, project_id: int) -> None:
    shown = await as_member(interaction).act(publishing.reopen, project_id)
    said = "Back in work."
    if shown.project.counted_as is not None:
        said += " That you counted it stays; `/milestone show` has the *Undo*."
    await rerender(interaction, project_panel(shown, said))


@POST_AGAIN.press
async def post_again(interaction: Interaction, project_id: int) -> None:
    shown = await as_member(interaction).act(publishing.post_again, project_id)
    await rerender(interaction, project_panel(shown))


@COUNT.press
async def count(interaction: Interaction, project_id: int, number: int) -> None:
    """Count it towards the milestone that it fits, with a link to its post."""
    project = (await as_member(interaction).read(queries.own, project_id)).project
    post = project.post
    link = None if post is None else jump_url(project.guild_id, post.channel_id, post.message_id)
    shown = await as_member(interaction).act(publishing.count, project_id, number, link=link)
    await rerender(interaction, project_panel(shown))


@FINISH_AUDIT.press
async def finish_audit(interaction: Interaction, project_id: int) -> None:
    shown = await as_member(interaction).act(publishing.finish_audit, project_id)
    said = "Done: the milestone of the ethics audit."
    await rerender(interaction, audit_panel(shown, 0, interaction.user.id, said))


async def _answer_written(interaction: Interaction, shown: ShownProject, back: Back) -> None:
    """Lead back to where the form was opened: to publish, what is still missing there."""
    if back is Back.PUBLISH:
        panel = await asked(interaction, shown.project.id)
    elif back is Back.AUDIT:
        panel = audit_panel(shown, 0, interaction.user.id)
    else:
        panel = project_panel(shown)
    await answer_changed(interaction, shown, panel)


async def _with_channel(
    session: AsyncSession, caller: MemberCaller, project_id: int
) -> tuple[ShownProject, int]:
    group = await groups.get_group(session, caller.guild_id)
    return await queries.own(session, caller, project_id), group.announcements_channel_id
