"""The buttons and forms of knowledge shares."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.client import Syllabot
from bot.groups.values import MemberCaller
from bot.shares import queries, service
from bot.shares.values import POSTED_SHARE, Share
from bot.wins.queries import round_ups_about
from bot.wins.values import ROUND_UP
from cogs.common.callers import as_member
from cogs.common.feature import MeRows
from cogs.common.permissions import writable_announcements
from cogs.common.public_panels import refresh
from cogs.common.reply import open_form, reply, rerender
from cogs.common.routes import Fields, Interaction
from cogs.common.text import one_line
from cogs.shares.forms import add_form, change_form
from cogs.shares.panels import (
    ask_panel,
    ask_to_delete_panel,
    groups_panel,
    logged_text,
    mine_panel,
    my_panel,
    trouble_text,
)
from cogs.shares.routes import (
    ADD,
    ASK,
    ASK_TO_DELETE,
    CHANGE,
    COUNT,
    DELETE,
    GROUPS,
    MINE,
    OPEN,
    POST_AGAIN,
    POSTED,
    RELEASE,
    TAKE_BACK,
)


@ADD.press
async def ask_add(interaction: Interaction) -> None:
    """The form of a new one; who may not log any hears it before typing."""
    await begin(interaction)


async def begin(
    interaction: Interaction, link: str = "", title: str = "", *, from_message: bool = False
) -> None:
    """Open the form of a new share, with what is known of it."""
    await as_member(interaction).read(_is_member)
    await open_form(interaction, add_form(link, title, from_message=from_message))


@ADD.form
async def add(interaction: Interaction, fields: Fields) -> None:
    """Log it; a form that is sent again logs nothing twice."""
    mine = await as_member(interaction).create(service.log, **_typed(fields))
    await rerender(interaction, my_panel(mine, logged_text(mine)))
    await _show_anew(interaction.client, mine.share)


@CHANGE.press
async def ask_change(interaction: Interaction, share_id: int) -> None:
    share = await as_member(interaction).read(queries.own, share_id)
    await open_form(interaction, change_form(share))


@CHANGE.form
async def change(interaction: Interaction, fields: Fields, share_id: int) -> None:
    mine = await as_member(interaction).act(service.change, share_id, **_typed(fields))
    await rerender(interaction, my_panel(mine, "Changed."))
    await _show_anew(interaction.client, mine.share)


@OPEN.press
async def open_mine(interaction: Interaction, share_id: int) -> None:
    mine = await as_member(interaction).read(queries.mine, share_id)
    await rerender(interaction, my_panel(mine))


@ASK.press
async def ask(interaction: Interaction, share_id: int) -> None:
    """Show what would be posted, unless it was."""
    channel_id = await writable_announcements(interaction)
    mine = await as_member(interaction).read(queries.mine, share_id)
    shown = my_panel(mine) if mine.share.is_released else ask_panel(mine.share, channel_id)
    await rerender(interaction, shown)


@RELEASE.press
async def release(interaction: Interaction, share_id: int) -> None:
    """Release it; a delivery posts it."""
    await writable_announcements(interaction)
    mine = await as_member(interaction).act(service.release, share_id)
    said = "The group sees it within a minute. Thank you for teaching what you learned."
    await rerender(interaction, my_panel(mine, said))


@POST_AGAIN.press
async def post_again(interaction: Interaction, share_id: int) -> None:
    await writable_announcements(interaction)
    mine = await as_member(interaction).act(service.post_again, share_id)
    await rerender(interaction, my_panel(mine))


@TAKE_BACK.press
async def take_back(interaction: Interaction, share_id: int) -> None:
    """Make it one's own again; a delivery deletes its post, and the round-up no longer has it."""
    mine, since = await as_member(interaction).act(service.take_back, share_id)
    said = "Taken back: only you see it again, and its post goes within a minute."
    if share_id in mine.count.counted:
        said += " That you counted it stays; `/milestone show` has the *Undo*."
    await rerender(interaction, my_panel(mine, said))
    await _refresh_round_up(interaction.client, mine.share.guild_id, since)


@ASK_TO_DELETE.press
async def ask_to_delete(interaction: Interaction, share_id: int) -> None:
    share = await as_member(interaction).read(queries.own, share_id)
    await rerender(interaction, ask_to_delete_panel(share))


@DELETE.press
async def delete(interaction: Interaction, share_id: int) -> None:
    guild_id, since = await as_member(interaction).act(_discard, share_id)
    found = await as_member(interaction).read(queries.my_list)
    await rerender(interaction, mine_panel(found, 0, "The share is deleted."))
    await _refresh_round_up(interaction.client, guild_id, since)


@COUNT.press
async def count(interaction: Interaction, share_id: int, number: int) -> None:
    mine = await as_member(interaction).act(service.count, share_id, number)
    await rerender(interaction, my_panel(mine))


@MINE.press
async def turn_mine(interaction: Interaction, page: int) -> None:
    found = await as_member(interaction).read(queries.my_list)
    await rerender(interaction, mine_panel(found, page))


@GROUPS.press
async def turn_groups(interaction: Interaction, page: int) -> None:
    found = await as_member(interaction).read(queries.my_list)
    await rerender(interaction, groups_panel(found.released, page))


@POSTED.press
async def open_list(interaction: Interaction, _share_id: int) -> None:
    """Lead from a post to the group's list; the post stays."""
    found = await as_member(interaction).read(queries.my_list)
    await reply(interaction, groups_panel(found.released, 0))


async def show_list(interaction: Interaction) -> None:
    """One's own shares, or the group's where one has none."""
    found = await as_member(interaction).read(queries.my_list)
    is_new = found.released and not found.mine
    await reply(interaction, groups_panel(found.released, 0) if is_new else mine_panel(found, 0))


async def me_rows(session: AsyncSession, caller: MemberCaller) -> MeRows:
    """The newest of the caller's shares that could not be posted."""
    found = await queries.unposted(session, caller)
    if found is None:
        return MeRows()
    title = one_line(found.text.title, 80)
    return MeRows(standing=(f"Your share *{title}*: {trouble_text(found)}",))


async def _is_member(_session: AsyncSession, _caller: MemberCaller) -> None:
    """Nothing is read: that there is such a caller is what was asked."""


async def _discard(
    session: AsyncSession, caller: MemberCaller, share_id: int
) -> tuple[int, datetime | None]:
    return caller.guild_id, await service.discard(session, caller, share_id)


async def _show_anew(bot: Syllabot, share: Share) -> None:
    """Bring what is posted of a share up to date."""
    if share.post is not None:
        await refresh(bot, POSTED_SHARE, share.guild_id, share.id)
    await _refresh_round_up(bot, share.guild_id, share.released_at)


async def _refresh_round_up(bot: Syllabot, guild_id: int, since: datetime | None) -> None:
    """Show the round-up anew that named what the group could see ``since`` then."""
    if since is None:
        return
    async with bot.db.read() as session:
        about = await round_ups_about(session, guild_id, [since])
    for each in about:
        await refresh(bot, ROUND_UP, guild_id, each.delivery_id)


def _typed(fields: Fields) -> dict[str, str]:
    return {name: fields.get(name, "") for name in ("kind", "title", "link", "day", "audience")}
