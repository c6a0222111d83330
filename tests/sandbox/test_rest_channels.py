"""Channels, threads and forum posts over REST, and who may see and do what there."""

from datetime import timedelta
from typing import Any

import pytest

from sandbox import Permissions, Sandbox, SettableClock
from sandbox.rules.intents import Intents
from sandbox.world.events import Event
from sandbox.world.guild import Guild
from sandbox.world.kinds import ChannelType, MessageFlags
from sandbox.world.model import Channel
from tests.sandbox.api import Api

P = Permissions


async def test_a_hidden_channel_is_no_access_and_an_unknown_one_unknown(
    api: Api, guild: Guild
) -> None:
    hidden = guild.create_text_channel("hidden", deny=P.VIEW_CHANNEL)
    for method, path, body in [
        ("GET", f"/channels/{hidden.id}", None),
        ("GET", f"/channels/{hidden.id}/messages", None),
        ("POST", f"/channels/{hidden.id}/messages", {"content": "x"}),
        ("PATCH", f"/channels/{hidden.id}", {"name": "x"}),
    ]:
        answer = await api(method, path, body)
        assert (answer.status, answer.code) == (403, 50001), path
    listed = await api.ok("GET", f"/guilds/{guild.id}/channels")
    assert str(hidden.id) not in [channel["id"] for channel in listed]
    assert (await api("GET", "/channels/123")).code == 10003
    hidden.delete()
    assert (await api("GET", f"/channels/{hidden.id}")).code == 10003


@pytest.mark.parametrize(
    ("denied", "body", "files"),
    [
        (P.SEND_MESSAGES, {"content": "x"}, None),
        (P.EMBED_LINKS, {"content": "x", "embeds": [{"title": "t"}]}, None),
        (P.ATTACH_FILES, {"content": "x"}, {"a.txt": b"a"}),
        (
            P.SEND_POLLS,
            {"poll": {"question": {"text": "?"}, "answers": [{"poll_media": {"text": "a"}}]}},
            None,
        ),
    ],
)
async def test_m3_a_missing_permission_is_50013(
    denied: Permissions, body: Any, files: Any, api: Api, guild: Guild
) -> None:
    open_channel = guild.create_text_channel("open")
    assert (
        await api("POST", f"/channels/{open_channel.id}/messages", body, files=files)
    ).status == 200
    channel = guild.create_text_channel("strict", deny=denied)
    answer = await api("POST", f"/channels/{channel.id}/messages", body, files=files)
    assert (answer.status, answer.code) == (403, 50013)
    assert len(channel.messages) == 0


async def test_without_history_one_reads_nothing(api: Api, guild: Guild) -> None:
    channel = guild.create_text_channel("x", deny=P.READ_MESSAGE_HISTORY)
    sent = await api.ok("POST", f"/channels/{channel.id}/messages", {"content": "x"})
    assert await api.ok("GET", f"/channels/{channel.id}/messages") == []
    assert (await api("GET", f"/channels/{channel.id}/messages/{sent['id']}")).code == 50013
    body = {"content": "y", "message_reference": {"message_id": sent["id"]}}
    assert (await api("POST", f"/channels/{channel.id}/messages", body)).code == 160002


async def test_categories_and_forums_take_no_messages(api: Api, guild: Guild) -> None:
    for kind, code in ((ChannelType.CATEGORY, 50008), (ChannelType.FORUM, 40058)):
        channel = guild.create_channel("x", kind)
        answer = await api("POST", f"/channels/{channel.id}/messages", {"content": "x"})
        assert answer.code == code


async def test_channels_are_made_changed_and_deleted(
    api: Api, sandbox: Sandbox, heard: list[Event]
) -> None:
    bare = sandbox.world.create_guild("Bare")
    assert (await api("POST", f"/guilds/{bare.id}/channels", {"name": "x"})).code == 50013
    guild = sandbox.world.create_guild("Open", bot_permissions=P.MANAGE_CHANNELS)
    category = guild.create_channel("Study", ChannelType.CATEGORY)
    body = {
        "name": "retros",
        "type": 0,
        "topic": "once a month",
        "parent_id": str(category.id),
        "permission_overwrites": [{"id": str(guild.id), "type": 0, "deny": "2048", "allow": "0"}],
    }
    made = await api.ok("POST", f"/guilds/{guild.id}/channels", body)
    assert (made["topic"], made["parent_id"]) == ("once a month", str(category.id))
    assert made["permission_overwrites"] == [
        {"id": str(guild.id), "type": 0, "allow": "0", "deny": "2048"}
    ]
    changed = await api.ok("PATCH", f"/channels/{made['id']}", {"name": "retro", "topic": None})
    assert (changed["name"], changed["topic"]) == ("retro", None)
    bad = await api("PATCH", f"/channels/{made['id']}", {"name": "n" * 101})
    assert bad.code == 50035
    assert (await api("DELETE", f"/channels/{made['id']}")).status == 200
    assert (await api("GET", f"/channels/{made['id']}")).code == 10003
    names = [e.name for e in heard if e.data.get("id") == made["id"]]
    assert names == ["CHANNEL_CREATE", "CHANNEL_UPDATE", "CHANNEL_DELETE"]


async def test_overwrites_cannot_give_what_the_bot_lacks(api: Api, sandbox: Sandbox) -> None:
    guild = sandbox.world.create_guild("g", bot_permissions=P.MANAGE_ROLES)
    channel = guild.create_text_channel("x")
    path = f"/channels/{channel.id}/permissions/{guild.id}"
    administrator = {"type": 0, "allow": str(int(P.ADMINISTRATOR)), "deny": "0"}
    assert (await api("PUT", path, administrator)).code == 50013
    quiet = {"type": 0, "allow": "0", "deny": str(int(P.SEND_MESSAGES))}
    assert (await api("PUT", path, quiet)).status == 204
    assert (await api("POST", f"/channels/{channel.id}/messages", {"content": "x"})).code == 50013
    assert (await api("DELETE", path)).status == 204
    assert (await api("DELETE", path)).code == 10009
    assert (await api("POST", f"/channels/{channel.id}/messages", {"content": "x"})).status == 200


# Threads


async def test_a_message_carries_one_thread(api: Api, channel: Channel, heard: list[Event]) -> None:
    sent = await api.ok("POST", f"/channels/{channel.id}/messages", {"content": "winner"})
    path = f"/channels/{channel.id}/messages/{sent['id']}/threads"
    thread = await api.ok("POST", path, {"name": "Discuss", "auto_archive_duration": 1440})
    assert (thread["id"], thread["parent_id"]) == (sent["id"], str(channel.id))
    assert thread["thread_metadata"]["auto_archive_duration"] == 1440
    assert (await api("POST", path, {"name": "Again"})).code == 160004
    start = await api.ok("GET", f"/channels/{channel.id}/messages/{sent['id']}")
    assert start["thread"]["id"] == thread["id"]
    assert start["flags"] & MessageFlags.HAS_THREAD
    (event,) = [event for event in heard if event.name == "THREAD_CREATE"]
    assert event.data["newly_created"] is True
    inside = f"/channels/{thread['id']}/messages"
    await api.ok("POST", inside, {"content": "first"})
    messages = await api.ok("GET", inside)
    assert [(m["type"], m["content"]) for m in messages] == [(0, "first"), (21, "")]
    assert messages[1]["referenced_message"]["content"] == "winner"
    active = await api.ok("GET", f"/guilds/{channel.guild_id}/threads/active")
    assert [each["id"] for each in active["threads"]] == [thread["id"]]
    assert [each["user_id"] for each in active["members"]] == [thread["owner_id"]]


async def test_threads_need_their_permissions(api: Api, guild: Guild) -> None:
    strict = guild.create_text_channel("strict", deny=P.CREATE_PUBLIC_THREADS)
    sent = await api.ok("POST", f"/channels/{strict.id}/messages", {"content": "x"})
    path = f"/channels/{strict.id}/messages/{sent['id']}/threads"
    assert (await api("POST", path, {"name": "x"})).code == 50013
    body = {"name": "x", "type": 12}
    assert (await api("POST", f"/channels/{strict.id}/threads", body)).code == 50013
    silent = guild.create_text_channel("silent", deny=P.SEND_MESSAGES_IN_THREADS)
    thread = await api.ok("POST", f"/channels/{silent.id}/threads", {"name": "x", "type": 11})
    assert (await api("POST", f"/channels/{thread['id']}/messages", {"content": "x"})).code == 50013
    written = guild.create_text_channel("threads only", deny=P.SEND_MESSAGES)
    thread = await api.ok("POST", f"/channels/{written.id}/threads", {"name": "x", "type": 11})
    await api.ok("POST", f"/channels/{thread['id']}/messages", {"content": "x"})


async def test_archived_threads_open_again_by_a_message_unless_locked(
    api: Api, guild: Guild
) -> None:
    channel = guild.create_text_channel("x")
    thread = await api.ok("POST", f"/channels/{channel.id}/threads", {"name": "t", "type": 11})
    path = f"/channels/{thread['id']}"
    archived = await api.ok("PATCH", path, {"archived": True})
    assert archived["thread_metadata"]["archived"] is True
    assert (await api("PATCH", path, {"name": "new"})).code == 50083
    listed = await api.ok("GET", f"/channels/{channel.id}/threads/archived/public")
    assert [each["id"] for each in listed["threads"]] == [thread["id"]]
    assert (await api.ok("GET", f"/guilds/{guild.id}/threads/active"))["threads"] == []
    await api.ok("POST", f"{path}/messages", {"content": "back"})
    assert (await api.ok("GET", path))["thread_metadata"]["archived"] is False
    assert (await api("PATCH", path, {"locked": True})).code == 50013
    state = guild.threads[int(thread["id"])].thread
    assert state is not None
    state.locked = True
    assert (await api("POST", f"{path}/messages", {"content": "x"})).code == 50083
    assert (await api("DELETE", path)).code == 50013


async def test_threads_are_archived_after_their_time_without_a_word(
    api: Api, guild: Guild, clock: SettableClock, heard: list[Event]
) -> None:
    channel = guild.create_text_channel("x")
    body = {"name": "t", "type": 11, "auto_archive_duration": 1440}
    thread = await api.ok("POST", f"/channels/{channel.id}/threads", body)
    path = f"/channels/{thread['id']}"
    for archived in (True, False):
        await api.ok("PATCH", path, {"archived": archived})
    await clock.advance(timedelta(hours=20))
    await api.ok("POST", f"{path}/messages", {"content": "still here"})
    await clock.advance(timedelta(hours=23))
    assert (await api.ok("GET", path))["thread_metadata"]["archived"] is False
    await clock.advance(timedelta(hours=2))
    asleep = (await api.ok("GET", path))["thread_metadata"]
    assert asleep["archived"] is True
    assert asleep["archive_timestamp"].startswith("2026-03-04T03:00")
    await api.ok("POST", f"{path}/messages", {"content": "back"})
    await clock.advance(timedelta(days=2))
    assert (await api.ok("GET", path))["thread_metadata"]["archived"] is True
    assert len([event for event in heard if event.name == "THREAD_UPDATE"]) == 5


async def test_private_threads_show_to_their_members(
    api: Api, sandbox: Sandbox, guild: Guild
) -> None:
    channel = guild.create_text_channel("x", allow=P.CREATE_PRIVATE_THREADS)
    ana = sandbox.world.create_user("Ana")
    guild.add_member(ana)
    made = await api.ok("POST", f"/channels/{channel.id}/threads", {"name": "t", "type": 12})
    thread = guild.threads[int(made["id"])]
    assert not thread.can(ana, P.VIEW_CHANNEL)
    path = f"/channels/{thread.id}/thread-members"
    assert (await api("PUT", f"{path}/{ana.id}")).status == 204
    assert thread.can(ana, P.VIEW_CHANNEL)
    one = await api.ok("GET", f"{path}/{ana.id}", with_member="true")
    assert one["member"]["user"]["id"] == str(ana.id)
    assert (await api("GET", path)).code == 50001
    sandbox.world.application.privileged_intents = Intents.GUILD_MEMBERS
    assert len(await api.ok("GET", path)) == 2
    assert (await api("DELETE", f"{path}/{ana.id}")).status == 204
    assert (await api("GET", f"{path}/{ana.id}")).code == 10007
    assert (await api("DELETE", f"{path}/@me")).status == 204
    assert (await api("GET", f"/channels/{thread.id}")).code == 50001


async def test_a_forum_post_starts_with_its_first_message(
    api: Api, guild: Guild, heard: list[Event]
) -> None:
    forum = guild.create_forum_channel("projects", tags=["nlp", "cv"], requires_tag=True)
    path = f"/channels/{forum.id}/threads"
    post = {"name": "Summaries", "message": {"content": "Our first project"}}
    assert (await api("POST", path, post)).code == 40067
    assert (await api("POST", path, {**post, "applied_tags": ["5"]})).code == 50035
    assert (await api("POST", path, {"name": "no message"})).code == 50035
    empty = {**post, "applied_tags": [str(forum.tags[0].id)], "message": {"content": ""}}
    assert (await api("POST", path, empty)).code == 50006
    made = await api.ok(
        "POST", path, {**post, "applied_tags": [str(forum.tags[0].id)]}, files={"a.txt": b"a"}
    )
    assert made["message"]["id"] == made["id"]
    assert made["message"]["attachments"][0]["filename"] == "a.txt"
    assert made["applied_tags"] == [str(forum.tags[0].id)]
    assert len(guild.threads) == 1
    assert [e.name for e in heard][-2:] == ["THREAD_CREATE", "MESSAGE_CREATE"]


async def test_deleting_a_channel_takes_its_threads(api: Api, guild: Guild) -> None:
    channel = guild.create_text_channel("x")
    thread = await api.ok("POST", f"/channels/{channel.id}/threads", {"name": "t", "type": 11})
    channel.delete()
    assert (await api("GET", f"/channels/{thread['id']}")).code == 10003
    assert guild.threads == {}
