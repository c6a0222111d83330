"""R6: many prompts that fall due at once, with Discord in a process of its own.

A few of them; ten thousand: ``make soak YEAR=1``.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest

from tests.bench.prompts import Sending, sending, syllabot
from tests.soak.due_at_once import faults

MEMBERS = 70


async def test_r6_all_get_their_prompt_once_and_under_the_limit(sqlite_url: str) -> None:
    found = await sending(partial(syllabot, url=sqlite_url), MEMBERS, 0.1, idle=0.2)
    assert faults(found) == []
    assert found.messages == MEMBERS
    # The 51st request is one of the next second.
    assert found.seconds >= 1
    assert found.busy, "somebody asked for help meanwhile"


@pytest.mark.parametrize("name", ["missing", "repeated", "limited"])
def test_what_must_not_be_is_told(name: str) -> None:
    right = Sending(70, 0, 1, 0, 0, 0, 1.1, [0.0], [0.01], [0.01], 0.01, 0.5)
    assert faults(right) == []
    wrong = replace(right, **{name: 1})  # type: ignore[arg-type]  # counts, by their names
    assert len(faults(wrong)) == 1
