"""What came to somebody by direct message, but for the one word on what waits for who left (M2)."""

from __future__ import annotations

from sandbox import ActingUser
from sandbox.world.model import Message
from tests.retros.acting import text_of


def messages(user: ActingUser) -> list[Message]:
    """All that came to them as a member, oldest first."""
    return [each for each in user.inbox if "What you entered waits until" not in text_of(each)]
