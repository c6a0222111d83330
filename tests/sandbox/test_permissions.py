"""How roles and overwrites add up: pure."""

import pytest

from sandbox.rules.permissions import (
    ALL,
    MEMBER,
    Overwrite,
    OverwriteKind,
    Permissions,
    in_channel,
    in_guild,
)

P = Permissions
GUILD, ROLE, OTHER, MEMBER_ID = 1, 2, 3, 9
ROLE_KIND, MEMBER_KIND = OverwriteKind.ROLE, OverwriteKind.MEMBER


def bits(*overwrites: Overwrite, base: Permissions = MEMBER, **more: bool) -> Permissions:
    return in_channel(
        base,
        {overwrite.id: overwrite for overwrite in overwrites},
        guild_id=GUILD,
        role_ids=[ROLE, OTHER],
        member_id=MEMBER_ID,
        **more,
    )


def test_roles_add_up_and_owner_and_administrator_may_all() -> None:
    assert in_guild(owner=False, roles=[P.SPEAK, P.CONNECT]) == P.SPEAK | P.CONNECT
    assert in_guild(owner=True, roles=[]) == ALL
    assert in_guild(owner=False, roles=[P.SPEAK, P.ADMINISTRATOR]) == ALL


def test_overwrites_apply_everyone_then_roles_then_member() -> None:
    deny_all = Overwrite(GUILD, ROLE_KIND, deny=P.SEND_MESSAGES)
    assert P.SEND_MESSAGES not in bits(deny_all)
    allow_role = Overwrite(ROLE, ROLE_KIND, allow=P.SEND_MESSAGES)
    assert P.SEND_MESSAGES in bits(deny_all, allow_role)
    deny_member = Overwrite(MEMBER_ID, MEMBER_KIND, deny=P.SEND_MESSAGES)
    assert P.SEND_MESSAGES not in bits(deny_all, allow_role, deny_member)


def test_among_roles_allow_beats_deny() -> None:
    deny = Overwrite(ROLE, ROLE_KIND, deny=P.SEND_MESSAGES)
    allow = Overwrite(OTHER, ROLE_KIND, allow=P.SEND_MESSAGES)
    assert P.SEND_MESSAGES in bits(deny, allow)


def test_an_administrator_is_above_overwrites() -> None:
    deny = Overwrite(MEMBER_ID, MEMBER_KIND, deny=P.VIEW_CHANNEL)
    assert bits(deny, base=P.ADMINISTRATOR) == ALL


def test_without_view_nothing_is_left() -> None:
    assert bits(Overwrite(GUILD, ROLE_KIND, deny=P.VIEW_CHANNEL)) == P.NONE


@pytest.mark.parametrize("lost", [P.EMBED_LINKS, P.ATTACH_FILES, P.SEND_POLLS])
def test_without_sending_its_parts_go_too(lost: Permissions) -> None:
    assert lost in bits()
    left = bits(Overwrite(GUILD, ROLE_KIND, deny=P.SEND_MESSAGES))
    assert lost not in left
    assert P.READ_MESSAGE_HISTORY in left


def test_in_threads_the_thread_permission_counts() -> None:
    silent = Overwrite(GUILD, ROLE_KIND, deny=P.SEND_MESSAGES)
    assert P.EMBED_LINKS in bits(silent, thread=True)
    unthreaded = Overwrite(GUILD, ROLE_KIND, deny=P.SEND_MESSAGES_IN_THREADS)
    assert P.EMBED_LINKS not in bits(unthreaded, thread=True)


def test_timed_out_members_only_look() -> None:
    assert bits(timed_out=True) == P.VIEW_CHANNEL | P.READ_MESSAGE_HISTORY
