"""The soak itself, for a few seconds: it attacks, it counts, and it would tell."""

from __future__ import annotations

from pathlib import Path

import pytest

from sandbox import Seen
from tests.soak.findings import Findings
from tests.soak.rounds import Rounds, unexpected_errors
from tests.soak.scene import OWLS_CARD, scene
from tests.soak.troubles import TROUBLES

CALM, KILLED = TROUBLES[:2]


async def test_r9_a_short_soak_finds_nothing(sqlite_url: str, tmp_path: Path) -> None:
    findings = Findings()
    async with scene(sqlite_url, tmp_path) as found:
        rounds = Rounds(found, findings, "suite")
        await rounds.run(CALM, attempts=24)
        await rounds.run(KILLED, attempts=6)
        assert OWLS_CARD in await found.opened_to(found.person("member"))
        assert OWLS_CARD not in await found.opened_to(found.person("stranger"))
        await rounds.end(1)
    assert findings.faults == []
    assert findings.checked["each prompt came exactly once"] == 6
    assert findings.checked["what was typed is saved once"] == 2
    assert findings.checked["answered within 3 s"] >= 24
    assert findings.tried[f"trouble: {KILLED.name}"] == 1


@pytest.mark.parametrize("may_fail", [False, True])
def test_no_answer_is_a_fault_unless_the_line_was_cut(may_fail: bool) -> None:
    findings = Findings()
    findings.answer(Seen(failed="silence"), "a press", (), may_fail=may_fail)
    assert (findings.faults == []) is may_fail


@pytest.mark.parametrize(
    ("log", "count"),
    [
        ("10:00 ERROR cogs.common.errors: Reference abc234: /me\nTraceback", 1),
        ("10:00 ERROR bot.db.engine: The database cannot be read: it is away\nTraceback", 0),
        ("10:00 ERROR bot.scheduling.jobs: job deliveries failed\n10:01 INFO all is well", 0),
        ("10:00 ERROR bot.scheduling.jobs: job deliveries failed\nTraceback (most recent", 1),
        ("10:00 WARNING bot.scheduling.dispatcher: it took too long", 0),
    ],
)
def test_an_error_in_the_log_is_a_fault_unless_a_trouble_explains_it(log: str, count: int) -> None:
    assert len([*unexpected_errors(log)]) == count
