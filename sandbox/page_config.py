"""What whoever composes a sandbox adds to its page."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Step:
    """Something worth trying. ``command`` is typed for the visitor, such as ``"paper vote"``."""

    text: str
    command: str | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """Something that the bot will do by itself. ``who`` is the user it is for, None for all."""

    at: datetime
    title: str
    who: int | None = None


@dataclass(frozen=True, slots=True)
class Control:
    """A button beside the wire view, such as "Restart the bot"."""

    label: str
    run: Callable[[], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Choice:
    """One way for the sandbox's world to begin."""

    title: str
    text: str


@dataclass(slots=True)
class Opening:
    """What a visitor chooses before there is a world to see.

    ``choose`` is told the place of the choice in ``choices``, once. What is then being done, and
    how much of it is behind (0 to 1), stands in ``doing`` and ``done``.
    """

    choices: Sequence[Choice]
    choose: Callable[[int], None]
    chosen: int | None = None
    doing: str = ""
    done: float = 0.0


async def _nothing_known() -> Sequence[Due]:
    return ()


@dataclass(slots=True)
class Page:
    """The page's parts that differ by bot.

    ``agenda`` gives what falls due next, earliest first; without one the page can only turn to
    instants at which a follower of the clock is due. While there is an ``opening``, it is the page.
    """

    title: str = "Sandbox"
    guide: Sequence[Step] = ()
    agenda: Callable[[], Awaitable[Sequence[Due]]] = _nothing_known
    controls: Sequence[Control] = field(default_factory=list)
    opening: Opening | None = None
