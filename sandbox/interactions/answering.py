"""What a bot's answers to an interaction do: messages, edits, choices and forms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sandbox.interactions.interaction import CallbackType, Interaction, InteractionType
from sandbox.interactions.interactions import Interactions
from sandbox.rules import modals
from sandbox.rules.errors import DiscordError, Problems, unknown
from sandbox.types import Json
from sandbox.world.composing import compose
from sandbox.world.composing.uploads import Upload
from sandbox.world.kinds import MessageFlags, MessageType
from sandbox.world.model import Message
from sandbox.world.payloads import objects as payloads
from sandbox.world.world import World

C = CallbackType

MAX_CHOICES = 25
_STRING, _INTEGER, _NUMBER = 3, 4, 10
_SUBCOMMANDS = (1, 2)


class Answering:
    """Carries out callbacks, follow-ups and edits for one sandbox."""

    def __init__(self, world: World, interactions: Interactions) -> None:
        self._world = world
        self._interactions = interactions

    def callback(
        self, interaction: Interaction, body: Mapping[str, Any], uploads: Mapping[str, Upload]
    ) -> None:
        """The first answer. Raises 50035 when it is malformed or does not suit the act."""
        kind = _kind(interaction, body.get("type"))
        data = body.get("data") or {}
        try:
            if kind is C.MESSAGE:
                interaction.original = self._message(interaction, data, uploads)
            elif kind is C.DEFERRED_MESSAGE:
                interaction.original = self._placeholder(interaction, data)
            elif kind is C.CHOICES:
                interaction.choices = _choices(interaction, data)
            elif kind is C.MODAL:
                modals.check(data).raise_if_any()
                interaction.modal = modals.number(data)
            else:
                assert interaction.message is not None
                interaction.original = interaction.message
                if kind is C.UPDATE:
                    self.edit(interaction, interaction.message, data, uploads)
        except DiscordError as error:
            raise _inside_data(error) from None
        self._interactions.answered(interaction, kind)

    def follow_up(
        self, interaction: Interaction, body: Mapping[str, Any], uploads: Mapping[str, Upload]
    ) -> Message:
        """A further message; the first one after a deferral takes the placeholder's place."""
        if interaction.thinking and interaction.original is not None:
            self.edit(interaction, interaction.original, body, uploads)
            return interaction.original
        message = self._message(interaction, body, uploads, reply_to=interaction.original)
        interaction.followups.append(message)
        self._interactions.touched(interaction)
        return message

    def edit(
        self,
        interaction: Interaction,
        message: Message,
        body: Mapping[str, Any],
        uploads: Mapping[str, Upload],
    ) -> None:
        """Change a message by an interaction's token; a placeholder becomes the answer."""
        thinking = MessageFlags.LOADING in message.flags
        compose.edit_message(
            message,
            body,
            uploads,
            permissions=message.channel.permissions_of(interaction.application.bot_user),
            first_edit=thinking,
        )
        if message is interaction.original:
            interaction.edits += 1
        self._world.message_updated(message)
        self._interactions.touched(interaction)

    def delete(self, interaction: Interaction, message: Message) -> None:
        """Delete a message by an interaction's token."""
        if message.ephemeral:
            message.deleted = True
            self._world.touch(message)
        else:
            self._world.delete_message(message)
        self._interactions.touched(interaction)

    def original(self, interaction: Interaction) -> Message:
        """What ``@original`` names; 10008 when there is nothing, or it was deleted."""
        message = interaction.original
        if message is None or message.deleted:
            raise unknown("message")
        return message

    def _message(
        self,
        interaction: Interaction,
        data: Mapping[str, Any],
        uploads: Mapping[str, Upload],
        reply_to: Message | None = None,
    ) -> Message:
        bot = interaction.application.bot_user
        message = compose.new_message(
            interaction.channel,
            bot,
            data,
            uploads,
            permissions=interaction.channel.permissions_of(bot),
            ephemeral=True,
        )
        return self._put(interaction, message, reply_to)

    def _placeholder(self, interaction: Interaction, data: Mapping[str, Any]) -> Message:
        asked = MessageFlags(int(data.get("flags") or 0))
        message = Message(
            id=self._world.ids.next(),
            channel_id=interaction.channel.id,
            author_id=interaction.application.id,
            timestamp=self._world.clock.now(),
            world=self._world,
            flags=MessageFlags.LOADING | asked & MessageFlags.EPHEMERAL,
        )
        return self._put(interaction, message, None)

    def _put(self, interaction: Interaction, message: Message, reply_to: Message | None) -> Message:
        """Mark a message as an answer to the interaction and show it to whom it is for."""
        message.application_id = message.webhook_id = interaction.application.id
        message.interaction_metadata = dict(interaction.metadata)
        quoted = reply_to or interaction.message
        if reply_to is not None:
            message.interaction_metadata["original_response_message_id"] = str(reply_to.id)
        if interaction.type is InteractionType.COMMAND and reply_to is None:
            message.type = _command_message_type(interaction.data)
            message.interaction = _deprecated(interaction)
        elif quoted is not None:
            message.type = MessageType.REPLY
            message.reference = payloads.reference(quoted)
        if message.ephemeral:
            self._interactions.keep_ephemeral(message, interaction.user)
        else:
            self._world.post(message)
        return message


def _kind(interaction: Interaction, value: object) -> CallbackType:
    """The kind of callback; 50035 unless this interaction may be answered with it."""
    allowed: set[CallbackType] = {C.CHOICES}
    if interaction.type is not InteractionType.AUTOCOMPLETE:
        allowed = {C.MESSAGE, C.DEFERRED_MESSAGE}
        if interaction.type is not InteractionType.MODAL_SUBMIT:
            allowed.add(C.MODAL)
        if interaction.message is not None:
            allowed |= {C.DEFERRED_UPDATE, C.UPDATE}
    for kind in allowed:
        if kind == value:
            return kind
    problems = Problems()
    problems.choice("type", tuple(sorted(int(kind) for kind in allowed)))
    raise problems.error()


def _choices(interaction: Interaction, data: Mapping[str, Any]) -> list[Json]:
    choices = data.get("choices") or []
    problems = Problems()
    problems.length("choices", len(choices), 0, MAX_CHOICES)
    kind = _focused_type(interaction.data)
    for index, choice in enumerate(choices):
        path = f"choices.{index}"
        problems.length(f"{path}.name", len(choice.get("name") or ""), 1, 100)
        value = choice.get("value")
        if kind == _STRING and isinstance(value, str):
            problems.length(f"{path}.value", len(value), 1, 100)
        elif not _is_number(value, whole=kind == _INTEGER) or kind not in (_INTEGER, _NUMBER):
            problems.add(f"{path}.value", "UNION_TYPE_CHOICES", "The value has the wrong type.")
    problems.raise_if_any()
    return [{"name": choice["name"], "value": choice["value"]} for choice in choices]


def _is_number(value: object, *, whole: bool) -> bool:
    kinds = (int,) if whole else (int, float)
    return isinstance(value, kinds) and not isinstance(value, bool)


def _focused_type(data: Any) -> int:
    """The type of the option typed in; 0 where forged data has none that can be read."""
    options = data.get("options") if isinstance(data, dict) else None
    for option in options if isinstance(options, list) else ():
        if isinstance(option, dict) and option.get("focused"):
            kind = option.get("type")
            return kind if isinstance(kind, int) else 0
        if nested := _focused_type(option):
            return nested
    return 0


def _command_message_type(data: Mapping[str, Any]) -> MessageType:
    chat = data.get("type", 1) == 1
    return MessageType.CHAT_INPUT_COMMAND if chat else MessageType.CONTEXT_MENU_COMMAND


def _command_path(data: Mapping[str, Any]) -> Iterator[str]:
    """A command's name and those of the group and the subcommand that were used.

    As far as there are any: a modified client may send anything in their place.
    """
    yield str(data.get("name", ""))
    options = data.get("options")
    for option in options if isinstance(options, list) else ():
        if isinstance(option, dict) and option.get("type") in _SUBCOMMANDS:
            yield from _command_path(option)


def _deprecated(interaction: Interaction) -> Json:
    return {
        "id": str(interaction.id),
        "type": int(interaction.type),
        "name": " ".join(_command_path(interaction.data)),
        "user": interaction.metadata["user"],
    }


def _inside_data(error: DiscordError) -> DiscordError:
    errors = {"data": error.errors} if error.errors else None
    return DiscordError(error.status, error.code, error.message, errors)
