"""The page's socket: every change, once, to those who may know of it, also after a break."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from sandbox import Permissions, Sandbox
from sandbox.page import Page, Step
from sandbox.world import reactions, threads
from sandbox.world.journal import KEPT, Topic
from tests.page.visitor import PATIENCE, START, House, Live, Told, Visitor, edit, opened
from tests.sandbox.api import Api
from tests.sandbox.bare_bot import running


@pytest.fixture
async def house() -> AsyncIterator[House]:
    async with opened() as house:
        yield house


@pytest.fixture
async def page(house: House) -> AsyncIterator[Live]:
    """Ana's page."""
    async with house.ana.live() as page:
        yield page


def names(told: Told, *, archived: bool = False) -> set[str]:
    channels = told.world["guilds"][0]["channels"]
    return {channel["name"] for channel in channels if channel["archived"] == archived}


async def test_the_greeting_tells_where_one_is(house: House) -> None:
    house.sandbox.page = Page("Owls", [Step("Vote", "paper vote")], controls=[])
    house.bot_says(house.papers, "hello")
    async with house.ben.live() as page:
        hello = page.hello
    assert (hello["fresh"], hello["mark"]) == (True, house.sandbox.world.journal.mark)
    assert "messages" not in hello
    world = hello["world"]
    assert (world["me"], world["title"]) == (house.ben.id, "Owls")
    assert world["guide"] == [{"text": "Vote", "command": "paper vote"}]
    (guild,) = world["guilds"]
    assert [(c["name"], c["unread"], c["writable"]) for c in guild["channels"]] == [
        ("papers", 1, True)
    ]
    assert {person["name"]: person["zone"] for person in world["people"]} == {
        "Operator": "UTC",
        "Ana": "UTC",
        "Ben": "Asia/Tokyo",
    }
    assert (world["bot"]["name"], world["bot"]["connected"]) == ("Sandbox Bot", False)
    assert hello["clock"]["now"] == START.timestamp() * 1000


async def test_a_page_of_nobody_known_becomes_somebody(house: House) -> None:
    url = f"{house.sandbox.url}page/live"
    for query in ({"as": "77"}, {}, {"as": str(house.sandbox.world.application.id)}):
        async with house.ana.session.ws_connect(url, params=query) as socket:
            hello = json.loads(await socket.receive_str(timeout=PATIENCE))
        assert hello["world"]["me"] == hello["world"]["people"][0]["id"]
    async with (
        Sandbox() as empty,
        aiohttp.ClientSession() as session,
        session.get(f"{empty.url}page/live") as response,
    ):
        assert response.status == 404


async def test_messages_come_change_and_go(house: House, page: Live) -> None:
    message = house.bot_says(house.papers, "hello")
    told = await page.told()
    assert told.texts == ["hello"]
    assert told.unread == {str(house.papers.id): 1}
    edit(message, "hello there")
    assert (await page.told()).texts == ["hello there"]
    house.sandbox.world.delete_message(message)
    told = await page.told()
    assert (told.messages, told.gone) == ({}, {str(message.id)})
    assert told.unread == {str(house.papers.id): 0}


async def test_what_one_person_sees_goes_to_that_person(house: House, page: Live) -> None:
    async with house.ben.live() as other:
        message = house.whisper(house.papers, house.ana.user.account, "psst")
        assert (await page.told()).texts == ["psst"]
        edit(message, "psst!")
        assert (await page.told()).texts == ["psst!"]
        await house.ana.act("dismiss", channel=str(house.papers.id), message=str(message.id))
        assert (await page.told()).gone == {str(message.id)}
        told = await other.told()
        assert (told.messages, told.gone) == ({}, set())


async def test_reactions_and_votes_come(house: House, page: Live) -> None:
    message, poll = house.bot_says(house.papers, "hello"), house.poll()
    await page.told()
    thumb = reactions.parse_emoji("👍")
    reactions.react(message, house.ana.user.account, thumb)
    reactions.react(message, house.ben.user.account, thumb)
    (told,) = (await page.told()).messages.values()
    assert [(r["count"], r["me"]) for r in told["reactions"]] == [(2, True)]
    reactions.unreact(message, house.ana.user.account, thumb)
    (told,) = (await page.told()).messages.values()
    assert [(r["count"], r["me"]) for r in told["reactions"]] == [(1, False)]
    await house.ana.act("vote", channel=str(house.papers.id), message=str(poll.id), answers=[2])
    (told,) = (await page.told()).messages.values()
    counts = told["poll"]["results"]["answer_counts"]
    assert [(a["id"], a["count"], a["me_voted"]) for a in counts if a["count"]] == [(2, 1, True)]
    await house.ana.post("clock/hour")
    ended = (await page.told()).messages[str(poll.id)]
    assert ended["poll"]["results"]["is_finalized"] is True


async def test_places_and_people_come_and_go(house: House, page: Live) -> None:
    guild = house.guild
    library = guild.create_text_channel("library")
    assert names(await page.told()) == {"papers", "library"}
    library.set_overwrite(guild.roles[guild.id], deny=Permissions.VIEW_CHANNEL)
    assert names(await page.told()) == {"papers"}
    library.set_overwrite(house.ana.user.account, allow=Permissions.VIEW_CHANNEL)
    assert names(await page.told()) == {"papers", "library"}
    library.delete()
    assert names(await page.told()) == {"papers"}
    thread = threads.start(house.papers, "a thread", house.ben.user.account)
    assert names(await page.told()) == {"papers", "a thread"}
    threads.set_archived(thread, True)
    house.sandbox.world.channel_updated(thread)
    told = await page.told()
    assert names(told) == {"papers"}
    assert names(told, archived=True) == {"a thread"}, "what mentions it still shows its name"
    zoe = house.sandbox.user("Zoe")
    zoe.join(guild, nick="Z")
    world = (await page.told()).world
    assert "Zoe" in [person["name"] for person in world["people"]]
    assert "Z" in [member["name"] for member in world["guilds"][0]["members"]]
    zoe.leave(guild)
    assert "Zoe" not in [person["name"] for person in (await page.told()).world["people"]]
    guild.create_role("Readers", color=0xFF)
    roles = (await page.told()).world["guilds"][0]["roles"]
    assert {"Readers": "#0000ff", "@everyone": None}.items() <= {
        role["name"]: role["color"] for role in roles
    }.items()
    await house.ben.act("doors", open=False)
    shut = (await page.told()).world["people"]
    assert [person["open"] for person in shut if person["name"] == "Ben"] == [False]
    assert (await page.told()).world is None


async def test_the_bot_its_commands_and_its_requests(house: House, page: Live) -> None:
    def connected(told: Told) -> bool:
        return bool(told.world and told.world["bot"]["connected"])

    async with running(house.sandbox):
        told = await page.told()
        assert connected(told)
        assert told.requests == []
        await page.say("wire on")
        first = await page.next()
        paths = [each["path"] for each in first["requests"]]
        assert paths == [entry.path for entry in house.sandbox.requests]
        await house.ana.slash("ping", house.papers)
        told = await page.told()
        assert any(each["path"].endswith("/callback") for each in told.requests)
        assert all(each["status"] for each in told.requests)
        await page.say("wire off")
        await page.say("nonsense")
    told = await page.told()
    assert not connected(told)
    assert told.world is not None


async def test_registering_commands_is_told(house: House, page: Live) -> None:
    world, api = house.sandbox.world, Api(house.sandbox, house.ana.session)
    await page.told()
    path = f"/applications/{world.application.id}/commands"
    command = await api.ok("POST", path, {"name": "ping", "description": "d"})
    assert (await page.told()).world is not None
    await api.ok("DELETE", f"{path}/{command['id']}")
    told = await page.told()
    assert told.world is not None
    assert told.requests == []


async def test_requests_are_told_as_they_begin_and_as_they_end(house: House, page: Live) -> None:
    api = Api(house.sandbox, house.ana.session)
    await page.say("wire on")
    assert (await page.next())["requests"] == []
    hold = house.sandbox.faults.hold("GET", "/users/@me")
    asking = asyncio.create_task(api("GET", "/users/@me"))
    await hold.reached()
    (begun,) = (await page.told()).requests
    assert (begun["number"], begun["status"], begun["took"]) == (1, None, None)
    hold.release()
    await asking
    (ended,) = (await page.told()).requests
    assert (ended["number"], ended["status"]) == (1, 200)
    await page.say("wire off")
    # Nothing says when that has arrived; from then on there is nothing to hear.
    for _ in range(100):
        await api("GET", "/users/@me")
        if not (await page.told()).requests:
            return
    pytest.fail("requests were told to the end")


async def test_the_clock_is_told(house: House, page: Live) -> None:
    await house.ben.post("clock/hour")
    assert (await page.told()).clock["now"] == (START.timestamp() + 3600) * 1000


async def test_a_page_that_comes_back_hears_what_it_missed(house: House) -> None:
    world, papers = house.sandbox.world, house.papers
    old, doomed = house.bot_says(papers, "old"), house.bot_says(papers, "doomed")
    whispered = house.whisper(papers, house.ana.user.account, "psst")
    house.bot_says(papers, "untouched")
    async with house.ana.live() as page:
        house.bot_says(papers, "seen")
        told = await page.told()
        known = {"epoch": page.hello["epoch"], "mark": told.frames[-1]["mark"]}
    edit(old, "edited")
    edit(old, "edited twice")
    world.delete_message(doomed)
    world.delete_message(house.bot_says(papers, "came and went"))
    edit(whispered, "psst!")
    house.bot_says(papers, "new")
    library = house.guild.create_text_channel("library")
    async with house.ana.live(known) as page:
        hello = page.hello
        assert hello["fresh"] is False
        assert [m["content"] for m in hello["messages"]] == ["edited twice", "psst!", "new"]
        assert str(doomed.id) in hello["gone"]
        assert len(hello["gone"]) == 2
        channels = hello["world"]["guilds"][0]["channels"]
        assert {channel["id"] for channel in channels} == {str(papers.id), str(library.id)}
        assert hello["mark"] == world.journal.mark
    async with house.ana.live(hello) as page:
        assert (page.hello["fresh"], page.hello["messages"], page.hello["gone"]) == (False, [], [])


async def test_a_mark_that_says_nothing_begins_anew(house: House) -> None:
    async with house.ana.live() as page:
        known = page.hello
    for number in range(3):
        house.bot_says(house.papers, str(number))
    mark = house.sandbox.world.journal.mark
    others: list[dict[str, Any]] = [
        {"epoch": "another", "mark": known["mark"]},
        {"epoch": "", "mark": known["mark"]},
        *({"epoch": known["epoch"], "mark": m} for m in (mark + 1, -1, "", "x", "²", "9" * 5000)),
    ]
    for other in others:
        async with house.ana.live(other) as page:
            assert page.hello["fresh"] is True
            assert "messages" not in page.hello
    for _ in range(KEPT - 3):
        house.sandbox.world.journal.note(Topic.CLOCK)
    async with house.ana.live(known) as page:
        assert [m["content"] for m in page.hello["messages"]] == ["0", "1", "2"]
    house.sandbox.world.journal.note(Topic.CLOCK)
    async with house.ana.live(known) as page:
        assert page.hello["fresh"] is True


async def test_an_open_page_that_missed_too_much_begins_anew(house: House, page: Live) -> None:
    house.bot_says(house.papers, "lost")
    for _ in range(KEPT):
        house.sandbox.world.journal.note(Topic.CLOCK)
    frame = await page.next()
    assert frame["fresh"] is True
    assert frame["world"]["me"] == house.ana.id
    assert "messages" not in frame
    house.bot_says(house.papers, "next")
    assert (await page.told()).texts == ["next"]


async def test_what_is_unread_by_channel_and_by_person(house: House, page: Live) -> None:
    papers, direct = house.papers, house.ben.user.dm
    for number in range(3):
        house.bot_says(papers, str(number))
    house.bot_says(direct, "for Ben")
    told = await page.told()
    assert told.unread == {str(papers.id): 3}
    people = house.sandbox.world.operator.id, house.ana.user.id, house.ben.user.id
    assert told.waiting == dict(zip(map(str, people), (0, 0, 1), strict=True))
    async with house.ana.live() as second, house.ben.live() as bens:
        assert bens.hello["world"]["directs"] == [
            {"id": str(direct.id), "user": str(house.sandbox.world.application.id), "unread": 1}
        ]
        await house.ana.act("read", channel=str(papers.id))
        one, two = await page.told(), await second.told()
        assert one.unread == two.unread == {str(papers.id): 0}
        assert (await bens.told()).unread == {str(papers.id): 3}
        await house.ben.act("read", channel=str(direct.id))
        assert (await bens.told()).waiting[house.ben.id] == 0
        assert (await page.told()).waiting[house.ben.id] == 0


async def test_for_a_newcomer_nothing_is_unread(house: House) -> None:
    papers = house.papers
    house.bot_says(papers, "long ago")
    await house.ana.post("clock/hour")
    zoe = house.sandbox.user("Zoe")
    zoe.join(house.guild)
    async with Visitor(house.sandbox, zoe, house.ana.session).live() as page:
        assert page.hello["world"]["guilds"][0]["channels"][0]["unread"] == 0
        house.bot_says(papers, "now")
        assert (await page.told()).unread == {str(papers.id): 1}
