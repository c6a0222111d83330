"""Users that act: they type commands, press buttons, fill in forms, and tell what they see."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from sandbox.interactions.interaction import Interaction, InteractionType
from sandbox.interactions.interactions import Interactions
from sandbox.interactions.resolved import Resolved
from sandbox.people import forms
from sandbox.people.await_response import PATIENCE, await_response
from sandbox.people.command_scope import check_usable, commands_at, place_for, visible_message
from sandbox.people.options import Chosen, fill, find, focus
from sandbox.people.response_view import Choice, Modal, Seen
from sandbox.rules import component_tree
from sandbox.rules.component_tree import ComponentType
from sandbox.rules.limits import CONTENT
from sandbox.rules.permissions import Permissions
from sandbox.rules.usage import SandboxUsageError
from sandbox.types import Json
from sandbox.world.applications import Application
from sandbox.world.composing.compose import new_message
from sandbox.world.composing.uploads import Upload, upload
from sandbox.world.guild import Guild
from sandbox.world.journal import Topic
from sandbox.world.model import Channel, Member, Message
from sandbox.world.parts import Role
from sandbox.world.users import User
from sandbox.world.world import World

T = TypeVar("T")


class ActingUser:
    """One person with a Discord client. Make them with ``sandbox.user(name)``.

    Every act returns a :class:`~sandbox.people.response_view.Seen` once the bot has answered, for
    deferred answers once the answer is there. Acts that no client would allow raise
    :class:`~sandbox.rules.usage.SandboxUsageError`; ``forge=True`` acts like a modified client. The
    permissions that Discord's server enforces (seeing the channel, using commands in it) hold then
    too.
    """

    def __init__(self, world: World, interactions: Interactions, account: User) -> None:
        self.account = account
        self._world = world
        self._interactions = interactions

    def __repr__(self) -> str:
        return f"<ActingUser {self.name}>"

    # Who and where

    @property
    def id(self) -> int:
        """The account's id."""
        return self.account.id

    @property
    def name(self) -> str:
        """The name others see."""
        return self.account.display_name

    @property
    def zone(self) -> str:
        """The IANA zone that their devices show."""
        return self.account.zone

    @property
    def mention(self) -> str:
        """The text that mentions this user."""
        return self.account.mention

    @property
    def dm(self) -> Channel:
        """The direct message channel with the bot."""
        return self._world.direct_channel(self.account, self._application.bot_user)

    def join(self, guild: Guild, roles: Iterable[Role] = (), nick: str | None = None) -> Member:
        """Become a member of a guild with these roles."""
        return guild.add_member(self.account, roles, nick)

    def leave(self, guild: Guild) -> None:
        """Leave a guild."""
        guild.remove_member(self.account)

    def close_dms(self) -> None:
        """Refuse direct messages from members of shared servers; the bot gets 50007."""
        self.account.dms_open = False

    def open_dms(self) -> None:
        """Take direct messages again."""
        self.account.dms_open = True

    # What is there to see

    @property
    def inbox(self) -> list[Message]:
        """The bot's messages in the direct channel, oldest first."""
        bot = self._application.bot_user
        channel = self._world.find_direct_channel(self.account, bot)
        return [m for m in channel.messages if m.author_id == bot.id] if channel else []

    def visible(self, channel: Channel) -> list[Message]:
        """Every message this user sees in a channel, own ephemeral ones too, oldest first."""
        if not channel.can(self.account, Permissions.VIEW_CHANNEL):
            return []
        private = self._interactions.ephemeral(channel, self.account)
        return sorted([*channel.messages, *private], key=lambda message: message.id)

    async def until(self, look: Callable[[], T], *, timeout: float = PATIENCE) -> T:
        """Wait until ``look()`` is true and give it; it is asked again whenever something happens.

        ``await ana.until(lambda: len(ana.inbox) == 2)``. Raises TimeoutError after ``timeout`` real
        seconds.
        """
        return await self._interactions.changes.until(look, timeout=timeout)

    def read(self, channel: Channel) -> None:
        """Note that this user has read a channel up to its present end."""
        newest = channel.last_message_id or 0
        if self.account.read.get(channel.id, 0) < newest:
            self.account.read[channel.id] = newest
            self._world.journal.note(Topic.READ, channel)

    def dismiss(self, message: Message) -> None:
        """Put away a message that only this user sees."""
        if not message.ephemeral:
            raise SandboxUsageError("Only messages that nobody else sees can be dismissed.")
        message.deleted = True
        self._world.touch(message)

    # Acts

    async def send(self, channel: Channel, content: str) -> Message:
        """Write a message. SandboxUsageError where this user may not."""
        thread = Permissions.SEND_MESSAGES_IN_THREADS
        needed = Permissions.VIEW_CHANNEL | (
            thread if channel.is_thread else Permissions.SEND_MESSAGES
        )
        if not channel.holds_messages or not channel.can(self.account, needed):
            raise SandboxUsageError(f"{self.name} cannot write in #{channel.name}")
        if not 0 < len(content.strip()) <= CONTENT:
            raise SandboxUsageError(f"A message has 1 to {CONTENT} characters")
        allowed = channel.permissions_of(self.account)
        body = {"content": content}
        return self._world.post(new_message(channel, self.account, body, {}, permissions=allowed))

    async def slash(
        self,
        name: str,
        /,
        *,
        guild: Guild | None = None,
        channel: Channel | None = None,
        dm: bool = False,
        options: Mapping[str, Any] | None = None,
        forge: bool = False,
        timeout: float | None = None,
        **values: Any,
    ) -> Seen:
        """Use a slash command, such as ``"milestone done"``, with its options as keywords.

        Without ``guild`` it happens in this user's only guild, without ``channel`` in the first one
        where commands can be used; ``dm=True`` in the direct channel with the bot. ``options``
        carries those whose names are taken here. ``timeout`` bounds the wait for a deferred answer.
        """
        place = self._place(guild, channel, dm=dm)
        chosen = self._command(place, name, forge=forge)
        resolved = self._resolved(place)
        given = self._given({**(options or {}), **values})
        data = chosen.data(fill(chosen, given, resolved, forge=forge))
        return await self._act(
            InteractionType.COMMAND, place, _with(data, resolved), timeout=timeout
        )

    async def autocomplete(
        self,
        name: str,
        option: str,
        typed: str,
        /,
        *,
        guild: Guild | None = None,
        channel: Channel | None = None,
        dm: bool = False,
        options: Mapping[str, Any] | None = None,
        forge: bool = False,
        **values: Any,
    ) -> list[Choice]:
        """What a command suggests while this user types into one of its options.

        The other options filled in so far come as keywords. TimeoutError when the bot does not
        answer in time (a client then says "Loading options failed").
        """
        place = self._place(guild, channel, dm=dm)
        chosen = self._command(place, name, forge=forge)
        others = self._given({**(options or {}), **values})
        data = chosen.data(focus(chosen, option, typed, others, forge=forge))
        seen = await self._act(InteractionType.AUTOCOMPLETE, place, data)
        if seen.failed or seen.interaction is None:
            raise TimeoutError(f"/{name} {option}: {seen.failed}")
        return [Choice(choice["name"], choice["value"]) for choice in seen.interaction.choices]

    async def menu(
        self,
        name: str,
        target: Message | User | Member | ActingUser,
        /,
        *,
        guild: Guild | None = None,
        channel: Channel | None = None,
        forge: bool = False,
        timeout: float | None = None,
    ) -> Seen:
        """Use a context-menu command on a message or a user."""
        target = target.account if isinstance(target, ActingUser) else target
        type, place = 2, channel
        if isinstance(target, Message):
            type, place = 3, target.channel
        where = self._place(guild, place, dm=place is not None and place.is_dm)
        command = next(
            (c for c in commands_at(self._application, where) if (c.type, c.name) == (type, name)),
            None,
        )
        if command is None:
            raise SandboxUsageError(f"There is no context-menu command {name!r} for this")
        if not forge:
            check_usable(self.account, command, where)
        resolved = self._resolved(where)
        data: Json = {"id": str(command.id), "name": name, "type": type}
        data["target_id"] = resolved.add(target)
        return await self._act(
            InteractionType.COMMAND, where, _with(data, resolved), timeout=timeout
        )

    async def click(
        self,
        on: Seen | Message,
        label: str | None = None,
        *,
        custom_id: str | None = None,
        forge: bool = False,
        timeout: float | None = None,
    ) -> Seen:
        """Press a button of a message by its label (or emoji) or custom id; the only one without.

        ``forge=True`` with a ``custom_id`` presses a button that need not be there.
        """
        message = visible_message(self.account, on)
        if forge and custom_id is not None:
            data: Json = {"custom_id": custom_id, "component_type": int(ComponentType.BUTTON)}
        else:
            button = component_tree.pressable(message.components, label, custom_id)
            data = {"custom_id": button["custom_id"], "component_type": button["type"]}
            data["id"] = button.get("id", 0)
        return await self._use(message, data, timeout)

    async def choose(
        self,
        on: Seen | Message,
        values: object,
        *,
        custom_id: str | None = None,
        forge: bool = False,
        timeout: float | None = None,
    ) -> Seen:
        """Choose in a select menu (without ``custom_id`` the only one, or that has the choice).

        ``values`` is one or a list: options by value or label; users, roles, channels as objects.
        With ``forge=True`` strings pass as they are, also into a menu that is not there.
        """
        message = visible_message(self.account, on)
        given = forms.as_list(self._thing(values))
        resolved = self._resolved(message.channel)
        if forge and custom_id is not None:
            shown = [
                s for s in component_tree.selects(message.components) if s["custom_id"] == custom_id
            ]
            menu = shown[0] if shown else {"type": int(ComponentType.STRING_SELECT)}
        else:
            menu = component_tree.menu(message.components, custom_id, next(iter(given), None))
        chosen = [forms.pick(menu, value, resolved, forge=forge) for value in given]
        if not forge:
            component_tree.check_count(menu, len(chosen), low=1, high=1)
        data = {
            "custom_id": custom_id or menu["custom_id"],
            "component_type": menu["type"],
            "values": chosen,
            "id": menu.get("id", 0),
        }
        if menu["type"] != ComponentType.STRING_SELECT:
            data["resolved"] = resolved.json()
        return await self._use(message, data, timeout)

    async def submit(
        self,
        form: Seen | Modal,
        values: Mapping[str, Any] | None = None,
        *,
        custom_id: str | None = None,
        forge: bool = False,
        timeout: float | None = None,
    ) -> Seen:
        """Send a form off with answers by label or custom id (see :func:`.forms.answers`).

        ``custom_id`` replaces the form's own one: a forged submit.
        """
        modal = form.modal if isinstance(form, Seen) else form
        if modal is None or modal.interaction.user is not self.account:
            raise SandboxUsageError(f"No form is open for {self.name} here")
        if custom_id is not None and not forge:
            raise SandboxUsageError("Only a modified client sends another custom id")
        opener = modal.interaction
        resolved = self._resolved(opener.channel)
        given = self._given(values or {})
        data: Json = {
            "custom_id": custom_id or modal.custom_id,
            "components": forms.answers(modal, given, resolved, forge=forge),
        }
        return await self._act(
            InteractionType.MODAL_SUBMIT,
            opener.channel,
            _with(data, resolved),
            message=opener.message,
            trigger=opener,
            timeout=timeout,
        )

    # Inside

    @property
    def _application(self) -> Application:
        return self._world.application

    def _place(self, guild: Guild | None, channel: Channel | None, *, dm: bool) -> Channel:
        if dm:
            return self.dm
        return place_for(self._world, self.account, guild, channel)

    def _command(self, place: Channel, name: str, *, forge: bool = False) -> Chosen:
        chosen = find(commands_at(self._application, place), name)
        if not forge:
            check_usable(self.account, chosen.command, place)
        return chosen

    def _resolved(self, place: Channel) -> Resolved:
        return Resolved(self._world, place, self.account, self._application.bot_user)

    async def _use(self, message: Message, data: Json, timeout: float | None) -> Seen:
        return await self._act(
            InteractionType.COMPONENT, message.channel, data, message=message, timeout=timeout
        )

    async def _act(
        self,
        type: InteractionType,
        place: Channel,
        data: Json,
        *,
        message: Message | None = None,
        trigger: Interaction | None = None,
        timeout: float | None = None,
    ) -> Seen:
        interaction = self._interactions.create(
            type, self._application, self.account, place, data, message=message, trigger=trigger
        )
        return await await_response(interaction, self._interactions, timeout=timeout)

    def _given(self, values: Mapping[str, Any]) -> dict[str, Any]:
        return {name: self._thing(value) for name, value in values.items()}

    def _thing(self, value: Any) -> Any:
        """The world's own object behind what a caller passes: acting users, uploads, lists."""
        if isinstance(value, list | tuple):
            return [self._thing(each) for each in value]
        if isinstance(value, Upload):
            return upload(self._world, value, self._application.id)
        return value.account if isinstance(value, ActingUser) else value


def _with(data: Json, resolved: Resolved) -> Json:
    return {**data, "resolved": resolved.json()} if resolved.json() else data
