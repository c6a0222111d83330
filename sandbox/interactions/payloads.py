"""INTERACTION_CREATE as the gateway sends it."""

from __future__ import annotations

from sandbox.interactions.interaction import Interaction
from sandbox.types import Json
from sandbox.world.payloads import objects as payloads

GUILD_CONTEXT, BOT_DM_CONTEXT = 0, 1
GUILD_INSTALL = "0"
ATTACHMENT_LIMIT = 10 * 1024 * 1024
"""Bytes of one upload in a server without boosts."""

_MODAL_SUBMIT = 5


def owners(interaction: Interaction) -> dict[str, str]:
    """Who installed the application here: the guild, or "0" for the bot's direct messages."""
    return {GUILD_INSTALL: str(interaction.guild.id) if interaction.guild else "0"}


def metadata(interaction: Interaction, trigger: Interaction | None = None) -> Json:
    """What messages that answer an interaction say about their origin.

    ``trigger`` is the interaction that opened a submitted modal.
    """
    data: Json = {
        "id": str(interaction.id),
        "type": int(interaction.type),
        "user": payloads.user(interaction.user),
        "authorizing_integration_owners": owners(interaction),
    }
    if interaction.type == _MODAL_SUBMIT:
        if trigger is not None:
            data["triggering_interaction_metadata"] = trigger.metadata
    elif interaction.message is not None:
        data["interacted_message_id"] = str(interaction.message.id)
    return data


def interaction_create(interaction: Interaction) -> Json:
    """The event's data. Permissions are those in the channel, of the member and of the bot."""
    channel, guild = interaction.channel, interaction.guild
    bot = interaction.application.bot_user
    own = channel.permissions_of(bot) if guild is None or bot.id in guild.members else 0
    allowed = channel.permissions_of(interaction.user)
    data: Json = {
        "id": str(interaction.id),
        "application_id": str(interaction.application.id),
        "type": int(interaction.type),
        "token": interaction.token,
        "version": 1,
        "data": interaction.data,
        "channel_id": str(channel.id),
        "channel": {
            **payloads.channel(channel, bot.id),
            "permissions": str(int(allowed)),
        },
        "app_permissions": str(int(own)),
        "locale": interaction.user.locale,
        "entitlements": [],
        "entitlement_sku_ids": [],
        "authorizing_integration_owners": owners(interaction),
        "context": GUILD_CONTEXT if guild else BOT_DM_CONTEXT,
        "attachment_size_limit": ATTACHMENT_LIMIT,
    }
    if guild is None:
        data["user"] = payloads.user(interaction.user)
    else:
        member = payloads.member(guild.members[interaction.user.id])
        data["member"] = {**member, "permissions": str(int(allowed))}
        data["guild_id"] = str(guild.id)
        data["guild"] = {"id": str(guild.id), "locale": guild.locale, "features": []}
        data["guild_locale"] = guild.locale
    if interaction.message is not None:
        data["message"] = payloads.message(interaction.message, bot.id)
    return data
