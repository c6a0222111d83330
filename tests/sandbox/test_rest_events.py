"""Scheduled events over REST."""

from typing import Any

import pytest

from sandbox import Permissions, Sandbox
from sandbox.rules.intents import Intents
from sandbox.world.events import Event
from sandbox.world.guild import Guild
from sandbox.world.kinds import ChannelType
from tests.sandbox.api import Api

TALK: dict[str, Any] = {
    "name": "A talk",
    "privacy_level": 2,
    "entity_type": 3,
    "scheduled_start_time": "2026-03-03T18:00:00+00:00",
    "scheduled_end_time": "2026-03-03T19:00:00+00:00",
    "entity_metadata": {"location": "Library"},
}


@pytest.fixture
def open_guild(sandbox: Sandbox) -> Guild:
    return sandbox.world.create_guild("Open", bot_permissions=Permissions.MANAGE_EVENTS)


async def test_an_event_lives_from_plan_to_end(
    api: Api, open_guild: Guild, heard: list[Event]
) -> None:
    path = f"/guilds/{open_guild.id}/scheduled-events"
    made = await api.ok("POST", path, TALK)
    assert (made["status"], made["entity_metadata"]) == (1, {"location": "Library"})
    assert await api.ok("GET", path) == [made]
    one = f"{path}/{made['id']}"
    moved = await api.ok("PATCH", one, {"description": "Bring tea"})
    assert moved["description"] == "Bring tea"
    assert (await api.ok("GET", one, with_user_count="true"))["user_count"] == 0
    assert (await api("PATCH", one, {"status": 3})).code == 50035
    assert (await api.ok("PATCH", one, {"status": 2}))["status"] == 2
    assert (await api.ok("PATCH", one, {"status": 3}))["status"] == 3
    assert (await api("GET", one)).code == 10070
    other = await api.ok("POST", path, TALK)
    assert (await api("DELETE", f"{path}/{other['id']}")).status == 204
    events = [event for event in heard if "SCHEDULED" in event.name]
    assert {event.intents for event in events} == {Intents.GUILD_SCHEDULED_EVENTS}
    assert [event.name.rsplit("_", 1)[1] for event in events] == [
        "CREATE",
        "UPDATE",
        "UPDATE",
        "UPDATE",
        "CREATE",
        "DELETE",
    ]


async def test_events_need_the_permission(api: Api, guild: Guild) -> None:
    assert (await api("POST", f"/guilds/{guild.id}/scheduled-events", TALK)).code == 50013


async def test_an_event_in_a_voice_channel(api: Api, open_guild: Guild) -> None:
    path = f"/guilds/{open_guild.id}/scheduled-events"
    voice = open_guild.create_channel("Voice", ChannelType.VOICE)
    text = open_guild.create_text_channel("text")
    body = {**TALK, "entity_type": 2, "entity_metadata": None, "channel_id": str(voice.id)}
    assert (await api.ok("POST", path, body))["channel_id"] == str(voice.id)
    wrong = await api("POST", path, {**body, "channel_id": str(text.id)})
    assert wrong.problem("channel_id") == "GUILD_SCHEDULED_EVENT_CHANNEL_TYPE"


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"name": "n" * 101}, "name"),
        ({"scheduled_start_time": "2026-03-02T06:59:00+00:00"}, "scheduled_start_time"),
        ({"scheduled_end_time": None}, "scheduled_end_time"),
        ({"scheduled_end_time": "2026-03-03T18:00:00+00:00"}, "scheduled_end_time"),
    ],
)
async def test_impossible_events_are_refused(
    change: dict[str, Any], path: str, api: Api, open_guild: Guild
) -> None:
    answer = await api("POST", f"/guilds/{open_guild.id}/scheduled-events", {**TALK, **change})
    assert (answer.status, answer.code) == (400, 50035)
    assert answer.problem(path)
    assert open_guild.events == {}


async def test_a_refused_change_changes_nothing(api: Api, open_guild: Guild) -> None:
    path = f"/guilds/{open_guild.id}/scheduled-events"
    made = await api.ok("POST", path, TALK)
    body = {"name": "New", "scheduled_end_time": "2026-03-01T00:00:00+00:00"}
    assert (await api("PATCH", f"{path}/{made['id']}", body)).status == 400
    assert await api.ok("GET", f"{path}/{made['id']}") == made
