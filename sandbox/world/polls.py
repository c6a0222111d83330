"""Native polls: votes, and their end by hand or by the clock."""

from __future__ import annotations

import heapq
from collections.abc import Iterable
from datetime import datetime
from typing import Final

from sandbox.rules.errors import DiscordError
from sandbox.rules.intents import Intents
from sandbox.types import Json
from sandbox.world.kinds import MessageType
from sandbox.world.model import Message
from sandbox.world.parts import Poll
from sandbox.world.payloads import objects as payloads
from sandbox.world.users import User
from sandbox.world.world import World

_INTENTS: Final = (Intents.GUILD_MESSAGE_POLLS, Intents.DIRECT_MESSAGE_POLLS)


def poll_of(message: Message) -> Poll:
    """The message's poll; 520006 for a message without one."""
    if message.poll is None:
        raise DiscordError(400, 520006, "Cannot expire a non-poll message")
    return message.poll


def vote(message: Message, user: User, answer_ids: Iterable[int]) -> None:
    """Set a user's votes to exactly these answers. ValueError for what a client cannot do."""
    poll = poll_of(message)
    chosen = set(answer_ids)
    if poll.closed:
        raise ValueError("This poll has ended.")
    if not chosen <= poll.answers.keys():
        raise ValueError(f"The poll has no answer {sorted(chosen - poll.answers.keys())}.")
    if len(chosen) > 1 and not poll.multiselect:
        raise ValueError("This poll takes one answer only.")
    for answer in poll.answers.values():
        if answer.id in chosen and user.id not in answer.voter_ids:
            answer.voter_ids.append(user.id)
            _announce("MESSAGE_POLL_VOTE_ADD", message, user, answer.id)
        elif answer.id not in chosen and user.id in answer.voter_ids:
            answer.voter_ids.remove(user.id)
            _announce("MESSAGE_POLL_VOTE_REMOVE", message, user, answer.id)


def _announce(name: str, message: Message, user: User, answer_id: int) -> None:
    data: Json = {
        "user_id": str(user.id),
        "channel_id": str(message.channel_id),
        "message_id": str(message.id),
        "answer_id": answer_id,
    }
    if message.channel.guild_id is not None:
        data["guild_id"] = str(message.channel.guild_id)
    message.world.touch(message)
    message.world.announce_to_channel(name, message.channel, data, _INTENTS)


def close(message: Message) -> None:
    """End a poll now: the counts are final, and a message with the result is posted."""
    poll = poll_of(message)
    if poll.closed:
        return
    world = message.world
    poll.closed = True
    poll.expires_at = min(poll.expires_at, world.clock.now())
    world.message_updated(message)
    world.post(
        Message(
            id=world.ids.next(),
            channel_id=message.channel_id,
            author_id=message.author_id,
            timestamp=world.clock.now(),
            world=world,
            type=MessageType.POLL_RESULT,
            embeds=[_result(poll)],
            reference=payloads.reference(message),
        )
    )


def _result(poll: Poll) -> Json:
    fields = {"poll_question_text": poll.question, "total_votes": str(poll.total)}
    ranked = sorted(poll.answers.values(), key=lambda answer: len(answer.voter_ids), reverse=True)
    best = len(ranked[0].voter_ids)
    winners = [answer for answer in ranked if len(answer.voter_ids) == best]
    fields["victor_answer_votes"] = str(best)
    if best and len(winners) == 1:
        fields["victor_answer_id"] = str(winners[0].id)
        fields["victor_answer_text"] = winners[0].media["text"]
    return {
        "type": "poll_result",
        "fields": [
            {"name": name, "value": value, "inline": False} for name, value in fields.items()
        ],
    }


class PollClock:
    """Ends polls when the world's clock reaches their hour. A follower of the clock."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._due: list[tuple[datetime, int, Message]] = []
        world.on_post(self._remember)
        world.on_replaced(self._begin_again)

    def _remember(self, message: Message) -> None:
        if message.poll is not None:
            heapq.heappush(self._due, (message.poll.expires_at, message.id, message))

    def _begin_again(self) -> None:
        self._due.clear()
        for channel in self._world.channels.values():
            for message in channel.messages:
                self._remember(message)

    async def next_due(self) -> datetime | None:
        """When the next poll ends."""
        while self._due and self._is_over(self._due[0][2]):
            heapq.heappop(self._due)
        return self._due[0][0] if self._due else None

    async def run_due(self) -> None:
        """End every poll whose hour has come."""
        now = self._world.clock.now()
        while self._due and self._due[0][0] <= now:
            message = heapq.heappop(self._due)[2]
            if not self._is_over(message):
                close(message)

    @staticmethod
    def _is_over(message: Message) -> bool:
        return message.deleted or message.poll is None or message.poll.closed
