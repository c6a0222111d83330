"""What Discord's refusals mean for a message that was to be sent."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import aiohttp
import discord

from bot.scheduling import MessagesClosed, TryLater, Undeliverable

log = logging.getLogger(__name__)

_CLOSED = 50007
_NO_SERVER_IN_COMMON = 50278
_TOO_FAST = 40003
_FLAGGED = 20026
_FLAGGED_WAIT = timedelta(minutes=15)
_NO_SUCH_CHANNEL = 10003
_REASONS = {
    50001: "I cannot see the channel",
    50013: "I may not write in the channel",
    _NO_SUCH_CHANNEL: "the channel is gone",
    10013: "the account is gone",
    50083: "the thread is archived",
    240000: "Discord takes a text or link in it for harmful",
    10004: "I am no longer in the server",
}


class ChannelGone(Undeliverable):
    """The channel does not exist any more."""


class PersonGone(Undeliverable):
    """The person is not in the server any more."""

    def __init__(self) -> None:
        """For this reason there is one wording."""
        super().__init__("they are no longer in the server")


@contextmanager
def sending() -> Iterator[None]:
    """Turn Discord's errors into a delivery's outcomes.

    Raises:
        MessagesClosed: the person takes no direct messages.
        PersonGone: they are in no server with me.
        Undeliverable: Discord refuses it for good: with another code of its own.
        TryLater: Discord, the network or something between failed for now.
    """
    try:
        yield
    except discord.RateLimited as error:
        raise TryLater(timedelta(seconds=error.retry_after)) from error
    except discord.HTTPException as error:
        raise _outcome(error) from error
    except (TimeoutError, OSError, aiohttp.ClientError) as error:
        raise TryLater(None) from error


def _outcome(error: discord.HTTPException) -> Undeliverable | TryLater:
    """What an answer other than success means. One without a code is not Discord's own."""
    if error.status >= 500 or error.status == 429 or error.code in (0, _TOO_FAST):
        return TryLater(None)
    if error.code == _FLAGGED:
        log.error(
            "Discord holds this bot for a source of spam and lets it open no direct messages "
            "(20026). Its operator can appeal in Discord's developer portal"
        )
        return TryLater(_FLAGGED_WAIT)
    if error.code == _CLOSED:
        return MessagesClosed()
    if error.code == _NO_SERVER_IN_COMMON:
        return PersonGone()
    if error.status == 400:
        log.error("Discord does not take a message as it is: %s", error)
    reason = _REASONS.get(error.code, f"Discord does not let me (its error {error.code})")
    return (ChannelGone if error.code == _NO_SUCH_CHANNEL else Undeliverable)(reason)
