"""What panels say of a paper."""

from __future__ import annotations

import pytest

from cogs.common.paper_text import all_authors


@pytest.mark.parametrize(
    ("names", "room", "told"),
    [
        ([], 20, "Authors unknown"),
        (["Ana", "Ben"], 20, "Ana, Ben"),
        (["Ana", "Ben", "Cara"], 11, "Ana, Ben and 1 more"),
        (["The *Star* Collaboration", "Ben"], 14, r"The \*Star\*… and 1 more"),
    ],
)
def test_authors_are_whole_and_the_first_is_escaped_once(
    names: list[str], room: int, told: str
) -> None:
    assert all_authors(names, room) == told
