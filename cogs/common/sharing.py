"""The question before something finished is shared with the group."""

from __future__ import annotations

import discord

from cogs.common.panels import ONLY_YOU, Panel, button, buttons
from cogs.common.routes import CustomId
from cogs.common.text import escape, titled_link


def share_question_panel(
    accent: int,
    title: str,
    link: str | None,
    *,
    user_id: int,
    channel_id: int,
    share: CustomId,
    not_now: CustomId,
) -> Panel:
    """Asks once, with what the group will see; ``share`` and ``not_now`` are the two answers."""
    seen = f"<@{user_id}> finished **{escape(title)}**"
    if link:
        seen += f" · {titled_link(link)}"
    return Panel(
        accent,
        f"**Share this win?** Everybody in <#{channel_id}> sees:\n> {seen}",
        buttons(
            button("Share it", share, style=discord.ButtonStyle.primary),
            button("Not now", not_now),
        ),
        small_print=f"Your note stays private. Nothing is posted yet. {ONLY_YOU}",
    )
