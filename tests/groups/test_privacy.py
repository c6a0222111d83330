"""``/privacy``: for anybody, anywhere, the whole of what the features declare (M7)."""

from __future__ import annotations

import pytest

from bot.privacy import declared
from cogs.features import FEATURES
from cogs.groups.stored_text import stored_pages
from sandbox import Seen
from tests.live import Study


async def all_pages(study: Study, seen: Seen) -> str:
    """The text of every page, as somebody turns them."""
    pages = int(next(label for label in seen.buttons if "/" in label)[2:])
    texts = [seen.text]
    for _ in range(pages - 1):
        seen = await study.people["Eve"].click(seen, "›")
        assert seen.updated
        texts.append(seen.text)
    return "\n".join(texts)


@pytest.mark.parametrize("dm", [False, True])
async def test_m7_anybody_reads_what_is_stored_in_the_server_and_by_message(
    study: Study, dm: bool
) -> None:
    eve = await study.person("Eve", joined=False)
    seen = await eve.slash("privacy", dm=dm)
    assert seen.ephemeral or dm
    text = await all_pages(study, seen)
    for each in declared(feature.data for feature in FEATURES):
        assert each.what in text
        assert each.how_long in text
        assert each.seen_by in text
        assert each.inferred in text
    assert "Whoever runs me has my database" in text


async def test_what_me_and_joining_show_is_the_same_text(study: Study) -> None:
    eve = await study.person("Eve")
    stored = await eve.click(await eve.slash("me"), "What is stored")
    assert stored.text == (await eve.slash("privacy")).text
    joined = await eve.slash("join")
    assert "`/privacy`" in joined.text or "</privacy:" in joined.text
    assert len(stored_pages(declared(f.data for f in FEATURES), limit=3900)) > 1


async def test_it_is_read_before_anybody_has_set_a_group_up(blank_study: Study) -> None:
    eve = await blank_study.person("Eve", joined=False)
    assert "What I keep about you" in (await eve.slash("privacy")).text
