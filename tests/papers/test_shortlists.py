"""What a shortlist shows, and a vote in which nobody took part."""

from __future__ import annotations

from tests.live import Study
from tests.papers.test_wire import CLOSES, opened, paper, posts, sqlite_only, threads


@sqlite_only
async def test_a9_no_ballots_choose_nothing_and_open_no_thread(study: Study) -> None:
    """Nobody is disturbed: the shortlist itself says so. What it held is not proposed again."""
    ana = await study.person("Ana")
    await opened(study)
    await study.clock.move_to(CLOSES)
    (shortlist,) = posts(study)
    assert "Nobody approved a paper this time, so nothing is chosen." in shortlist.text
    assert "Vote" not in shortlist.buttons
    assert threads(study) == []
    picks = await ana.slash("paper picks")
    assert "**No vote is open**" in picks.text
    for seen in (shortlist, picks, await ana.slash("paper history")):
        assert "group picked" not in seen.text
    details = await ana.click(shortlist, custom_id="paper:result:1", forge=True)
    assert "so nothing is chosen" in details.text


@sqlite_only
async def test_abstracts_end_at_a_sentence(study: Study) -> None:
    summary = "We build on Smith et al. (2020), e.g. their loss. It works. " + "Long words " * 40
    panel = await opened(study, paper(1, "First", summary=summary))
    assert "e.g. their loss. It works.\n" in panel.text


@sqlite_only
async def test_recent_titles_are_suggested(study: Study) -> None:
    ana = await study.person("Ana")
    await opened(study, paper(1, "Sparse things"), paper(2, "Dense things"))
    choices = await ana.autocomplete("paper nominate", "paper", "sparse")
    assert [choice.value for choice in choices] == ["2603.00001"]


@sqlite_only
async def test_titles_are_found_in_any_case_and_without_their_accents(study: Study) -> None:
    ana = await study.person("Ana")
    await opened(study, paper(1, 'Diffusion SCHR\\"{O}DINGER Bridges'), paper(2, "Dense things"))
    for typed in (
        *("schrödinger", "SCHRÖDINGER", "schro\u0308dinger", "schrodinger  bridges"),
        *('Schr\\"odinger', "bridges – schrodinger"),
    ):
        choices = await ana.autocomplete("paper nominate", "paper", typed)
        assert [choice.value for choice in choices] == ["2603.00001"], typed


@sqlite_only
async def test_papers_are_found_by_their_authors_too(study: Study) -> None:
    """Any name of them, in any order, with words of the title; the title's own words come first."""
    ana = await study.person("Ana")
    await opened(
        study,
        paper(1, "Lukasz and other names", authors=("Ada Lovelace",)),
        paper(2, "Attention", authors=("Ashish Vaswani", "{\\L}ukasz Kaiser", "Jürgen Müller-Ør")),
        paper(3, "Dense things", authors=("Grace Hopper",)),
    )
    for typed, found in (
        ("lukasz", ["2603.00001", "2603.00002"]),
        ("kaiser łukasz", ["2603.00002"]),
        ("muller or attention", ["2603.00002"]),
        ("hopper attention", []),
    ):
        choices = await ana.autocomplete("paper nominate", "paper", typed)
        assert [choice.value for choice in choices] == found, typed
