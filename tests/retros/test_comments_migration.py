"""Cards of before there were comments are cards still, in their themes, on both databases (D4)."""

from __future__ import annotations

from datetime import UTC, datetime

from alembic import command
from sqlalchemy import Connection, MetaData, insert

from bot.db import Database, upgrade
from bot.db.migrate import _connection, alembic_config
from bot.retros.queries import revealed_cards
from bot.themes.queries import themes_of
from tests.papers.test_vote_migration import GROUP, GUILD, both

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
SECRET = "0" * 64


def load(connection: Connection) -> None:
    """The last schema without comments: a closed retro with a theme of two cards, an open one."""
    command.upgrade(alembic_config(connection), "0041")
    tables = MetaData()
    tables.reflect(connection)
    retro = {"guild_id": GUILD, "format": "worked-adjust", "title": "Worked", "opened_at": AT}
    retro |= {"anonymity": "anonymous", "reveal_at": AT, "phase_began_at": AT}
    retro |= {"is_quick": False, "is_extended": False, "votes": 3, "votes_per_theme": 1}
    retro |= {"own_votes": True}
    closed = {"phase": "closed", "closed_at": AT, "revealed_at": AT, "phase_ends_at": None}
    hidden = {"phase": "collect", "closed_at": None, "revealed_at": None, "phase_ends_at": AT}
    column: dict[str, object] = {"guild_id": GUILD, "position": 0, "title": "Worked"}
    card = {"guild_id": GUILD, "position": 0, "anonymity": "anonymous"}
    rows: dict[str, list[dict[str, object]]] = {
        "groups": [GROUP],
        "retros": [{"id": 1, **retro, **closed}, {"id": 2, **retro, **hidden}],
        "retro_columns": [
            {**column, "retro_id": number, "question": "What worked?"} for number in (1, 2)
        ],
        "retro_cards": [
            {**card, "id": 11, "retro_id": 1, "text": "Pairing", "secret_hash": None},
            {**card, "id": 12, "retro_id": 1, "text": "Fridays", "secret_hash": None},
            {**card, "id": 21, "retro_id": 2, "text": "Hidden", "secret_hash": SECRET},
        ],
        "retro_themes": [{"guild_id": GUILD, "retro_id": 1, "number": 0}],
        "retro_theme_cards": [
            {"guild_id": GUILD, "card_id": card_id, "retro_id": 1, "number": 0}
            for card_id in (11, 12)
        ],
    }
    for name, values in rows.items():
        connection.execute(insert(tables.tables[name]), values)


@both
async def test_d4_cards_stay_cards_in_their_themes(empty_db_url: str) -> None:
    async with _connection(empty_db_url) as connection:
        await connection.run_sync(load)
    await upgrade(empty_db_url)
    database = Database(empty_db_url)
    async with database.read() as session:
        retro, cards = await revealed_cards(session, GUILD, 1)
        [theme] = await themes_of(session, GUILD, 1)
    await database.close()
    assert retro.cards == 2
    assert [(card.text, card.is_comment) for card in cards] == [
        ("Pairing", False),
        ("Fridays", False),
    ]
    assert [card.text for card in theme.cards] == ["Pairing", "Fridays"]
