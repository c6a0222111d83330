"""What a visitor does without a bot: writing, reactions, votes, uploads; and what is nonsense."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from sandbox import Permissions
from sandbox.page import Control, Page
from sandbox.page.acts import ACTS
from sandbox.world import threads
from sandbox.world.kinds import ChannelType
from sandbox.world.model import Message
from tests.page.visitor import House, Visitor, hidden_channel, opened

GONE = "This channel is gone, or not yours to see."
MEBIBYTE = 1024 * 1024


@pytest.fixture
async def house() -> AsyncIterator[House]:
    async with opened() as house:
        yield house


def on(message: Message) -> dict[str, str]:
    return {"channel": str(message.channel.id), "message": str(message.id)}


async def test_writing(house: House) -> None:
    await house.ana.act("send", channel=str(house.papers.id), content="hello 👍 <b>")
    direct = (await house.ana.act("direct"))["channel"]
    await house.ana.act("send", channel=direct, content="between us")
    assert [(m.author.id, m.content) for m in house.papers.messages] == [
        (house.ana.user.id, "hello 👍 <b>")
    ]
    assert [m.content for m in house.ana.user.dm.messages] == ["between us"]


async def test_writing_where_one_may_not(house: House) -> None:
    quiet = house.guild.create_text_channel("quiet")
    quiet.set_overwrite(house.ana.user.account, deny=Permissions.SEND_MESSAGES)
    forum = house.guild.create_forum_channel("forum")
    private = hidden_channel(house.guild, "private", house.ben.user)
    closed = threads.start(
        house.papers, "two", house.ben.user.account, type=ChannelType.PRIVATE_THREAD
    )
    elsewhere = house.sandbox.world.create_guild("Other").create_text_channel("elsewhere")
    for channel, sentence in [
        (quiet, "Ana cannot write in #quiet"),
        (forum, "Ana cannot write in #forum"),
        (private, GONE),
        (closed, GONE),
        (elsewhere, GONE),
        (house.ben.user.dm, GONE),
    ]:
        reply = await house.ana.try_to("send", channel=str(channel.id), content="hello")
        assert reply.error == sentence
        assert all(m.content != "hello" for m in channel.messages)
    for content in ("", "  \n", "x" * 2001):
        reply = await house.ana.try_to("send", channel=str(house.papers.id), content=content)
        assert reply.error == "A message has 1 to 2000 characters"
    await house.ana.act("send", channel=str(house.papers.id), content="x" * 2000)


async def test_every_act_is_for_channels_one_sees(house: House) -> None:
    private = hidden_channel(house.guild, "private")
    message = house.bot_says(private, "secret")
    given: dict[str, Any] = {
        **on(message),
        "name": "ping",
        "option": "a",
        "typed": "",
        "custom_id": "a",
        "values": [],
        "content": "x",
        "emoji": "👍",
        "answers": [1],
    }
    for act in ACTS.keys() - {"submit", "direct", "doors"}:
        reply = await house.ana.try_to(act, **given)
        assert reply.error == GONE, act
    for path in ("messages", "commands"):
        reply = await house.ana.ask("GET", path, channel=str(private.id))
        assert reply.error == GONE
    assert (message.reactions, len(private.messages)) == ({}, 1)


async def test_reacting_on_and_off(house: House) -> None:
    message = house.bot_says(house.papers, "hello")
    for who, emoji, left in [
        (house.ana, "👍", {"👍": 1}),
        (house.ben, "👍", {"👍": 2}),
        (house.ana, "👍", {"👍": 1}),
        (house.ana, "owl:123", {"👍": 1, "123": 1}),
        (house.ben, "👍", {"123": 1}),
        (house.ana, "owl:123", {}),
    ]:
        await who.act("react", emoji=emoji, **on(message))
        assert {key: len(each.user_ids) for key, each in message.reactions.items()} == left


async def test_reactions_that_are_refused(house: House) -> None:
    message = house.bot_says(house.papers, "hello")
    for emoji in ("", "a", ":owl:", "x" * 3000):
        assert (await house.ana.try_to("react", emoji=emoji, **on(message))).error == (
            "Unknown Emoji"
        )
    house.papers.set_overwrite(house.ana.user.account, deny=Permissions.ADD_REACTIONS)
    refused = await house.ana.try_to("react", emoji="👍", **on(message))
    assert refused.error == "You cannot react here."
    await house.ben.act("react", emoji="👍", **on(message))
    # As on Discord, joining a reaction that is there takes no permission.
    await house.ana.act("react", emoji="👍", **on(message))
    assert len(message.reactions["👍"].user_ids) == 2
    house.sandbox.world.delete_message(message)
    gone = await house.ana.try_to("react", emoji="👍", **on(message))
    assert gone.error == "This message is gone."


async def test_voting(house: House) -> None:
    one, several = house.poll(), house.poll(allow_multiselect=True)

    async def vote(who: Visitor, message: Message, *answers: int) -> str | None:
        reply = await who.try_to("vote", answers=list(answers), **on(message))
        return None if reply.status == 200 else reply.error

    def votes(message: Message) -> list[list[str]]:
        assert message.poll is not None
        answers = message.poll.answers.values()
        return [
            [message.world.users[each].display_name for each in answer.voter_ids]
            for answer in answers
        ]

    assert await vote(house.ana, one, 1) is None
    assert await vote(house.ben, one, 1) is None
    assert await vote(house.ana, one, 2) is None
    assert votes(one) == [["Ben"], ["Ana"]]
    assert await vote(house.ana, several, 1, 2) is None
    assert await vote(house.ana, one) is None
    assert (votes(one), votes(several)) == ([["Ben"], []], [["Ana"], ["Ana"]])
    assert await vote(house.ana, one, 1, 2) == "This poll takes one answer only."
    assert await vote(house.ana, one, 3) == "The poll has no answer [3]."
    said = house.bot_says(house.papers, "hello")
    assert await vote(house.ana, said, 1) == "There is no poll in this message."
    await house.clock.advance(timedelta(hours=1))
    assert await vote(house.ana, one, 1) == "This poll has ended."
    assert votes(one) == [["Ben"], []]


async def test_reading(house: House) -> None:
    first = house.bot_says(house.papers, "one")
    account, mark = house.ana.user.account, house.sandbox.world.journal.mark
    await house.ana.act("read", channel=str(house.papers.id))
    assert account.read == {house.papers.id: first.id}
    assert house.sandbox.world.journal.mark == mark + 1
    await house.ana.act("read", channel=str(house.papers.id))
    assert house.sandbox.world.journal.mark == mark + 1
    assert house.ben.user.account.read == {}


async def test_doors(house: House) -> None:
    world, account = house.sandbox.world, house.ana.user.account
    bot = world.application.bot_user
    for is_open in (False, True):
        await house.ana.act("doors", open=is_open)
        assert account.dms_open is account.accepts_dm_from(bot) is is_open


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("notes.txt", "notes.txt"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\boot.ini", "boot.ini"),
        ("/etc/shadow", "shadow"),
        ("a/b/", "b"),
        ("..", "file"),
        ("", "file"),
        (".htaccess", "htaccess"),
        ('a"; x="<b>#?%\r\n\0.txt', "a_x_b_.txt"),
        ("Übung (1) [2].pdf", "Übung_(1)_[2].pdf"),
        ("a%2f..%2fb", "a_2f.._2fb"),
    ],
)
async def test_names_of_uploads_are_harmless(house: House, name: str, kept: str) -> None:
    told = await house.ana.upload(name, b"data")
    assert told["name"] == kept
    assert told["size"] == 4
    attachment = house.sandbox.world.files[told["value"]]
    assert told["value"].count("/") == 3
    async with house.ana.session.get(f"{house.sandbox.cdn_url}/{attachment.path}") as response:
        assert (response.status, await response.read()) == (200, b"data")


async def test_the_size_of_uploads(house: House) -> None:
    assert (await house.ana.upload("a", b"x" * 10 * MEBIBYTE))["size"] == 10 * MEBIBYTE
    files = len(house.sandbox.world.files)
    reply = await house.ana.ask("POST", "files", b"x" * (10 * MEBIBYTE + 1), name="a")
    assert "too large" in reply.error
    reply = await house.ana.ask("POST", "files", b"x" * 26 * MEBIBYTE, name="a")
    assert reply.status == 413
    assert len(house.sandbox.world.files) == files
    assert (await house.ana.ask("POST", "files", b"x")).status == 400


async def test_bodies_that_no_page_sends(house: House) -> None:
    message = house.poll()
    fine: dict[str, Any] = {
        **on(message),
        "name": "ping",
        "option": "a",
        "typed": "a",
        "custom_id": "a",
        "interaction": "1",
        "content": "x",
        "emoji": "👍",
        "answers": [1],
        "values": ["a"],
        "open": True,
    }
    bodies: list[Any] = [b"", b"{", b"[]", b'"text"', b"null", b"\xff\xfe", b"[" * 5000, {}]
    for act in ACTS.keys() - {"direct"}:
        for body in bodies:
            assert (await house.ana.ask("POST", f"act/{act}", body)).status == 400, (act, body)
    wrong: list[Any] = [None, 5, [], {}, [5], [[]], 1.5]
    for act, part in [
        *((act, "channel") for act in ("send", "slash", "autocomplete", "click", "vote", "read")),
        *((act, "message") for act in ("click", "choose", "react", "vote", "dismiss")),
        *(("send", "content"), ("react", "emoji"), ("vote", "answers"), ("doors", "open")),
        *(("slash", "name"), ("autocomplete", "option"), ("submit", "interaction")),
    ]:
        for value in wrong:
            if value == [] and part == "answers":
                continue
            reply = await house.ana.try_to(act, **{**fine, part: value})
            assert reply.status in (400, 422), (act, part, value)
    assert message.reactions == {}
    assert len(house.papers.messages) == 1


async def test_addresses_that_no_page_asks_for(house: House) -> None:
    for act in ("fly", "ACTS", "__name__", "channel_of"):
        assert (await house.ana.try_to(act)).status == 404
    assert (await house.ana.ask("GET", "act/send")).status == 405
    channel = str(house.papers.id)
    assert (await house.ana.ask("GET", "messages")).status == 400
    assert (await house.ana.ask("GET", "messages", channel=channel, before="x")).status == 400
    assert (await house.ana.ask("GET", "messages", channel="x")).error == "That is no id."
    assert (await house.ana.ask("GET", "messages", channel="9" * 5000)).error == "That is no id."
    url = f"{house.sandbox.url}page/messages"
    async with house.ana.session.get(url, params={"channel": channel}) as response:
        assert response.status == 400


async def test_one_can_only_be_somebody_who_is_here(house: House) -> None:
    world = house.sandbox.world
    bot, stranger = world.application.bot_user, world.create_user("Zoe")
    for who in ("77", "", "Ana", str(bot.id), str(stranger.id)):
        for method, path in [("POST", "act/send"), ("GET", "messages"), ("POST", "clock/hour")]:
            query = {"as": who, "channel": str(house.papers.id)}
            reply = await house.ana.ask(method, path, {}, **query)
            assert reply.error == "There is nobody of that name here. Reload the page."


async def test_older_messages_come_in_pages(house: House) -> None:
    said = [house.bot_says(house.papers, str(number)) for number in range(60)]
    channel = str(house.papers.id)
    latest = await house.ana.get("messages", channel=channel)
    assert [m["content"] for m in latest["messages"]] == [str(n) for n in range(10, 60)]
    assert latest["more"] is True
    older = await house.ana.get("messages", channel=channel, before=str(said[10].id))
    assert [m["content"] for m in older["messages"]] == [str(n) for n in range(10)]
    assert older["more"] is False


async def test_controls_run(house: House) -> None:
    ran: list[str] = []

    async def restart() -> None:
        ran.append("restart")

    house.sandbox.page = Page(controls=[Control("Restart the bot", restart)])
    assert await house.ana.post("controls/0") == {}
    assert ran == ["restart"]
    reply = await house.ana.ask("POST", "controls/1")
    assert reply.error == "There is no such control."
