"""`/glossary` and `/resources` over the wire, for members and others, in direct messages too."""

from __future__ import annotations

import pytest

from tests.live import Study, custom_ids

pytestmark = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)


async def test_c9_the_glossary_answers_with_autocomplete_and_pages(study: Study) -> None:
    ana = await study.person("Ana", joined=False)
    found = (await ana.autocomplete("glossary", "term", "rademacher"))[0]
    assert (found.name, found.value) == ("Rademacher complexity", "rademacher-complexity")
    seen = await ana.slash("glossary", term=found.value)
    assert seen.ephemeral
    assert "how well a class of functions" in seen.text.lower()
    assert "[Explainer](<https://www.cs.cornell.edu/" in seen.text
    await ana.click(seen, "All terms")
    assert "**Glossary** · 16" in seen.text
    await ana.click(seen, "›")
    assert "2/2" in seen.buttons
    pick = custom_ids(seen, "glossary:term")[0]
    await ana.choose(seen, "sota", custom_id=pick)
    assert "State of the art" in seen.text
    assert "no such term" in (await ana.slash("glossary", term="@everyone")).text


async def test_c9_resources_by_kind_and_block_with_autocomplete(study: Study) -> None:
    ana = await study.person("Ana")
    assert (await ana.autocomplete("resources", "block", "theor"))[0].value == "theory"
    seen = await ana.slash("resources", kind="book", block="theory")
    assert "**Resources** · Theoretical foundations · 3" in seen.text
    assert "**Books**" in seen.text
    await ana.choose(seen, "article", custom_id=custom_ids(seen, "resources:kind")[0])
    assert "**Articles**" in seen.text
    assert "Theoretical foundations · 2" in seen.text
    offered = await ana.autocomplete("resources", "topic", "mlop")
    assert [each.name for each in offered] == ["MLOps"]
    about = await ana.slash("resources", topic="mlops")
    assert "Deep Learning Specialization" not in about.text
    assert "MLOps" in about.text
    direct = await ana.slash("resources", dm=True)
    assert "**Courses**" in direct.text
    await ana.click(direct, "›")
    assert "2/" in " ".join(direct.buttons)
    for kind in ("x" * 30, "all"):
        forged = await ana.choose(
            direct, kind, custom_id=custom_ids(direct, "resources:kind")[0], forge=True
        )
        assert forged.failed is None
    assert "no such block" in (await ana.slash("resources", block="99")).text


async def test_c9_without_a_group_the_first_step_is_named(blank_study: Study) -> None:
    ana = blank_study.sandbox.user("Ana")
    ana.join(blank_study.guild)
    assert "/setup" in (await ana.slash("glossary")).text
    assert await ana.autocomplete("glossary", "term", "m") == []
