"""What comes after the reveal: offered as a comment, beside the cards, as anonymous as they are."""

from __future__ import annotations

import pytest
from sqlalchemy import inspect, select, text, update
from sqlalchemy.exc import IntegrityError

from bot.db import Database
from bot.errors import NotFound, NotSetUp, UserError
from bot.retros import card_service, queries, service, steering
from bot.retros.data import DATA
from bot.retros.models import CardRow
from bot.retros.values import Anonymity, Card, Phase
from bot.themes.queries import themes_of
from tests.retros.circle import (
    ANA,
    BEN,
    GUILD,
    OTHER_GUILD,
    STRANGER,
    member,
    organiser,
    set_up_circle,
)

ORDER = (Phase.FACTS, Phase.COLLECT, Phase.GROUP, Phase.VOTE)
# As many as make one chance order in 12! equal to the order of writing.
WRITTEN = [f"comment {number:02}" for number in range(12)]


@pytest.fixture(autouse=True)
async def _circle(composed_db: Database) -> None:
    await set_up_circle(composed_db)


async def revealed(db: Database, anonymity: Anonymity = Anonymity.NAMED) -> int:
    """A retro with two cards of Ben's, in its phase of grouping."""
    async with db.begin() as session:
        retro = (await service.open_retro(session, organiser(), anonymity=anonymity)).retro
        ben = await member(session, BEN)
        for text_ in ("Pairing", "Fridays"):
            await card_service.add_card(session, ben, retro.id, 0, text_)
        for phase in ORDER[:2]:
            await steering.go_on(session, organiser(), retro.id, phase)
    return retro.id


async def comment(
    db: Database,
    retro_id: int,
    text_: str = "And Mondays",
    *,
    user: int = ANA,
    guild: int = GUILD,
    position: int = 1,
) -> Card:
    async with db.begin() as session:
        caller = await member(session, user, guild)
        added = await card_service.add_comment(session, caller, retro_id, position, text_)
    return added.card


async def shown(db: Database, retro_id: int) -> list[Card]:
    async with db.read() as session:
        return (await queries.revealed_cards(session, GUILD, retro_id))[1]


async def test_t7_a_comment_stands_after_the_cards_and_changes_nothing_else(
    composed_db: Database,
) -> None:
    """T7, T2: it counts as no card, is in no theme, and comes with its author's name."""
    db = composed_db
    retro_id = await revealed(db)
    await comment(db, retro_id)
    async with db.begin() as session:
        for phase in ORDER[2:]:
            await steering.go_on(session, organiser(), retro_id, phase)
        themes = await themes_of(session, GUILD, retro_id)
        retro = await queries.get_retro(session, GUILD, retro_id)
        mine = await queries.own_cards(session, await member(session), retro_id)
    assert (retro.cards, mine.cards) == (2, [])
    assert {card.text for theme in themes for card in theme.cards} == {"Pairing", "Fridays"}
    *cards, last = await shown(db, retro_id)
    assert [card.is_comment for card in cards] == [False, False]
    assert (last.text, last.author_id, last.position, last.is_comment) == (
        "And Mondays",
        ANA,
        1,
        True,
    )


async def test_a_comment_is_checked_and_has_its_time(composed_db: Database) -> None:
    """After the reveal, before the end, by a member, in a column that is there; never empty."""
    db = composed_db
    async with db.begin() as session:
        hidden = (await service.open_retro(session, organiser())).retro.id
    with pytest.raises(UserError, match="hidden yet"):
        await comment(db, hidden)
    async with db.begin() as session:
        await steering.close_retro(session, organiser())
    with pytest.raises(UserError, match="closed meanwhile"):
        await comment(db, hidden)
    retro_id = await revealed(db)
    for blank in (" \n", "\u3164", "\u2800 \u2800", "\0"):
        with pytest.raises(UserError, match="empty"):
            await comment(db, retro_id, blank)
    with pytest.raises(UserError, match="4,001 characters"):
        await comment(db, retro_id, "x" * 4001)
    for position in (2, -1, 2**40):
        with pytest.raises(NotFound):
            await comment(db, retro_id, position=position)
    with pytest.raises(NotFound):
        await comment(db, retro_id, guild=OTHER_GUILD)
    with pytest.raises(NotSetUp):
        await comment(db, retro_id, user=STRANGER)
    assert len((await comment(db, retro_id, "*" * 4000)).text) == 4000


@pytest.mark.parametrize("closes", [False, True])
async def test_t3_an_anonymous_comment_leaves_no_trace_of_its_author(
    composed_db: Database, closes: bool
) -> None:
    """T3: no author, time or counting id; place and transaction of its row say nothing."""
    db = composed_db
    retro_id = await revealed(db, Anonymity.ANONYMOUS)
    before = {card.text: card.id for card in await shown(db, retro_id)}
    for each in WRITTEN:
        await comment(db, retro_id, each, user=BEN)
    is_postgres = db.engine.dialect.name == "postgresql"
    kept, by = ("ctid", "xmin::text") if is_postgres else ("rowid", "''")
    written = {card.id for card in await shown(db, retro_id) if card.is_comment}
    if closes:
        async with db.begin() as session:
            await steering.close_retro(session, organiser())
    async with db.read() as session:
        rows = list(await session.scalars(select(CardRow).where(CardRow.is_comment)))
        stored = (
            await session.execute(
                text(
                    f"SELECT text, {by} AS written_by FROM retro_cards WHERE is_comment "
                    f"ORDER BY {kept}"
                )
            )
        ).all()
    assert written.isdisjoint(row.id for row in rows) is closes, "the end writes them anew"
    for row in rows:
        values = {c.key: getattr(row, c.key) for c in inspect(CardRow).column_attrs}
        assert BEN not in values.values()
        assert (values["author_id"], values["added_at"], values["secret_hash"]) == (None,) * 3
    assert sorted(row.text for row in stored) == WRITTEN
    assert [row.text for row in stored] != WRITTEN
    assert len({row.written_by for row in stored}) == 1
    after = {card.text: card.id for card in await shown(db, retro_id) if not card.is_comment}
    assert after == before, "themes hold revealed cards by their ids"


async def test_t3_no_comment_has_a_secret(composed_db: Database) -> None:
    """T3: like revealed cards it stays as it is, so nothing could belong to one."""
    retro_id = await revealed(composed_db, Anonymity.ANONYMOUS)
    await comment(composed_db, retro_id)
    with pytest.raises(IntegrityError):
        async with composed_db.begin() as session:
            await session.execute(
                update(CardRow).where(CardRow.is_comment).values(secret_hash="0" * 64)
            )


async def test_m1_a_forgotten_persons_comment_stays_without_their_name(
    composed_db: Database,
) -> None:
    """M1, D1: the group has read it; an export has it as long as it is theirs."""
    db = composed_db
    retro_id = await revealed(db)
    await comment(db, retro_id)
    async with db.begin() as session:
        [row] = (await DATA.export(session, GUILD, ANA))["retro_cards"]
        assert (row["text"], row["is_comment"]) == ("And Mondays", True)
        await DATA.forget(session, GUILD, ANA)
    last = (await shown(db, retro_id))[-1]
    assert (last.text, last.author_id) == ("And Mondays", None)
