"""The delivery of themes: each of the first ones gets its post, its thread and a question."""

from __future__ import annotations

from collections.abc import Sequence

from bot.client import Syllabot
from bot.groups.queries import get_group
from bot.public_panels import PostedMessage
from bot.retros.queries import find_retro
from bot.retros.values import SUMMARY, Phase, Retro
from bot.scheduling import Delivery, NothingToSend, Receipt, Undeliverable
from bot.themes import service
from bot.themes.queries import themes_of
from bot.themes.rules import question
from bot.themes.values import Theme
from cogs.common import public_panels
from cogs.common.panels import Panel
from cogs.common.sender import post
from cogs.common.threads import open_thread
from cogs.themes.routes import READ_THEME
from cogs.themes.vote_panels import opening_post, theme_post


class ThemeSender:
    """Posts to the group's retros channel, each thing once, however often it is tried."""

    def __init__(self, bot: Syllabot) -> None:
        """Send through ``bot``."""
        self.bot = bot

    async def discuss(self, delivery: Delivery) -> Receipt:
        """Post the first themes in their order, each with a thread; what was done is kept."""
        guild_id, retro_id = delivery.guild_id, int(delivery.subject)
        async with self.bot.db.read() as session:
            retro = await find_retro(session, guild_id, retro_id)
            themes = await themes_of(session, guild_id, retro_id)
            channel_id = (await get_group(session, guild_id)).retros_channel_id
        chosen = _in_order(themes)
        if retro is None or retro.phase is not Phase.DISCUSS or not chosen:
            raise NothingToSend
        receipt = Receipt(channel_id, None)
        for theme in chosen:
            receipt = await self._post(delivery, retro, theme, channel_id)
            posted = Receipt(receipt.channel_id, receipt.message_id)
            await self._begin(delivery, retro, theme, posted)
        await public_panels.refresh(self.bot, SUMMARY, guild_id, retro_id)
        return receipt

    async def _post(
        self, delivery: Delivery, retro: Retro, theme: Theme, channel_id: int
    ) -> Receipt:
        """The theme's post in the channel, unless it stands there already."""
        if theme.message is not None:
            return Receipt(theme.message.channel_id, theme.message.message_id)
        panel, part = theme_post(retro, theme), f"theme-{theme.number}"
        receipt = await post(
            self.bot, delivery, channel_id, panel, marker=_marker(retro, theme), part=part
        )
        if receipt.message_id is not None:
            there = PostedMessage(receipt.channel_id, receipt.message_id)
            await self._note(retro, theme, channel_id=there.channel_id, message_id=there.message_id)
        return receipt

    async def _begin(self, delivery: Delivery, retro: Retro, theme: Theme, posted: Receipt) -> None:
        """The theme's thread with its question; one that was refused for good is not tried again.

        Why is kept for organisers.
        """
        if theme.trouble is not None or posted.message_id is None:
            return
        thread_id = theme.thread_id
        if thread_id is None:
            thread_id, trouble = await open_thread(
                self.bot,
                retro.guild_id,
                posted,
                name=theme.label,
                named_after="the theme's name",
            )
            await self._note(retro, theme, thread_id=thread_id, trouble=trouble)
        if thread_id is None or theme.opening_id is not None:
            return
        panel: Panel = opening_post(retro, theme, question(retro, theme))
        part = f"thread-{theme.number}"
        try:
            receipt = await post(
                self.bot, delivery, thread_id, panel, marker=_marker(retro, theme), part=part
            )
        except Undeliverable as error:
            await self._note(retro, theme, trouble=f"its thread takes no words: {error.reason}")
            return
        await self._note(retro, theme, opening_id=receipt.message_id)

    async def _note(self, retro: Retro, theme: Theme, **values: int | str | None) -> None:
        async with self.bot.db.begin() as session:
            await service.note_place(session, retro.guild_id, retro.id, theme.number, **values)


def _in_order(themes: Sequence[Theme]) -> list[Theme]:
    return sorted(
        (theme for theme in themes if theme.rank is not None), key=lambda theme: theme.rank or 0
    )


def _marker(retro: Retro, theme: Theme) -> str:
    return READ_THEME(retro.id, theme.number, 0)
