"""``python -m tests.soak [--minutes N] [--seed SEED]``: attack the bot, and say what came of it.

With ``--year``, a year of two hundred members (`tests.soak.year`) comes first, and ten thousand to
whom a prompt is due at once.
"""

from __future__ import annotations

import argparse
import asyncio
import secrets
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import asyncpg

from tests.databases import SERVERS, PostgresServer, import_models
from tests.soak.due_at_once import MEMBERS as AT_ONCE
from tests.soak.due_at_once import due_at_once
from tests.soak.findings import Findings
from tests.soak.rounds import Rounds
from tests.soak.scene import scene
from tests.soak.year.whole import DAYS, MEMBERS, a_year

LOG_TOLD = 50_000
"""Characters of the log's end that are printed where there was a fault."""


def main() -> int:
    """Run it; 1 when there was a fault."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0, help="in all, half on each database")
    parser.add_argument("--seed", default=secrets.token_hex(4), help="repeats an earlier run's")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), help="only this one")
    parser.add_argument("--year", action="store_true", help="live through a year as well")
    parser.add_argument("--members", type=int, default=MEMBERS, help="in that year")
    parser.add_argument("--days", type=int, default=DAYS, help="of that year")
    parser.add_argument("--due-at-once", type=int, default=AT_ONCE, help="members after that year")
    given = parser.parse_args()
    import_models()
    print(f"seed {given.seed}", flush=True)
    names = [given.database] if given.database else ["sqlite", "postgresql"]
    faults = 0
    for name in names if given.year else []:
        with _fresh(name) as (url, _folder):
            faults += asyncio.run(a_year(url, given.seed, given.days, given.members))
        with _fresh(name) as (url, _folder):
            faults += asyncio.run(due_at_once(url, given.due_at_once))
    for name in names if given.minutes else []:
        minutes = given.minutes / len(names)
        faults += len(_soaked(name, given.seed, minutes).faults)
    year = " YEAR=1" if given.year else ""
    again = f"make soak MINUTES={given.minutes:g} SEED={given.seed}{year}"
    print(f"{faults} faults; to repeat it: {again}")
    return 1 if faults else 0


def _soaked(name: str, seed: str, minutes: float) -> Findings:
    """Everything on one database."""
    findings = Findings()
    print(f"{name}, {minutes:g} minutes", flush=True)
    with _fresh(name) as (url, folder):
        asyncio.run(soak(url, folder, findings, seed, minutes))
        if findings.faults:
            print((folder / "bot.log").read_text(errors="replace")[-LOG_TOLD:])
    findings.report()
    return findings


@contextmanager
def _fresh(name: str) -> Iterator[tuple[str, Path]]:
    """The URL of an empty database of this kind, and a folder."""
    with tempfile.TemporaryDirectory(prefix="syllabot-soak-") as folder:
        if name == "sqlite":
            yield f"sqlite:///{folder}/bot.db", Path(folder)
            return
        server = _server()
        try:
            yield server.url_of(server.create()), Path(folder)
        finally:
            server.close()


async def soak(url: str, folder: Path, findings: Findings, seed: str, minutes: float) -> None:
    """Rounds until the time is over, then what must be true in the end."""
    ends = time.monotonic() + 60 * minutes
    async with scene(url, folder) as found:
        rounds = Rounds(found, findings, f"{seed} {url.partition(':')[0]}")
        while time.monotonic() < ends:
            await rounds.run()
        await rounds.end(minutes)


def _server() -> PostgresServer:
    for url in SERVERS:
        server = PostgresServer(url)
        try:
            server.drop_leftovers()
        except (OSError, TimeoutError, asyncpg.PostgresError):
            continue
        return server
    sys.exit("No PostgreSQL answers at 127.0.0.1:5432; --database sqlite does without.")


if __name__ == "__main__":
    sys.exit(main())
