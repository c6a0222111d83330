"""Accounts."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True, eq=False)
class User:
    """An account: a person or a bot. ``guild_ids`` are the guilds it is in, in order of joining."""

    id: int
    username: str
    global_name: str | None = None
    bot: bool = False
    locale: str = "en-US"
    zone: str = "UTC"
    """The IANA zone that this person's devices show."""
    dms_open: bool = True
    avatar: str | None = None
    guild_ids: list[int] = field(default_factory=list, repr=False)
    read: dict[int, int] = field(default_factory=dict, repr=False)
    """The last message read, by channel."""

    @property
    def mention(self) -> str:
        """The text that mentions this user."""
        return f"<@{self.id}>"

    def accepts_dm_from(self, sender: User) -> bool:
        """Whether a message from ``sender`` would reach this user (else Discord says 50007)."""
        if self.bot or not self.dms_open:
            return False
        return not set(sender.guild_ids).isdisjoint(self.guild_ids)

    @property
    def display_name(self) -> str:
        """The name that others see outside guilds."""
        return self.global_name or self.username
