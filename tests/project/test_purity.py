"""A module that calls itself pure is: no tables, no services, no database, no network.

The contracts in `pyproject.toml` find pure modules by their place: `rules`, `values`, `bot.inputs`.
Here they are found by what they say of themselves, so that nobody has to keep a list.
"""

from __future__ import annotations

import re

import grimp
import pytest

from tests.project.tracked import ROOT, definitions

SAYS_PURE = re.compile(r"\bPure\b")
IMPURE = re.compile(r"sqlalchemy|discord|aiohttp|bot\.\w+\.(?:models|queries|service)")


def says_pure() -> list[str]:
    """The modules whose docstring, or that of a package around them, has the word "Pure"."""
    found: list[str] = []
    for folder in ("bot", "cogs", "sandbox"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            module = ".".join(parts).removesuffix(".__init__")
            if (
                SAYS_PURE.search(definitions(path)[0].docstring)
                or module.rpartition(".")[0] in found
            ):
                found.append(module)
    return found


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    return grimp.build_graph(
        "bot", "cogs", "sandbox", include_external_packages=True, exclude_type_checking_imports=True
    )


def test_what_calls_itself_pure_is_pure(graph: grimp.ImportGraph) -> None:
    impure = [module for module in graph.modules if IMPURE.fullmatch(module)]
    modules = says_pure()
    assert len(modules) > 5, "the sentence is looked for as it is written"
    found = [
        " -> ".join(chains[0])
        for module in modules
        if (chains := [c for each in impure if (c := graph.find_shortest_chain(module, each))])
    ]
    assert not found, "\n".join(found)
