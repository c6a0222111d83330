"""What a user sees after an act: the answer, followed as it changes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sandbox.interactions.interaction import Interaction
from sandbox.rules import component_tree
from sandbox.types import Json
from sandbox.world.kinds import MessageFlags
from sandbox.world.model import Message
from sandbox.world.parts import Attachment

NO_ANSWER = "The application did not respond"
STILL_THINKING = "The application is still thinking"


class Choice(NamedTuple):
    """One suggestion of an autocomplete: what is shown, and what would be sent."""

    name: str
    value: str | int | float


class Modal:
    """A form that a bot opened. ``interaction`` is the one it answered."""

    def __init__(self, interaction: Interaction, data: Json) -> None:
        self.interaction = interaction
        self.custom_id: str = data["custom_id"]
        self.title: str = data["title"]
        self.components: list[Json] = data["components"]

    @property
    def text(self) -> str:
        """The title, the texts and the labels with their hints, in order."""
        lines = [self.title]
        for component in component_tree.walk(self.components):
            lines += [component.get(key) or "" for key in ("content", "label", "description")]
        return "\n".join(line for line in lines if line)

    @property
    def fields(self) -> dict[str, Json]:
        """The components that take an answer, by their label."""
        return dict(component_tree.fields(self.components))


class Seen:
    """What one user sees of an answer.

    It is a live view: when the bot edits the message, ``text`` and the rest show the edit, and
    follow-ups appear in ``followups``. Only ``elapsed`` and ``failed`` are fixed.
    """

    def __init__(
        self,
        message: Message | None = None,
        *,
        interaction: Interaction | None = None,
        elapsed: float = 0.0,
        failed: str | None = None,
    ) -> None:
        self._message = message
        self.interaction = interaction
        """What it answers; None for a follow-up."""
        self.elapsed = elapsed
        """Real seconds until the bot's first answer."""
        self.failed = failed
        """What a client would say when nothing came, or None."""

    def __repr__(self) -> str:
        return f"<Seen {self.failed or self.text or (self.modal and self.modal.title)!r}>"

    @property
    def message(self) -> Message | None:
        """The message shown, or None: nothing came, it was deleted, or a form opened."""
        message = self._message
        if message is None and self.interaction is not None:
            message = self.interaction.original
        return None if message is None or message.deleted else message

    @property
    def text(self) -> str:
        """All that the user reads in it, in order; empty while the bot is thinking."""
        message = self.message
        if message is None or MessageFlags.LOADING in message.flags:
            return ""
        return message.text

    @property
    def ephemeral(self) -> bool:
        """Whether only this user sees it."""
        return self.message is not None and self.message.ephemeral

    @property
    def components(self) -> Sequence[Json]:
        """The components of the message."""
        return self.message.components if self.message else ()

    @property
    def buttons(self) -> list[str]:
        """The labels of its buttons, in order."""
        return self.message.buttons if self.message else []

    @property
    def files(self) -> Sequence[Attachment]:
        """The files of the message."""
        return self.message.attachments if self.message else ()

    @property
    def embeds(self) -> Sequence[Json]:
        """The embeds of the message."""
        return self.message.embeds if self.message else ()

    @property
    def modal(self) -> Modal | None:
        """The form that opened, or None."""
        interaction = self.interaction
        if interaction is None or interaction.modal is None:
            return None
        return Modal(interaction, interaction.modal)

    @property
    def updated(self) -> bool:
        """Whether the answer changed the message that was clicked."""
        interaction = self.interaction
        if interaction is None or interaction.message is None or not interaction.edits:
            return False
        return interaction.original is interaction.message

    @property
    def followups(self) -> list[Seen]:
        """The bot's further messages to this act, oldest first."""
        if self.interaction is None:
            return []
        return [Seen(message) for message in self.interaction.followups if not message.deleted]
