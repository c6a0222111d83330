"""Who a message mentions: what its text names, as far as ``allowed_mentions`` lets it through."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from sandbox.rules.permissions import Permissions
from sandbox.world.model import Channel
from sandbox.world.parts import Role

_USER: Final = re.compile(r"<@!?(\d{1,20})>")
_ROLE: Final = re.compile(r"<@&(\d{1,20})>")
_EVERYONE: Final = re.compile(r"@(?:everyone|here)\b")
_PER_KIND: Final = 100


@dataclass(frozen=True, slots=True)
class Mentions:
    """Ids of users and roles that are pinged, and whether everyone is."""

    users: list[int] = field(default_factory=list)
    roles: list[int] = field(default_factory=list)
    everyone: bool = False


def find(
    channel: Channel,
    roles_here: Mapping[int, Role],
    text: str,
    allowed: Mapping[str, Any] | None,
    permissions: Permissions,
    *,
    replied_to: int | None = None,
) -> Mentions:
    """What ``text`` pings in ``channel``, whose guild has the roles ``roles_here``.

    Without ``allowed_mentions`` everything named counts. @everyone, and roles that are not
    mentionable, need the author's MENTION_EVERYONE. Mentions inside code count too: stricter than
    Discord, so that no text of a user slips through a test.
    """
    users = _allowed_ids(allowed, "users", _USER.findall(text))
    found = [user_id for user_id in users if user_id in channel.world.users]
    ping_author = allowed is None or bool(allowed.get("replied_user"))
    if replied_to is not None and ping_author and replied_to not in found:
        found.append(replied_to)
    may_ping_all = Permissions.MENTION_EVERYONE in permissions
    roles = _allowed_ids(allowed, "roles", _ROLE.findall(text))
    everyone = bool(_EVERYONE.search(text)) and may_ping_all and _parses(allowed, "everyone")
    return Mentions(
        users=found,
        roles=[
            role_id
            for role_id in roles
            if role_id in roles_here and (roles_here[role_id].mentionable or may_ping_all)
        ],
        everyone=everyone,
    )


def _parses(allowed: Mapping[str, Any] | None, kind: str) -> bool:
    return allowed is None or kind in (allowed.get("parse") or ())


def _allowed_ids(
    allowed: Mapping[str, Any] | None, kind: str, named: Collection[str]
) -> Iterable[int]:
    ids = list(dict.fromkeys(int(each) for each in named))[:_PER_KIND]
    if _parses(allowed, kind):
        return ids
    listed = {str(each) for each in (allowed or {}).get(kind) or ()}
    return [each for each in ids if str(each) in listed]
