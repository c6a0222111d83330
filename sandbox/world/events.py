"""What the world announces, and who hears it."""

from dataclasses import dataclass

from sandbox.rules.intents import Intents
from sandbox.types import Json


@dataclass(frozen=True, slots=True)
class Event:
    """One gateway dispatch, before it is dealt to sessions.

    ``guild_id`` decides the shard (None: shard 0). A session hears it if it holds one of
    ``intents`` (or if that is empty) and if its bot's user id is in ``bots``. ``data`` is the ``d``
    of the frame; it is shared between sessions and must not be changed.
    """

    name: str
    data: Json
    bots: frozenset[int]
    guild_id: int | None = None
    intents: Intents = Intents.NONE
