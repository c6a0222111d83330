"""Messages over REST: sending, reading, editing, deleting, files, nonces, mentions."""

from datetime import timedelta
from typing import Any

import pytest

from sandbox import Permissions, Sandbox, SettableClock
from sandbox.rules.intents import Intents
from sandbox.world.events import Event
from sandbox.world.guild import Guild
from sandbox.world.model import Channel
from tests.sandbox.api import Api

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x07\x00\x00\x00\x05\x08\x02\x00\x00\x00"


def path(channel: Channel) -> str:
    return f"/channels/{channel.id}/messages"


async def test_a_message_comes_back_and_is_announced(
    api: Api, channel: Channel, heard: list[Event]
) -> None:
    sent = await api.ok("POST", path(channel), {"content": "  hello  ", "nonce": "n1"})
    assert (sent["content"], sent["nonce"], sent["channel_id"]) == ("hello", "n1", str(channel.id))
    assert sent["timestamp"] == "2026-03-02T07:00:00.000000+00:00"
    assert await api.ok("GET", f"{path(channel)}/{sent['id']}") == sent
    event = next(event for event in heard if event.name == "MESSAGE_CREATE")
    assert event.data["content"] == "hello"
    assert event.data["guild_id"] == str(channel.guild_id)
    assert event.intents == Intents.GUILD_MESSAGES
    assert event.bots == frozenset({api.sandbox.world.application.bot_user.id})


async def test_pages_go_back_and_forth(api: Api, channel: Channel) -> None:
    ids = [(await api.ok("POST", path(channel), {"content": str(n)}))["id"] for n in range(6)]

    async def page(**query: Any) -> list[str]:
        return [message["id"] for message in await api.ok("GET", path(channel), **query)]

    assert await page() == ids[::-1]
    assert await page(limit=2) == [ids[5], ids[4]]
    assert await page(limit=2, before=ids[3]) == [ids[2], ids[1]]
    assert await page(limit=2, after=ids[2]) == [ids[4], ids[3]]
    assert await page(limit=3, around=ids[2]) == [ids[3], ids[2], ids[1]]
    assert (await api("GET", path(channel), limit=101)).status == 400


async def test_an_enforced_nonce_brings_the_first_message_back_for_five_minutes(
    api: Api, channel: Channel, clock: SettableClock
) -> None:
    body = {"content": "once", "nonce": "delivery-7", "enforce_nonce": True}
    first = await api.ok("POST", path(channel), body)
    again = await api.ok("POST", path(channel), body)
    assert again["id"] == first["id"]
    plain = await api.ok("POST", path(channel), {**body, "enforce_nonce": False})
    assert plain["id"] != first["id"]
    await clock.advance(timedelta(minutes=5))
    late = await api.ok("POST", path(channel), body)
    assert late["id"] not in (first["id"], plain["id"])


async def test_files_can_be_loaded_until_their_message_is_gone(api: Api, channel: Channel) -> None:
    body = {
        "content": "",
        "attachments": [{"id": 0, "description": "a chart"}],
        "embeds": [{"image": {"url": "attachment://my_chart.png"}}],
    }
    sent = await api.ok("POST", path(channel), body, files={"my chart.png": PNG})
    (attachment,) = sent["attachments"]
    assert attachment["filename"] == "my_chart.png"
    assert attachment["description"] == "a chart"
    assert attachment["content_type"] == "image/png"
    assert (attachment["width"], attachment["height"]) == (7, 5)
    assert sent["embeds"][0]["image"]["url"] == attachment["url"]
    async with api.session.get(attachment["url"]) as response:
        assert (await response.read(), response.content_type) == (PNG, "image/png")
    await api.ok("DELETE", f"{path(channel)}/{sent['id']}")
    async with api.session.get(attachment["url"]) as response:
        assert response.status == 404


async def test_an_edit_keeps_drops_and_adds_files(api: Api, channel: Channel) -> None:
    sent = await api.ok(
        "POST", path(channel), {"content": "two"}, files={"a.txt": b"a", "b.txt": b"b"}
    )
    first, second = sent["attachments"]
    body = {"attachments": [{"id": second["id"]}, {"id": "0"}]}
    edited = await api.ok("PATCH", f"{path(channel)}/{sent['id']}", body, files={"c.txt": b"c"})
    assert [each["filename"] for each in edited["attachments"]] == ["b.txt", "c.txt"]
    assert (edited["content"], edited["edited_timestamp"] is not None) == ("two", True)
    async with api.session.get(first["url"]) as response:
        assert response.status == 404
    unknown = await api(
        "PATCH", f"{path(channel)}/{sent['id']}", {"attachments": [{"id": first["id"]}]}
    )
    assert unknown.problem("attachments.0.id") == "ATTACHMENT_NOT_FOUND"


async def test_too_large_a_file_is_refused(api: Api, channel: Channel) -> None:
    answer = await api(
        "POST", path(channel), {"content": "x"}, files={"a": b"0" * (10 * 1024 * 1024 + 1)}
    )
    assert (answer.status, answer.code) == (413, 40005)


async def test_only_own_messages_are_edited_and_others_deleted_with_permission(
    api: Api, sandbox: Sandbox, guild: Guild, channel: Channel
) -> None:
    ana = sandbox.world.create_user("Ana")
    guild.add_member(ana)
    hers = sandbox.world.say(channel, ana, "mine")
    one = f"{path(channel)}/{hers.id}"
    assert (await api("PATCH", one, {"content": "taken"})).code == 50005
    assert (await api("DELETE", one)).code == 50013
    assert not hers.deleted
    channel.set_overwrite(api.sandbox.world.application.bot_user, allow=Permissions.MANAGE_MESSAGES)
    assert (await api("DELETE", one)).status == 204
    assert (await api("GET", one)).code == 10008


async def test_strangers_words_are_blank_without_the_content_intent(
    api: Api, sandbox: Sandbox, guild: Guild, channel: Channel
) -> None:
    ana = sandbox.world.create_user("Ana")
    guild.add_member(ana)
    bot = sandbox.world.application.bot_user
    sandbox.world.say(channel, ana, "private words")
    sandbox.world.say(channel, ana, f"hello {bot.mention}")
    contents = [message["content"] for message in await api.ok("GET", path(channel))]
    assert contents == [f"hello {bot.mention}", ""]
    sandbox.world.application.privileged_intents = Intents.MESSAGE_CONTENT
    contents = [message["content"] for message in await api.ok("GET", path(channel))]
    assert contents == [f"hello {bot.mention}", "private words"]


@pytest.mark.parametrize(
    ("allowed", "users", "roles", "everyone"),
    [
        (None, True, True, True),
        ({"parse": []}, False, False, False),
        ({"parse": ["users"]}, True, False, False),
        ({"parse": ["everyone"]}, False, False, True),
        ({"parse": ["roles"]}, False, True, False),
        ({"parse": [], "users": ["ana"]}, True, False, False),
        ({"parse": [], "users": ["1"]}, False, False, False),
    ],
)
async def test_m6_allowed_mentions_decide_who_is_pinged(
    allowed: Any, users: bool, roles: bool, everyone: bool, api: Api, sandbox: Sandbox, guild: Guild
) -> None:
    channel = guild.create_text_channel("x", allow=Permissions.MENTION_EVERYONE)
    ana = sandbox.world.create_user("Ana")
    role = guild.create_role("Organisers")
    body: dict[str, Any] = {"content": f"{ana.mention} {role.mention} @everyone"}
    if allowed is not None:
        named = [str(ana.id) if each == "ana" else each for each in allowed.get("users", [])]
        body["allowed_mentions"] = {**allowed, "users": named} if named else allowed
    sent = await api.ok("POST", path(channel), body)
    assert [user["id"] for user in sent["mentions"]] == [str(ana.id)] * users
    assert sent["mention_roles"] == [str(role.id)] * roles
    assert sent["mention_everyone"] is everyone


async def test_m6_everyone_needs_the_permission(api: Api, guild: Guild, channel: Channel) -> None:
    role = guild.create_role("Quiet")
    loud = guild.create_role("Loud", mentionable=True)
    content = f"@here {role.mention} {loud.mention}"
    sent = await api.ok("POST", path(channel), {"content": content})
    assert sent["mention_everyone"] is False
    assert sent["mention_roles"] == [str(loud.id)]


async def test_mentions_in_layouts_count_too(api: Api, sandbox: Sandbox, channel: Channel) -> None:
    ana = sandbox.world.create_user("Ana")
    layout = {
        "flags": 1 << 15,
        "components": [{"type": 10, "content": f"for {ana.mention}"}],
    }
    sent = await api.ok("POST", path(channel), layout)
    assert [user["id"] for user in sent["mentions"]] == [str(ana.id)]
    quiet = await api.ok("POST", path(channel), {**layout, "allowed_mentions": {"parse": []}})
    assert quiet["mentions"] == []


async def test_replies_quote_a_message_of_the_same_channel(api: Api, channel: Channel) -> None:
    first = await api.ok("POST", path(channel), {"content": "first"})
    body = {"content": "second", "message_reference": {"message_id": first["id"]}}
    reply = await api.ok("POST", path(channel), body)
    assert reply["type"] == 19
    assert reply["referenced_message"]["content"] == "first"
    await api.ok("DELETE", f"{path(channel)}/{first['id']}")
    assert (await api.ok("GET", f"{path(channel)}/{reply['id']}"))["referenced_message"] is None
    gone = await api("POST", path(channel), body)
    assert gone.problem("message_reference") == "MESSAGE_REFERENCE_UNKNOWN_MESSAGE"
    body["message_reference"]["fail_if_not_exists"] = False  # type: ignore[index]
    assert (await api.ok("POST", path(channel), body))["type"] == 0


async def test_bulk_delete(
    api: Api, channel: Channel, clock: SettableClock, heard: list[Event]
) -> None:
    channel.set_overwrite(api.sandbox.world.application.bot_user, allow=Permissions.MANAGE_MESSAGES)
    old = await api.ok("POST", path(channel), {"content": "old"})
    await clock.advance(timedelta(days=15))
    new = [(await api.ok("POST", path(channel), {"content": str(n)}))["id"] for n in range(3)]
    bulk = f"{path(channel)}/bulk-delete"
    assert (await api("POST", bulk, {"messages": [new[0]]})).status == 400
    assert (await api("POST", bulk, {"messages": [old["id"], new[0]]})).code == 50034
    assert (await api("POST", bulk, {"messages": new[:2]})).status == 204
    assert [each["id"] for each in await api.ok("GET", path(channel))] == [new[2], old["id"]]
    assert [e.data["ids"] for e in heard if e.name == "MESSAGE_DELETE_BULK"] == [new[:2]]


async def test_direct_messages_reach_open_doors_only(
    api: Api, sandbox: Sandbox, guild: Guild
) -> None:
    ana = sandbox.world.create_user("Ana")
    dm = await api.ok("POST", "/users/@me/channels", {"recipient_id": str(ana.id)})
    assert [user["id"] for user in dm["recipients"]] == [str(ana.id)]
    messages = f"/channels/{dm['id']}/messages"
    stranger = await api("POST", messages, {"content": "hi"})
    assert (stranger.status, stranger.code) == (403, 50007)
    member = guild.add_member(ana)
    assert (await api.ok("POST", messages, {"content": "hi"}))["content"] == "hi"
    again = await api.ok("POST", "/users/@me/channels", {"recipient_id": str(ana.id)})
    assert again["id"] == dm["id"]
    ana.dms_open = False
    assert (await api("POST", messages, {"content": "hi"})).code == 50007
    ana.dms_open = True
    guild.remove_member(member.user)
    assert (await api("POST", messages, {"content": "hi"})).code == 50007


async def test_a_conversation_is_with_one_other_person(api: Api, sandbox: Sandbox) -> None:
    oneself = sandbox.world.application.bot_user.id
    for named, refusal in [
        ({"recipient_id": str(oneself)}, (400, 50033)),
        ({"recipient_id": "1"}, (404, 10013)),
        ({"recipient_id": None}, (404, 10013)),
        ({}, (404, 10013)),
    ]:
        answer = await api("POST", "/users/@me/channels", named)
        assert (answer.status, answer.code) == refusal


async def test_typing_is_announced(api: Api, channel: Channel, heard: list[Event]) -> None:
    assert (await api("POST", f"/channels/{channel.id}/typing")).status == 204
    (event,) = [event for event in heard if event.name == "TYPING_START"]
    assert event.data["user_id"] == str(api.sandbox.world.application.bot_user.id)


async def test_optional_parts_that_were_null_are_left_out_however_deep(
    api: Api, channel: Channel
) -> None:
    option = {
        "label": "One",
        "value": "1",
        "description": None,
        "emoji": {"name": "⭐", "id": None},
    }
    menu = {"type": 3, "custom_id": "m", "options": [option], "placeholder": None}
    body = {"components": [{"type": 1, "components": [menu]}], "flags": 1 << 15}
    sent = await api.ok("POST", path(channel), body)
    (shown,) = sent["components"][0]["components"]
    assert "placeholder" not in shown
    assert shown["options"] == [{"label": "One", "value": "1", "emoji": {"name": "⭐"}}]
