"""Sharing a win over the wire, as a member does who is asked once."""

from __future__ import annotations

from sandbox import ActingUser, Seen


async def share(who: ActingUser, milestone: str) -> Seen:
    """Share a milestone that is done; gives the answer to the confirmation."""
    return await who.click(await who.slash("win share", milestone=milestone), "Share it")
