"""The deliveries of papers: the shortlist at the opening, the result at the close.

A close by hand takes the same way, and a shortlist that changed is shown anew.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

import discord

from bot.arxiv import feed_queries
from bot.arxiv.rules.health import together
from bot.arxiv.values import Health
from bot.client import Syllabot
from bot.errors import NotFound, NotSetUp
from bot.groups import service as groups
from bot.papers import postings, queries, rounds
from bot.papers.rules.timetable import monday_of, waits_until
from bot.papers.values import GUIDE, Round
from bot.scheduling import Delivery, NothingToSend, Receipt, TryLater, Undeliverable
from cogs.common import public_panels
from cogs.common.refusals import sending
from cogs.common.sender import edit_panel, post
from cogs.common.threads import open_thread
from cogs.papers import panels, result_panels
from cogs.papers.choosing import choose
from cogs.papers.reading_guide import guide_marker
from cogs.papers.tally_picture import picture_of, receipts_file

_NO_MESSAGE = 10008
# Reading many feeds after downtime takes minutes, a site that wants to be left alone much longer.
_FEEDS_TAKE, _MOST_WAITS = timedelta(seconds=15), 40
_LOOK_AGAIN = timedelta(minutes=15)

log = logging.getLogger(__name__)


class RoundSender:
    """Posts to the group's papers channel, once each, however often it is tried."""

    def __init__(self, bot: Syllabot) -> None:
        """Send through ``bot``."""
        self.bot = bot

    async def open(self, delivery: Delivery) -> Receipt:
        """Open the week's round, unless an earlier try did, and post its shortlist.

        A week that has nothing because feeds could not be read is not spent: it waits for them as
        long as there is time to vote, or for somebody to nominate a paper, and only then says so.
        """
        now, guild_id = self.bot.clock.now(), delivery.guild_id
        try:
            async with self.bot.db.read() as session:
                group = await groups.get_group(session, guild_id)
                skipped = await queries.skipped_weeks(session, guild_id)
                is_behind = await feed_queries.is_behind(session, group.categories, now)
        except NotSetUp:
            raise NothingToSend from None
        if monday_of(delivery.period) in skipped:
            return await self._open_skipped(delivery, group, now)
        if is_behind and delivery.attempt <= _MOST_WAITS:
            # After downtime feeds and opening fall due together, and reading them may take long.
            raise TryLater(_FEEDS_TAKE)
        choice = await choose(self.bot, group, now)
        health = None if choice.shortlist else await self._health(group, is_behind=is_behind)
        if health in (Health.FAILING, Health.STALE):
            left = waits_until(group, delivery.due_at) - now
            if left > timedelta():
                raise TryLater(min(left, _LOOK_AGAIN))
        async with self.bot.db.begin() as session:
            opened = await rounds.open_round(
                session,
                guild_id,
                period=delivery.period,
                shortlist=choice.shortlist,
                now=now,
                considered=choice.considered,
                feeds=health,
            )
        return await self._post_shortlist(delivery, group, opened, now)

    async def _open_skipped(
        self, delivery: Delivery, group: groups.Group, now: datetime
    ) -> Receipt:
        """Say once that this week has no papers, since the organisers skip it."""
        async with self.bot.db.begin() as session:
            opened = await rounds.open_round(
                session,
                group.guild_id,
                period=delivery.period,
                shortlist=(),
                now=now,
                considered=0,
                is_skipped=True,
            )
        return await self._post_shortlist(delivery, group, opened, now)

    async def _post_shortlist(
        self, delivery: Delivery, group: groups.Group, opened: Round | None, now: datetime
    ) -> Receipt:
        if opened is None:
            raise NothingToSend
        guild_id = delivery.guild_id
        async with self.bot.db.read() as session:
            opened = await queries.with_names(session, opened)
        receipt = await post(
            self.bot,
            delivery,
            group.papers_channel_id,
            panels.shortlist_panel(opened, now),
            marker=panels.shortlist_marker(opened),
        )
        async with self.bot.db.begin() as session:
            await rounds.posted(
                session,
                guild_id,
                opened.id,
                channel_id=receipt.channel_id,
                message_id=receipt.message_id,
            )
        return receipt

    async def close(self, delivery: Delivery) -> Receipt:
        """Close the round, unless an earlier try did, post the result and open its thread."""
        now, guild_id = self.bot.clock.now(), delivery.guild_id
        try:
            async with self.bot.db.begin() as session:
                group = await groups.get_group(session, guild_id)
                ended = await rounds.close_due(session, guild_id, now)
                closed = await rounds.unannounced(session, guild_id, delivery.due_at)
                skipped = None
                if delivery.subject:
                    skipped = await postings.unsaid_skip(session, guild_id, int(delivery.subject))
        except NotSetUp:
            raise NothingToSend from None
        if skipped is not None:
            return await self._say_skipped(delivery, group, skipped, now)
        if closed is None:
            if ended is not None:
                # Nobody approved a paper: the shortlist itself says so, and nobody is disturbed.
                await self._retire_shortlist(ended, now)
            raise NothingToSend
        picture, alt = await picture_of(self.bot, closed)
        file = receipts_file(closed)
        receipt = await post(
            self.bot,
            delivery,
            group.papers_channel_id,
            result_panels.result_panel(closed, picture, alt, file),
            marker=result_panels.result_marker(closed),
            files=[each for each in (picture, file) if each is not None],
        )
        assert closed.winner is not None
        thread_id, trouble = await open_thread(
            self.bot, guild_id, receipt, name=closed.winner.title, named_after="the paper's title"
        )
        guide_id = None
        if thread_id is not None:
            guide_id, trouble = await self._begin_thread(delivery, closed, thread_id)
        async with self.bot.db.begin() as session:
            await rounds.announced(
                session,
                guild_id,
                closed.id,
                message_id=receipt.message_id,
                thread_id=thread_id,
                guide_message_id=guide_id,
                trouble=trouble,
            )
        await self._retire_shortlist(closed, now)
        return receipt

    async def show(self, delivery: Delivery) -> Receipt:
        """Bring the posted shortlist up to date, such as when its vote was given more days."""
        try:
            async with self.bot.db.read() as session:
                found = await queries.get(session, delivery.guild_id, int(delivery.subject))
                found = await queries.with_names(session, found)
        except NotFound:
            raise NothingToSend from None
        posted = found.shortlist
        if posted is None:
            raise NothingToSend
        panel = panels.shortlist_panel(found, self.bot.clock.now())
        try:
            with sending():
                await edit_panel(self.bot, posted.channel_id, posted.message_id, panel)
        except Undeliverable as error:
            raise Undeliverable(_gone(error)) from error
        return Receipt(posted.channel_id, posted.message_id)

    async def _say_skipped(
        self, delivery: Delivery, group: groups.Group, skipped: Round, now: datetime
    ) -> Receipt:
        """Say once that the vote has ended without a pick."""
        async with self.bot.db.read() as session:
            opens_at = await queries.next_opening(session, skipped.guild_id)
        receipt = await post(
            self.bot,
            delivery,
            group.papers_channel_id,
            result_panels.skipped_panel(skipped, opens_at),
            marker=result_panels.result_marker(skipped),
        )
        async with self.bot.db.begin() as session:
            await rounds.announced(
                session,
                skipped.guild_id,
                skipped.id,
                message_id=receipt.message_id,
                thread_id=None,
                trouble=None,
            )
        await self._retire_shortlist(skipped, now)
        return receipt

    async def _health(self, group: groups.Group, *, is_behind: bool) -> Health:
        """What the group's feeds say together."""
        async with self.bot.db.read() as session:
            feeds = await feed_queries.feeds(session, group.categories)
        return together(feeds, is_behind=is_behind)

    async def _begin_thread(
        self, delivery: Delivery, closed: Round, thread_id: int
    ) -> tuple[int | None, str | None]:
        """Begin the thread with the guide, once: its message, or why it is not there."""
        panel = await public_panels.render(self.bot, GUIDE, closed.guild_id, closed.id)
        marker = guide_marker(closed)
        try:
            sent = await post(self.bot, delivery, thread_id, panel, marker=marker, part="thread")
        except Undeliverable as error:
            log.info("No words in thread %d: %s", thread_id, error)
            return None, f"its thread has no guide: {error.reason}"
        return sent.message_id, None

    async def _retire_shortlist(self, closed: Round, now: datetime) -> None:
        """Take the vote off the shortlist's panel; a press on it would do so too."""
        posted = closed.shortlist
        if posted is None:
            return
        panel = panels.shortlist_panel(closed, now)
        try:
            with sending():
                await edit_panel(self.bot, posted.channel_id, posted.message_id, panel)
        except TryLater as error:
            log.info("The shortlist's panel stays as it was: %s", error)
        except Undeliverable as error:
            log.info("The shortlist is not there any more: %s", error)
            async with self.bot.db.begin() as session:
                await postings.shortlist_is_gone(session, closed.guild_id, closed.id, _gone(error))


def _gone(error: Undeliverable) -> str:
    """What organisers read of a shortlist that cannot be changed any more."""
    refusal = error.__cause__
    if isinstance(refusal, discord.HTTPException) and refusal.code == _NO_MESSAGE:
        return "the shortlist's message was deleted"
    return f"the shortlist stays as it was: {error.reason}"
