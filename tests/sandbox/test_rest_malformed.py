"""Bodies of the wrong shape are refused as Discord refuses them, also without its description."""

import copy
from collections.abc import Iterator
from typing import Any

import pytest

from sandbox import Sandbox
from sandbox.rules.permissions import ALL
from tests.sandbox.api import Api

ODD: list[Any] = [None, 5, "x", [], {}, True, -1, "9" * 30, [5], [{}], {"a": 1}, 1.5, 10**30]

BUTTON = {"type": 2, "style": 1, "custom_id": "a", "label": "b", "emoji": {"name": "x"}}
MESSAGE = {
    "content": "x",
    "embeds": [{"title": "t", "fields": [{"name": "n", "value": "v"}], "color": 1}],
    "allowed_mentions": {"parse": ["users"], "roles": ["1"]},
    "components": [{"type": 1, "components": [BUTTON]}],
    "message_reference": {"message_id": "1", "fail_if_not_exists": False},
    "attachments": [{"id": "0"}],
    "flags": 4,
    "nonce": "n",
}
LAYOUT = {
    "flags": 1 << 15,
    "components": [
        {
            "type": 17,
            "accent_color": 1,
            "components": [
                {"type": 9, "components": [{"type": 10, "content": "r"}], "accessory": BUTTON},
                {"type": 12, "items": [{"media": {"url": "https://example.org/a"}}]},
                {"type": 14, "spacing": 1},
            ],
        }
    ],
}
POLL = {"poll": {"question": {"text": "q"}, "answers": [{"poll_media": {"text": "a"}}]}}
COMMAND = {
    "name": "hi",
    "description": "d",
    "options": [
        {"type": 3, "name": "w", "description": "d", "choices": [{"name": "a", "value": "b"}]}
    ],
    "default_member_permissions": "32",
    "contexts": [0],
}
CHANNEL = {
    "name": "c",
    "type": 0,
    "position": 1,
    "permission_overwrites": [{"id": "1", "type": 0, "allow": "0", "deny": "1"}],
}


def mutants(whole: Any, node: Any, path: tuple[Any, ...] = ()) -> Iterator[Any]:
    """The body with an odd value in each of its places, one at a time."""
    keys = node if isinstance(node, dict) else range(len(node)) if isinstance(node, list) else ()
    for key in keys:
        for odd in ODD:
            mutant = copy.deepcopy(whole)
            place = mutant
            for step in path:
                place = place[step]
            place[key] = odd
            yield mutant
        yield from mutants(whole, node[key], (*path, key))


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/channels/{channel}/messages", MESSAGE),
        ("/channels/{channel}/messages", LAYOUT),
        ("/channels/{channel}/messages", POLL),
        ("/applications/{application}/commands", COMMAND),
        ("/guilds/{guild}/channels", CHANNEL),
    ],
)
async def test_no_shape_of_body_breaks_the_sandbox(
    path: str, body: dict[str, Any], api: Api, sandbox: Sandbox
) -> None:
    sandbox.openapi = None
    sandbox.limiter.global_limit = 1_000_000
    for template in ("/channels/{}/messages", "/applications/{}/commands", "/guilds/{}/channels"):
        sandbox.limiter.set("POST", template, 1_000_000, 1)
    guild = sandbox.world.create_guild("g", bot_permissions=ALL)
    channel = guild.create_text_channel("x")
    application = sandbox.world.application.id
    where = path.format(channel=channel.id, application=application, guild=guild.id)
    assert (await api("POST", where, body)).status < 300 or "attachments" in body
    statuses = {(await api("POST", where, mutant)).status for mutant in mutants(body, body)}
    assert statuses <= {200, 201, 400}
    assert sandbox.violations == []
