"""Interactions whose fields have other types than Discord's client gives them, or are not there.

What Discord makes itself (ids, the token, who acts, a command's name) stays as it is.
"""

from __future__ import annotations

import copy
from random import Random
from typing import Any

from sandbox import ActingUser, Sandbox, Seen
from sandbox.interactions.interaction import Interaction, InteractionType
from sandbox.people.await_response import await_response
from sandbox.types import Json
from sandbox.world.model import Channel, Message

ODD: tuple[Any, ...] = (
    None,
    7,
    -1,
    2.5,
    10**30,
    True,
    "",
    "7",
    [],
    ["x"],
    [None],
    [[]],
    {},
    {"x": 1},
)
_DISCORDS_OWN = {"id", "name", "type"}


def mutated(data: Json, rng: Random) -> Json:
    """``data`` with one to three of a client's own values replaced or missing."""
    changed = copy.deepcopy(data)
    for _ in range(rng.randint(1, 3)):
        places = list(_places(changed, top=True))
        if not places:
            break
        holder, key = rng.choice(places)
        if rng.random() < 0.25:
            del holder[key]
        else:
            holder[key] = copy.deepcopy(rng.choice(ODD))
    return changed


def _places(value: Any, *, top: bool = False) -> list[tuple[Any, Any]]:
    """Each place in ``value`` where something stands, as what holds it and its key there."""
    if isinstance(value, dict):
        keys: list[Any] = [key for key in value if not (top and key in _DISCORDS_OWN)]
    elif isinstance(value, list):
        keys = list(range(len(value)))
    else:
        return []
    return [(value, key) for key in keys] + [place for key in keys for place in _places(value[key])]


async def send(
    sandbox: Sandbox,
    who: ActingUser,
    type: InteractionType,
    data: Json,
    channel: Channel,
    message: Message | None = None,
    opener: Interaction | None = None,
) -> Seen:
    """Send ``data`` as it is, and wait as the person would. A form has an ``opener``."""
    application = sandbox.world.application
    interaction = sandbox.interactions.create(
        type, application, who.account, channel, data, message=message, trigger=opener
    )
    return await await_response(interaction, sandbox.interactions)
