"""What a person may not see never reaches their page, whatever happens around it."""

from collections.abc import AsyncIterator, Callable
from random import Random
from typing import Any

import pytest

from sandbox import Permissions
from sandbox.world import reactions, threads
from sandbox.world.kinds import ChannelType
from sandbox.world.model import Message
from tests.page.visitor import House, edit, hidden_channel, opened


@pytest.fixture
async def house() -> AsyncIterator[House]:
    async with opened() as house:
        yield house


class Secrets:
    """Random things said and done where an outsider does not see them, and where one does."""

    def __init__(self, house: House, random: Random) -> None:
        self.house, self.random = house, random
        self.world, self.ben = house.sandbox.world, house.ben.user.account
        private = hidden_channel(house.guild, "private-secret", house.ben.user)
        closed = threads.start(private, "thread-secret", self.ben, type=ChannelType.PRIVATE_THREAD)
        aside = threads.start(
            house.papers, "aside-secret", self.ben, type=ChannelType.PRIVATE_THREAD
        )
        self.hidden = [private, closed, aside, house.ben.user.dm]
        self.private: list[Message] = []
        self.public: list[Message] = []
        self.said = 0

    def step(self) -> None:
        """One more thing happens."""
        steps: list[Callable[[], None]] = [self._post, self._whisper, self._talk]
        steps += [self._edit, self._react, self._delete, self._rename]
        self.random.choice(steps)()

    def _post(self) -> None:
        channel = self.random.choice(self.hidden)
        author = self.random.choice([self.ben, self.world.application.bot_user])
        self.private.append(self.world.say(channel, author, "a secret"))

    def _whisper(self) -> None:
        channel = self.random.choice([self.house.papers, *self.hidden])
        self.private.append(self.house.whisper(channel, self.ben, "a secret"))

    def _talk(self) -> None:
        self.said += 1
        self.public.append(self.house.bot_says(self.house.papers, f"open {self.said}"))

    def _edit(self) -> None:
        for message in self._some():
            edit(message, "another secret")

    def _react(self) -> None:
        for message in self._some():
            reactions.react(message, self.ben, reactions.parse_emoji("🤫"))

    def _delete(self) -> None:
        for message in self._some():
            self.world.delete_message(message)

    def _rename(self) -> None:
        channel = self.random.choice(self.hidden[:3])
        channel.topic = channel.name = f"secret {self.random.random()}"
        self.world.channel_updated(channel)

    def _some(self) -> list[Message]:
        alive = [message for message in self.private if not message.deleted]
        return [self.random.choice(alive)] if alive else []


@pytest.mark.parametrize("seed", range(4))
async def test_an_outsider_hears_nothing_of_what_others_see(house: House, seed: int) -> None:
    async with house.ana.live() as page, house.ben.live() as inside:
        secrets = Secrets(house, Random(seed))
        texts: dict[str, Any] = {}
        for number in range(60):
            secrets.step()
            if number % 7 == 0:
                texts |= (await page.told()).messages
        texts |= (await page.told()).messages
        known = {"epoch": page.hello["epoch"], "mark": page.hello["mark"]}
        await inside.told()
    async with house.ana.live(known) as again:
        raw = "\n".join([*page.raw, *again.raw])
    assert {m["content"] for m in texts.values()} >= {m.content for m in secrets.public}
    assert [m["id"] for m in again.hello["messages"]] == [str(m.id) for m in secrets.public]
    assert secrets.private
    assert "secret" in "\n".join(inside.raw)
    assert "secret" not in raw
    for thing_id in [*(m.id for m in secrets.private), *(c.id for c in secrets.hidden)]:
        assert f'"{thing_id}"' not in raw


async def test_what_one_may_no_longer_see_is_not_told(house: House) -> None:
    everyone = house.guild.roles[house.guild.id]
    message = house.bot_says(house.papers, "hello")
    async with house.ana.live() as page:
        house.papers.set_overwrite(everyone, deny=Permissions.VIEW_CHANNEL)
        edit(message, "a secret")
        told = await page.told()
        assert told.world["guilds"][0]["channels"] == []
        assert (told.messages, told.unread) == ({}, {})
        house.sandbox.world.delete_message(message)
        assert (await page.told()).gone == set()
        house.ana.user.leave(house.guild)
        assert (await page.told()).world["guilds"] == []
        assert "secret" not in "".join(page.raw)


async def test_a_message_of_a_deleted_channel_is_told_to_nobody(house: House) -> None:
    message = house.bot_says(house.papers, "hello")
    async with house.ana.live() as page:
        edit(message, "changed")
        house.papers.delete()
        told = await page.told()
        assert (told.messages, told.gone, told.unread) == ({}, set(), {})
        assert str(house.papers.id) not in str(told.world["guilds"])
