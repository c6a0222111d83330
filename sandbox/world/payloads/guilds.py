"""Guilds, applications and scheduled events as Discord's JSON."""

from __future__ import annotations

from sandbox.rules.intents import Intents
from sandbox.rules.permissions import Permissions
from sandbox.types import Json
from sandbox.world.applications import Application
from sandbox.world.guild import Guild, ScheduledEvent
from sandbox.world.payloads import objects as payloads
from sandbox.world.payloads.objects import optional, timestamp
from sandbox.world.users import User

EXTERNAL = 3
"""The entity type of an event that happens elsewhere."""

_MESSAGE_CONTENT_LIMITED = 1 << 19
_GUILD_MEMBERS_LIMITED = 1 << 15
_PRESENCE_LIMITED = 1 << 13


def guild(guild: Guild) -> Json:
    """A guild as the REST API returns it."""
    return {
        "id": str(guild.id),
        "name": guild.name,
        "icon": None,
        "description": None,
        "home_header": None,
        "splash": None,
        "discovery_splash": None,
        "features": [],
        "banner": None,
        "owner_id": str(guild.owner_id),
        "application_id": None,
        "region": "deprecated",
        "afk_channel_id": None,
        "afk_timeout": 300,
        "system_channel_id": optional(guild.system_channel_id),
        "system_channel_flags": 0,
        "widget_enabled": False,
        "widget_channel_id": None,
        "verification_level": 0,
        "roles": [payloads.role(role) for role in guild.roles.values()],
        "default_message_notifications": 0,
        "mfa_level": 0,
        "explicit_content_filter": 0,
        "max_presences": None,
        "max_members": 500_000,
        "max_stage_video_channel_users": 50,
        "max_video_channel_users": 25,
        "vanity_url_code": None,
        "premium_tier": 0,
        "premium_subscription_count": 0,
        "preferred_locale": guild.locale,
        "rules_channel_id": None,
        "safety_alerts_channel_id": None,
        "public_updates_channel_id": None,
        "premium_progress_bar_enabled": False,
        "nsfw": False,
        "nsfw_level": 0,
        "emojis": [payloads.emoji(emoji) for emoji in guild.emojis.values()],
        "stickers": [],
        "incidents_data": None,
    }


def guild_create(guild: Guild, viewer: int, intents: Intents = Intents.GUILDS) -> Json:
    """A guild as GUILD_CREATE sends it to the bot whose user id is ``viewer``.

    With the members intent all members are in it, without it the bot's own membership only. Threads
    are the active ones that the bot may view.
    """
    all_members = Intents.GUILD_MEMBERS in intents
    listed = guild.members.values() if all_members else [guild.members[viewer]]
    account = guild.members[viewer].user
    return {
        **guild_payload(guild),
        "joined_at": timestamp(guild.members[viewer].joined_at),
        "large": len(guild.members) > 250,
        "unavailable": False,
        "member_count": len(guild.members),
        "voice_states": [],
        "members": [payloads.member(member) for member in listed],
        "channels": [payloads.channel(channel, viewer) for channel in guild.channels.values()],
        "threads": [
            payloads.channel(thread, viewer)
            for thread in guild.threads.values()
            if thread.thread is not None
            and not thread.thread.archived
            and thread.can(account, Permissions.VIEW_CHANNEL)
        ],
        "presences": [],
        "stage_instances": [],
        "guild_scheduled_events": [
            scheduled_event(event, guild.world.users[event.creator_id])
            for event in guild.events.values()
        ],
        "soundboard_sounds": [],
    }


guild_payload = guild


def application(application: Application, guild_count: int) -> Json:
    """An application as it sees itself."""
    flags = 0
    for intent, flag in (
        (Intents.MESSAGE_CONTENT, _MESSAGE_CONTENT_LIMITED),
        (Intents.GUILD_MEMBERS, _GUILD_MEMBERS_LIMITED),
        (Intents.GUILD_PRESENCES, _PRESENCE_LIMITED),
    ):
        if intent in application.privileged_intents:
            flags |= flag
    return {
        "id": str(application.id),
        "name": application.name,
        "icon": None,
        "description": application.description,
        "type": None,
        "bot": payloads.user(application.bot_user),
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": f"{application.id:064x}",
        "flags": flags,
        "flags_new": str(flags),
        "redirect_uris": [],
        "interactions_endpoint_url": None,
        "role_connections_verification_url": None,
        "owner": payloads.user(application.owner),
        "approximate_guild_count": guild_count,
        "approximate_user_install_count": 0,
        "approximate_user_authorization_count": 0,
        "explicit_content_filter": 0,
        "team": None,
        "eligible_oauth2_scopes": ["bot", "applications.commands"],
        "integration_types_config": {"0": {}, "1": {}},
    }


def scheduled_event(event: ScheduledEvent, creator: User, *, with_count: bool = False) -> Json:
    """A scheduled event."""
    data: Json = {
        "id": str(event.id),
        "guild_id": str(event.guild_id),
        "name": event.name,
        "description": event.description,
        "channel_id": optional(event.channel_id),
        "creator_id": str(event.creator_id),
        "creator": payloads.user(creator),
        "image": None,
        "scheduled_start_time": timestamp(event.starts_at),
        "scheduled_end_time": optional(event.ends_at, timestamp),
        "status": event.status,
        "entity_type": event.kind,
        "entity_id": None,
        "recurrence_rule": event.recurrence_rule,
        "privacy_level": 2,
        "guild_scheduled_event_exceptions": [],
        "entity_metadata": {"location": event.location} if event.kind == EXTERNAL else None,
    }
    if with_count:
        data["user_count"] = len(event.subscriber_ids)
    return data
