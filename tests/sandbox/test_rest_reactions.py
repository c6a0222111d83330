"""Reactions, pins and native polls over REST."""

from datetime import timedelta
from typing import Any

import pytest

from sandbox import Permissions, Sandbox, SettableClock
from sandbox.world import polls
from sandbox.world.events import Event
from sandbox.world.guild import Guild
from sandbox.world.model import Channel
from tests.sandbox.api import Api

P = Permissions
THUMB = "%F0%9F%91%8D"


async def sent_in(api: Api, channel: Channel, **body: Any) -> Any:
    return await api.ok("POST", f"/channels/{channel.id}/messages", body or {"content": "x"})


async def test_reactions_come_and_go(
    api: Api, sandbox: Sandbox, guild: Guild, channel: Channel, heard: list[Event]
) -> None:
    message = await sent_in(api, channel)
    path = f"/channels/{channel.id}/messages/{message['id']}"
    assert (await api("PUT", f"{path}/reactions/👍/@me")).status == 204
    assert (await api("PUT", f"{path}/reactions/owl:77/@me")).status == 204
    assert (await api("PUT", f"{path}/reactions/nonsense/@me")).code == 10014
    reactions = (await api.ok("GET", path))["reactions"]
    assert [(r["emoji"]["name"], r["count"], r["me"]) for r in reactions] == [
        ("👍", 1, True),
        ("owl", 1, True),
    ]
    users = await api.ok("GET", f"{path}/reactions/👍")
    assert [user["id"] for user in users] == [str(sandbox.world.application.bot_user.id)]
    assert (await api("DELETE", f"{path}/reactions/👍/@me")).status == 204
    assert (await api("DELETE", f"{path}/reactions/👍/@me")).code == 10014
    assert (await api("DELETE", f"{path}/reactions")).code == 50013
    channel.set_overwrite(api.sandbox.world.application.bot_user, allow=P.MANAGE_MESSAGES)
    assert (await api("DELETE", f"{path}/reactions")).status == 204
    assert "reactions" not in await api.ok("GET", path)
    assert [event.name for event in heard if "REACTION" in event.name] == [
        "MESSAGE_REACTION_ADD",
        "MESSAGE_REACTION_ADD",
        "MESSAGE_REACTION_REMOVE",
        "MESSAGE_REACTION_REMOVE_ALL",
    ]


async def test_the_first_of_a_kind_needs_the_permission(
    api: Api, sandbox: Sandbox, guild: Guild
) -> None:
    channel = guild.create_text_channel("x", deny=P.ADD_REACTIONS)
    message = await sent_in(api, channel)
    path = f"/channels/{channel.id}/messages/{message['id']}/reactions/👍/@me"
    assert (await api("PUT", path)).code == 50013
    from sandbox.world import reactions

    ana = sandbox.world.create_user("Ana")
    found = channel.messages.get(int(message["id"]))
    assert found is not None
    reactions.react(found, ana, reactions.parse_emoji("👍"))
    assert (await api("PUT", path)).status == 204


@pytest.mark.parametrize("pins", ["messages/pins", "pins"])
async def test_pins(pins: str, api: Api, guild: Guild, heard: list[Event]) -> None:
    channel = guild.create_text_channel("x", allow=P.PIN_MESSAGES)
    message = await sent_in(api, channel)
    path = f"/channels/{channel.id}/{pins}/{message['id']}"
    assert (await api("PUT", path)).status == 204
    (item,) = (await api.ok("GET", f"/channels/{channel.id}/messages/pins"))["items"]
    assert item["message"]["id"] == message["id"]
    assert item["message"]["pinned"] is True
    (plain,) = await api.ok("GET", f"/channels/{channel.id}/pins")
    assert plain["id"] == message["id"]
    newest = (await api.ok("GET", f"/channels/{channel.id}/messages"))[0]
    assert (newest["type"], newest["message_reference"]["message_id"]) == (6, message["id"])
    assert (await api("DELETE", path)).status == 204
    assert (await api.ok("GET", f"/channels/{channel.id}/messages/pins"))["items"] == []
    assert [event.name for event in heard if "PINS" in event.name] == ["CHANNEL_PINS_UPDATE"] * 2
    closed = guild.create_text_channel("y")
    other = await sent_in(api, closed)
    assert (await api("PUT", f"/channels/{closed.id}/{pins}/{other['id']}")).code == 50013


POLL = {
    "question": {"text": "Which day?"},
    "answers": [{"poll_media": {"text": "Mon"}}, {"poll_media": {"text": "Fri"}}],
    "duration": 2,
}


async def test_a_poll_counts_votes_and_ends_with_the_clock(
    api: Api, sandbox: Sandbox, channel: Channel, clock: SettableClock, heard: list[Event]
) -> None:
    sent = await sent_in(api, channel, poll=POLL)
    assert sent["poll"]["expiry"] == "2026-03-02T09:00:00.000000+00:00"
    message = channel.messages.get(int(sent["id"]))
    assert message is not None
    ana, bo = sandbox.world.create_user("Ana"), sandbox.world.create_user("Bo")
    polls.vote(message, ana, [1])
    polls.vote(message, bo, [1])
    polls.vote(message, ana, [2])
    with pytest.raises(ValueError, match="one answer"):
        polls.vote(message, ana, [1, 2])
    voters = f"/channels/{channel.id}/polls/{sent['id']}/answers"
    assert [u["id"] for u in (await api.ok("GET", f"{voters}/1"))["users"]] == [str(bo.id)]
    assert (await api("GET", f"{voters}/3")).status == 404
    polls.vote(message, ana, [1])
    await clock.advance(timedelta(hours=3))
    result, ended = await api.ok("GET", f"/channels/{channel.id}/messages")
    assert ended["poll"]["results"] == {
        "is_finalized": True,
        "answer_counts": [{"id": 1, "count": 2, "me_voted": False}],
    }
    assert result["type"] == 46
    assert result["timestamp"].startswith("2026-03-02T09:00")
    fields = {each["name"]: each["value"] for each in result["embeds"][0]["fields"]}
    assert fields["victor_answer_text"] == "Mon"
    with pytest.raises(ValueError, match="ended"):
        polls.vote(message, ana, [2])
    votes = [event.name for event in heard if "POLL_VOTE" in event.name]
    assert votes.count("MESSAGE_POLL_VOTE_ADD") == 4
    assert votes.count("MESSAGE_POLL_VOTE_REMOVE") == 2


async def test_only_the_author_ends_a_poll(
    api: Api, sandbox: Sandbox, guild: Guild, channel: Channel, clock: SettableClock
) -> None:
    sent = await sent_in(api, channel, poll=POLL)
    path = f"/channels/{channel.id}/polls/{sent['id']}/expire"
    assert (await api.ok("POST", path))["poll"]["results"]["is_finalized"] is True
    assert (await api("POST", path)).status == 400
    await clock.advance(timedelta(hours=3))
    assert [message.type for message in channel.messages] == [0, 46]
    messages = f"/channels/{channel.id}/messages"
    assert (await api("PATCH", f"{messages}/{sent['id']}", {"content": "x"})).code == 520003
    result = channel.messages.last
    assert result is not None
    assert (await api("PATCH", f"{messages}/{result.id}", {"content": "x"})).code == 50021
    plain = await sent_in(api, channel)
    answer = await api("POST", f"/channels/{channel.id}/polls/{plain['id']}/expire")
    assert answer.code == 520006
