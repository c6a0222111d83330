"""What all features hold of one person: found, given to them, or removed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.feature import Commitment, Records, features_of
from bot.groups.values import Member
from bot.public_panels import NamingPost


async def naming_posts(session: AsyncSession, guild_id: int, user_id: int) -> list[NamingPost]:
    """The messages of all features, for the whole group, that name a person; each once."""
    found = [
        post
        for feature in features_of(session)
        if feature.naming_posts is not None
        for post in await feature.naming_posts(session, guild_id, user_id)
    ]
    return list({(post.channel_id, post.message_id): post for post in found}.values())


async def forget_person(session: AsyncSession, guild_id: int, user_id: int) -> None:
    """Remove what all features store about a person, the highest first.

    So each finds what it refers to, and what the group keeps has lost its person before the member
    goes.
    """
    for feature in reversed(features_of(session)):
        await feature.forget(session, guild_id, user_id)


async def records_of_person(
    session: AsyncSession, guild_id: int, user_id: int
) -> dict[str, Records]:
    """Everything that is stored about a person, by the name of the feature that stores it."""
    return {
        feature.name: await feature.export(session, guild_id, user_id)
        for feature in features_of(session)
    }


def titled_counts(session: AsyncSession, found: Mapping[str, Records]) -> list[tuple[str, int]]:
    """What people call the tables of ``found`` that have rows, with how many, in their order."""
    return [
        (held.title, len(rows))
        for feature in features_of(session)
        for held in feature.held
        if (rows := found.get(feature.name, {}).get(held.name))
    ]


async def commitments_of(session: AsyncSession, member: Member, now: datetime) -> list[Commitment]:
    """What a member has committed to from ``now`` on, over all features; earliest first."""
    found = [
        commitment
        for feature in features_of(session)
        if feature.commitments is not None
        for commitment in await feature.commitments(session, member, now)
    ]
    return sorted(found, key=lambda commitment: commitment.at)
