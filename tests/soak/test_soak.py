"""The soak itself, for a few seconds: it attacks, it counts, and it would tell."""

from __future__ import annotations

from pathlib import Path

import pytest

from sandbox import Seen
from tests.soak.findings import Findings
from tests.soak.rounds import Rounds
from tests.soak.scene import scene
from tests.soak.troubles import TROUBLES

CALM, KILLED = TROUBLES[:2]


async def test_r9_a_short_soak_finds_nothing(sqlite_url: str, tmp_path: Path) -> None:
    findings = Findings()
    async with scene(sqlite_url, tmp_path) as found:
        rounds = Rounds(found, findings, "suite")
        await rounds.run(CALM, attempts=24)
        await rounds.run(KILLED, attempts=6)
        await rounds.end(1)
    assert findings.faults == []
    assert findings.checked["each prompt came exactly once"] == 6
    assert findings.checked["what was typed is saved once"] == 2
    assert findings.checked["answered within 3 s"] >= 24
    assert findings.tried[f"trouble: {KILLED.name}"] == 1


@pytest.mark.parametrize("may_fail", [False, True])
def test_no_answer_is_a_fault_unless_the_line_was_cut(may_fail: bool) -> None:
    findings = Findings()
    findings.answer(Seen(failed="silence"), "a press", (), may_fail=may_fail, may_break=False)
    assert (findings.faults == []) is may_fail
