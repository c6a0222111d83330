"""What a shortlist shows, and a vote in which nobody took part."""

from __future__ import annotations

from datetime import timedelta

from sandbox.feeds import Paper
from tests.live import START, Study
from tests.papers.test_wire import (
    CLOSES,
    MONDAY,
    opened,
    paper,
    posts,
    sqlite_only,
    threads,
)

HOSTILE = "@everyone <@1> [x](https://evil.example) **$n<m$** &amp;lt; \u202emirror\u202c ||x||"


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


async def arrived(study: Study, *papers: Paper) -> None:
    """Let the feed bring papers, before any of them is listed."""
    study.sandbox.feeds.set_batch(MONDAY, papers)
    await study.clock.move_to(START + timedelta(minutes=1))


@sqlite_only
async def test_recent_titles_are_suggested(study: Study) -> None:
    ana = await study.person("Ana")
    await arrived(study, paper(1, "Sparse things"), paper(2, "Dense things"))
    choices = await ana.autocomplete("paper nominate", "paper", "sparse")
    assert [choice.value for choice in choices] == ["2603.00001"]


@sqlite_only
async def test_a10_what_stands_on_the_open_shortlist_is_not_suggested(study: Study) -> None:
    """Nor is anything twice; once the vote is over it can be asked for again."""
    ana = await study.person("Ana")
    await opened(study, *(paper(number, f"Sparse {number}") for number in range(1, 9)))
    choices = await ana.autocomplete("paper nominate", "paper", "sparse")
    listed = {number for number in range(1, 9) if f"Sparse {number}" in posts(study)[-1].text}
    assert listed
    suggested = [choice.value for choice in choices]
    assert suggested == sorted(set(suggested))
    assert set(suggested) == {f"2603.0000{n}" for n in range(1, 9) if n not in listed}
    await study.clock.move_to(CLOSES)
    after = [each.value for each in await ana.autocomplete("paper nominate", "paper", "sparse")]
    assert {f"2603.0000{number}" for number in range(1, 9)} <= set(after)


@sqlite_only
async def test_titles_are_found_in_any_case_and_without_their_accents(study: Study) -> None:
    ana = await study.person("Ana")
    await arrived(study, paper(1, 'Diffusion SCHR\\"{O}DINGER Bridges'), paper(2, "Dense things"))
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
    await arrived(
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


@sqlite_only
async def test_m6_a_title_can_do_nothing_but_be_read(study: Study) -> None:
    # Nominated, so that no ranker leaves it out.
    ana, ben = await study.person("Ana"), await study.person("Ben")
    nasty = [paper(n, HOSTILE * 3, authors=(HOSTILE,), summary=HOSTILE * 20) for n in range(1, 7)]
    study.sandbox.feeds.set_batch(MONDAY, nasty)
    await study.clock.move_to(START + timedelta(minutes=1))
    for who, number in ((ana, 1), (ben, 2)):
        assert "Nominated" in (await who.slash("paper nominate", paper=f"2603.0000{number}")).text
    panel = await opened(study, *nasty)
    await study.clock.move_to(CLOSES)
    for message in posts(study):
        assert not message.mention_everyone
        assert message.mentions == []
        assert "@everyone" not in message.text
        assert "<@1>" not in message.text.replace("\\<@1>", "")
        assert "](https://evil" not in message.text.replace("\\](https://evil", "")
        assert "\u202e" not in message.text
        assert "$n\\<m$" in message.text or "$n<m$" in message.text
    assert len(panel.text) <= 4000


@sqlite_only
async def test_a11_a_discussed_paper_is_nominated_again_by_a_button(study: Study) -> None:
    ana = await study.person("Ana")
    await opened(study)
    await ana.choose(await ana.slash("paper vote"), ["2603.00002"])
    await study.clock.move_to(CLOSES)
    told = await ana.slash("paper nominate", paper="2603.00002")
    assert "The group has discussed **Second** already" in told.text
    again = await ana.click(told, "Nominate again")
    assert again.updated
    assert "Nominated: **Second**" in again.text
