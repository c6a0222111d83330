"""What a visitor does, carried out by the acting user they are.

Each act takes what the browser sent and gives JSON back. Acts that no client would allow raise
SandboxUsageError, with :class:`~sandbox.rules.usage.InputError` for the one field that is wrong;
what no page of ours sends raises :class:`~sandbox.page.act_params.MalformedActError`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from sandbox.backend import Backend
from sandbox.page import values, views
from sandbox.page.act_params import ActParams
from sandbox.people import options
from sandbox.people.actors import ActingUser
from sandbox.people.command_scope import commands_at
from sandbox.people.response_view import STILL_THINKING, Modal, Seen
from sandbox.rules import component_tree
from sandbox.rules.permissions import Permissions
from sandbox.rules.usage import SandboxUsageError
from sandbox.types import Json
from sandbox.world import polls, reactions
from sandbox.world.journal import Topic
from sandbox.world.model import Channel, Message

NOT_WAITING = 0.0
"""An act is over with the bot's first answer: the page shows "thinking" by itself."""

Act = Callable[[Backend, ActingUser, ActParams], Awaitable[Json]]


async def slash(sandbox: Backend, actor: ActingUser, params: ActParams) -> Json:
    """Use a slash command: ``channel``, ``name``, ``options`` as texts by name."""
    channel = channel_of(sandbox, actor, params.text("channel"))
    chosen = options.find(commands_at(sandbox.world.application, channel), params.text("name"))
    filled = values.options(actor.account, channel, chosen, params.named_texts("options"))
    seen = await actor.slash(
        chosen.name,
        channel=None if channel.is_dm else channel,
        dm=channel.is_dm,
        options=filled,
        timeout=NOT_WAITING,
    )
    return _outcome(seen)


async def autocomplete(sandbox: Backend, actor: ActingUser, params: ActParams) -> Json:
    """What a command suggests for the option ``option`` with ``typed`` in it."""
    channel = channel_of(sandbox, actor, params.text("channel"))
    chosen = options.find(commands_at(sandbox.world.application, channel), params.text("name"))
    filled = params.named_texts("options")
    choices = await actor.autocomplete(
        chosen.name,
        params.text("option"),
        params.text("typed"),
        channel=None if channel.is_dm else channel,
        dm=channel.is_dm,
        options=values.partial_options(chosen, filled),
    )
    return {"choices": [{"name": each.name, "value": str(each.value)} for each in choices]}


async def menu(sandbox: Backend, actor: ActingUser, params: ActParams) -> Json:
    """Use a context-menu command on a ``message``, or on a ``user`` in a ``channel``."""
    if "message" in params:
        target = message_of(sandbox, actor, params)
        return _outcome(await actor.menu(params.text("name"), target, timeout=NOT_WAITING))
    channel = channel_of(sandbox, actor, params.text("channel"))
    person = values.person_here(channel, _id(params.text("user")))
    if person is None:
        raise SandboxUsageError("There is nobody of that name here.")
    seen = await actor.menu(params.text("name"), person, channel=channel, timeout=NOT_WAITING)
    return _outcome(seen)


async def click(sandbox: Backend, actor: ActingUser, params: ActParams) -> Json:
    """Press the button ``custom_id`` of a message."""
    message = message_of(sandbox, actor, params)
    seen = await actor.click(message, custom_id=params.text("custom_id"), timeout=NOT_WAITING)
    return _outcome(seen)


async def choose(sandbox: Backend, actor: ActingUser, params: ActParams) -> Json:
    """Choose ``values`` in the select menu ``custom_id`` of a message."""
    message, custom_id = message_of(sandbox, actor, params), params.text("custom_id")
    component = component_tree.menu(message.components, custom_id)
    chosen = values.choice(actor.account, message.channel, component, params.texts("values"))
    seen = await actor.choose(message, chosen, custom_id=custom_id, timeout=NOT_WAITING)
    return _outcome(seen)


async def submit(sandbox: Backend, actor: ActingUser, params: ActParams) -> Json:
    """Send the form off that ``interaction`` opened, with ``values`` by custom id."""
    interaction = sandbox.interactions.find(_id(params.text("interaction")))
    if interaction is None or interaction.modal is None:
        raise SandboxUsageError("This form is too old by now. Open it once more.")
    form = Modal(interaction, interaction.modal)
    fields = {field["custom_id"]: field for field in form.fields.values()}
    answers = {
        key: values.choice(actor.account, interaction.channel, fields[key], value)
        for key, value in params.named("values").items()
        if key in fields
    }
    return _outcome(await actor.submit(form, answers, timeout=NOT_WAITING))


async def send(sandbox: Backend, actor: ActingUser, params: ActParams) -> Json:
    """Write ``content`` into a channel."""
    channel = channel_of(sandbox, actor, params.text("channel"))
    await actor.send(channel, params.text("content"))
    return {}


async def react(sandbox: Backend, actor: ActingUser, params: ActParams) -> Json:
    """Add the reaction ``emoji`` to a message, or take one's own away."""
    message = message_of(sandbox, actor, params)
    emoji = reactions.parse_emoji(params.text("emoji"))
    mine = next((r for r in message.reactions.values() if r.emoji == emoji), None)
    if mine is not None and actor.id in mine.user_ids:
        reactions.unreact(message, actor.account, emoji)
    elif message.ephemeral or not message.channel.can(
        actor.account, Permissions.NONE if mine else Permissions.ADD_REACTIONS
    ):
        raise SandboxUsageError("You cannot react here.")
    else:
        reactions.react(message, actor.account, emoji)
    return {}


async def vote(sandbox: Backend, actor: ActingUser, params: ActParams) -> Json:
    """Set the visitor's votes in a poll to ``answers``."""
    message, answers = message_of(sandbox, actor, params), params.numbers("answers")
    if message.poll is None:
        raise SandboxUsageError("There is no poll in this message.")
    try:
        polls.vote(message, actor.account, answers)
    except ValueError as error:
        raise SandboxUsageError(str(error)) from None
    return {}


async def dismiss(sandbox: Backend, actor: ActingUser, params: ActParams) -> Json:
    """Put away a message that only the visitor sees."""
    actor.dismiss(message_of(sandbox, actor, params))
    return {}


async def read(sandbox: Backend, actor: ActingUser, params: ActParams) -> Json:
    """Note that the visitor has read a channel up to its present end."""
    actor.read(channel_of(sandbox, actor, params.text("channel")))
    return {}


async def direct(sandbox: Backend, actor: ActingUser, params: ActParams) -> Json:
    """Open the direct channel with the bot."""
    channel = actor.dm
    actor.account.read.setdefault(channel.id, 0)
    sandbox.world.journal.note(Topic.PLACES)
    return {"channel": str(channel.id)}


async def doors(sandbox: Backend, actor: ActingUser, params: ActParams) -> Json:
    """Let direct messages in, or keep them out: ``open`` is true or false."""
    actor.account.dms_open = params.flag("open")
    sandbox.world.journal.note(Topic.PLACES)
    return {}


ACTS: Mapping[str, Act] = {
    act.__name__: act
    for act in (
        slash, autocomplete, menu, click, choose, submit, send,
        react, vote, dismiss, read, direct, doors,
    )
}  # fmt: skip


def channel_of(sandbox: Backend, actor: ActingUser, channel_id: str) -> Channel:
    """The channel with that id, if the visitor sees it."""
    channel = sandbox.world.channels.get(_id(channel_id))
    if channel is None or not channel.can(actor.account, Permissions.VIEW_CHANNEL):
        raise SandboxUsageError("This channel is gone, or not yours to see.")
    return channel


def message_of(sandbox: Backend, actor: ActingUser, params: ActParams) -> Message:
    """The message ``message`` in ``channel``, if it is there for the visitor."""
    channel, key = channel_of(sandbox, actor, params.text("channel")), _id(params.text("message"))
    found = channel.messages.get(key)
    private = sandbox.interactions.ephemeral(channel, actor.account)
    message = found or next((each for each in private if each.id == key), None)
    if message is None:
        raise SandboxUsageError("This message is gone.")
    return message


def _id(text: str) -> int:
    found = values.read_id(text)
    if found is None:
        raise SandboxUsageError("That is no id.")
    return found


def _outcome(seen: Seen) -> Json:
    failed = None if seen.failed == STILL_THINKING else seen.failed
    return {"failed": failed, "modal": views.modal(seen.modal) if seen.modal else None}
