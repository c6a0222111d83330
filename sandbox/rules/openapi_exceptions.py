"""Where Discord's description is stricter than Discord: a short list, each with its reason.

Real Discord accepts what the common client libraries send; a checker that refuses it would be wrong
about Discord. Each exception loosens one place of the description, mostly for *requests*:
what the sandbox itself answers is held to the description but for one body.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

_PERMISSIONS = {"type": ["integer", "string", "null"], "pattern": "^[0-9]+$"}
_SCHEMAS = ("components", "schemas")

REQUEST_EXCEPTIONS: Mapping[tuple[str, ...], Any] = {
    # Discord reads an id given as a number like one given as a string; discord.py sends numbers in
    # allowed_mentions, message_reference, recipient_id, attachments and overwrites.
    (*_SCHEMAS, "SnowflakeType", "type"): ["string", "integer"],
    # Permission sets outgrew 53 bits: the prose documentation asks for strings, the description for
    # integers, Discord takes both. discord.py sends strings for roles and single overwrites.
    (*_SCHEMAS, "CreateRoleRequest", "properties", "permissions"): _PERMISSIONS,
    (*_SCHEMAS, "UpdateRoleRequestPartial", "properties", "permissions"): _PERMISSIONS,
    (*_SCHEMAS, "ChannelPermissionOverwriteRequest", "properties", "allow"): _PERMISSIONS,
    (*_SCHEMAS, "ChannelPermissionOverwriteRequest", "properties", "deny"): _PERMISSIONS,
    # Forwarding (type 1) is documented and sent by discord.py, but missing from the description.
    (*_SCHEMAS, "MessageReferenceType"): {"type": "integer", "enum": [0, 1]},
    **{
        (*_SCHEMAS, name, "properties", "default_member_permissions"): _PERMISSIONS
        for name in (
            "ApplicationCommandCreateRequest",
            "ApplicationCommandUpdateRequest",
            "ApplicationCommandPatchRequestPartial",
        )
    },
    **{
        (
            *("paths", "/channels/{channel_id}/permissions/{overwrite_id}", "put", "requestBody"),
            *("content", "application/json", "schema", "properties", side),
        ): _PERMISSIONS
        for side in ("allow", "deny")
    },
}
"""Where in the document -> what stands there instead."""


ANSWER_EXCEPTIONS: Mapping[tuple[str, ...], Any] = {
    # A plain rate limit has no code: the prose documentation says so, and its example has none.
    (*_SCHEMAS, "RatelimitedResponse"): {
        "type": "object",
        "properties": {
            "message": {"type": "string"},
            "code": {"type": "integer", "minimum": 1},
            "retry_after": {"type": "number"},
            "global": {"type": "boolean"},
        },
        "required": ["message", "retry_after", "global"],
    },
}
"""The same for what Discord answers."""


def loosened(
    document: Mapping[str, Any], exceptions: Mapping[tuple[str, ...], Any]
) -> dict[str, Any]:
    """A copy of the description with the exceptions worked in, each where its place exists."""
    changed: dict[str, Any] = copy.deepcopy(dict(document))
    for where, value in exceptions.items():
        parent: Any = changed
        for step in where[:-1]:
            parent = parent.get(step, {})
        if where[-1] in parent:
            parent[where[-1]] = value
    return changed
