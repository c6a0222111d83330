"""The cost of a tick with 1,000,000 schedules: nothing due, and 1,000 due; on both databases."""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from datetime import UTC, datetime, timedelta
from datetime import time as at
from zoneinfo import ZoneInfo, available_timezones

import asyncpg
from sqlalchemy import text

from bot import db
from bot.scheduling import Delivery, DeliveryEngine, Receipt
from bot.scheduling.tick import tick
from sandbox import SettableClock
from tests.bench.loop_watch import LoopWatch

SCHEDULES = 1_000_000
DUE = 1_000
ROUNDS = 7
KIND = "bench.prompt"
NOW = datetime(2026, 3, 2, 7, 0, tzinfo=UTC)
POSTGRES = os.environ.get("TEST_POSTGRES_URL", "postgresql://root@127.0.0.1:5432/test")


def _rows() -> list[tuple[object, ...]]:
    """So many daily schedules, in zones and minutes of all kinds, next due within a year."""
    zones = ["Asia/Tokyo", "Asia/Kolkata", "Europe/Berlin", "America/New_York", "America/Sao_Paulo"]
    return [
        (
            1 + number % 2000,
            number,
            KIND,
            at(number % 24, number // 24 % 60),
            zones[number % len(zones)],
            NOW + timedelta(hours=1, seconds=number * 31),
        )
        for number in range(SCHEDULES)
    ]


def _text(instant: object) -> str:
    """As SQLite keeps it."""
    return f"{instant:%Y-%m-%d %H:%M:%S}.000000"


_INSERT = """INSERT INTO schedules
(guild_id, user_id, kind, subject, cadence, weekdays, local_time, zone, next_due_at)
VALUES (?, ?, ?, '', 'weekly', 127, ?, ?, ?)"""


async def _fill_sqlite(database: db.Database) -> None:
    rows = [(*row[:3], f"{row[3]}.000000", row[4], _text(row[5])) for row in _rows()]
    async with database.engine.begin() as connection:
        raw = await connection.get_raw_connection()
        driver = raw.driver_connection
        assert driver is not None
        await driver.executemany(_INSERT, rows)
    async with database.engine.begin() as connection:
        await connection.execute(text("ANALYZE"))


async def _fill_postgres(url: str, database: db.Database) -> None:
    connection = await asyncpg.connect(url)
    await connection.copy_records_to_table(
        "schedules",
        records=[(*row[:3], "", "weekly", 127, *row[3:]) for row in _rows()],
        columns=[
            "guild_id",
            "user_id",
            "kind",
            "subject",
            "cadence",
            "weekdays",
            "local_time",
            "zone",
            "next_due_at",
        ],
    )
    # What loading left to be tidied would be tidied while we measure.
    await connection.execute("VACUUM ANALYZE schedules")
    await connection.execute("CHECKPOINT")
    await connection.close()


async def _idle(engine: DeliveryEngine) -> float:
    samples = []
    for _ in range(ROUNDS * 3):
        began = time.perf_counter()
        await engine.run_due()
        samples.append(time.perf_counter() - began)
    return statistics.median(samples)


def _due_at(now: datetime, database: db.Database) -> list[dict[str, object]]:
    """Rules of many zones and two kinds of week that all fall due at ``now``."""
    zones = sorted(zone for zone in available_timezones() if "/" in zone)[::5]
    rules: list[dict[str, object]] = []
    for number in range(DUE):
        zone = zones[number % len(zones)]
        local = now.astimezone(ZoneInfo(zone))
        rules.append(
            {
                "zone": zone,
                "at": f"{local:%H:%M:%S}.000000" if database.is_sqlite else local.time(),
                "weekdays": 127 if number % 2 else 0b0011111 | 1 << local.weekday(),
                "due": _text(now) if database.is_sqlite else now,
            }
        )
    return rules


async def _busy(database: db.Database) -> tuple[float, float]:
    """Median seconds of a tick with 1,000 due, and the longest stall of the loop in all."""
    samples, stall = [], 0.0
    for round_number in range(ROUNDS):
        now = NOW + timedelta(minutes=round_number)
        rules = _due_at(now, database)
        async with database.begin() as session:
            first = SCHEDULES - (round_number + 1) * DUE
            await session.execute(
                text(
                    "UPDATE schedules SET zone = :zone, local_time = :at, weekdays = :weekdays,"
                    " next_due_at = :due WHERE id = :id"
                ),
                [{**rule, "id": first + number} for number, rule in enumerate(rules, start=1)],
            )
        async with LoopWatch() as watch:
            began = time.perf_counter()
            async with database.begin() as session:
                moved = await tick(await session.connection(), now, {KIND: timedelta(days=400)})
            samples.append(time.perf_counter() - began)
        assert moved == DUE, moved
        stall = max(stall, watch.longest)
    async with database.read() as session:
        made = await session.scalar(text("SELECT count(*) FROM deliveries"))
    assert made == ROUNDS * DUE, made
    return statistics.median(samples), stall


async def _measure(name: str, database: db.Database) -> None:
    async def sender(delivery: Delivery) -> Receipt:
        return Receipt(1, delivery.id)

    engine = DeliveryEngine(database, SettableClock(NOW))
    engine.register(KIND, sender, lateness=timedelta(days=400))
    idle = await _idle(engine)
    busy, stall = await _busy(database)
    print(
        f"  {name:<10} {SCHEDULES:,} schedules: nothing due {idle * 1e3:5.2f} ms, "
        f"{DUE:,} due {busy * 1e3:5.1f} ms, longest loop stall {stall * 1e3:4.1f} ms"
    )
    await database.close()


async def measure() -> None:
    """Print both databases' figures; PostgreSQL's where a server answers."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/bench.db"
        await db.upgrade(url)
        database = db.Database(url)
        await _fill_sqlite(database)
        await _measure("SQLite", database)
    try:
        admin = await asyncpg.connect(POSTGRES)
    except OSError:
        print("  PostgreSQL: no server answers")
        return
    name = f"syllabot_bench_{os.getpid()}"
    await admin.execute(f'CREATE DATABASE "{name}"')
    try:
        url = f"{POSTGRES.rsplit('/', 1)[0]}/{name}"
        await db.upgrade(url)
        database = db.Database(url)
        await _fill_postgres(url, database)
        await _measure("PostgreSQL", database)
    finally:
        await admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
        await admin.close()
