"""Reviews where they are looked for: of any paper of arXiv, on a paper's page, in the search."""

from __future__ import annotations

import pytest

from tests.live import Study, form_of
from tests.reviews.weeks import chosen, drafted, published

pytestmark = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)


async def test_a12_a_paper_that_nothing_brought_is_looked_up_and_reviewed(study: Study) -> None:
    ana, ben = await study.person("Ana"), await study.person("Ben")
    seen = await ana.slash("paper review", paper="https://arxiv.org/pdf/2503.16419v2.pdf")
    assert seen.ephemeral
    assert "Stop Overthinking" in seen.text
    assert "I looked it up at arXiv. Nothing is written yet." in seen.text
    draft = await ana.submit(form_of(await ana.click(seen, "Write it")), {"Key points": "Short."})
    assert "◐ Draft" in draft.text
    again = form_of(await ana.slash("paper review", paper="2503.16419"))
    assert again.fields["Key points"]["value"] == "Short.", "it is known from then on"
    await ana.click(await ana.click(draft, "Publish"), "Publish")
    assert "Stop Overthinking" in (await ben.slash("paper reviews")).text


async def test_a_paper_that_cannot_be_looked_up_is_said_and_comes_back(study: Study) -> None:
    ana, nina = await study.person("Ana"), await study.person("Nina", joined=False)
    unknown = await ana.slash("paper review", paper="2203.99999")
    assert "no paper with the id `2203.99999`" in unknown.text
    study.sandbox.feeds.break_with("api", "html")
    seen = await ana.slash("paper review", paper="arXiv:2503.16419")
    assert "does not answer just now" in seen.text
    assert "You wrote" in seen.text
    asked = len(study.sandbox.feeds.requests)
    assert "join" in (await nina.slash("paper review", paper="2503.16419")).text
    assert len(study.sandbox.feeds.requests) == asked, "arXiv is asked for members alone"


async def test_a11_a_published_review_stands_on_the_papers_page_and_is_searched(
    study: Study,
) -> None:
    ana, ben = await study.person("Ana"), await study.person("Ben")
    key = await chosen(study, ana)
    draft = await drafted(ana, key, key_points="Bold *claims*.", method="Ablations of Müller.")
    page = await ben.slash("paper show", paper=key)
    assert "None published yet." in page.text
    assert "Reviews" not in page.buttons
    assert "Nothing fits" in (await ben.slash("paper search", words="ablations")).text
    told = await ana.click(await ana.click(draft, "Publish"), "Publish")
    page = await ben.slash("paper show", paper=key)
    assert f"**Reviews**\n<@{ana.id}>" in page.text
    assert "Bold \\*claims\\*." in page.text
    for words in ("ablations muller", "bold"):
        assert "**First**" in (await ben.slash("paper search", words=words)).text
    listed = await ben.click(page, "Reviews")
    assert listed.ephemeral
    assert "Ablations of Müller." in (await ben.click(listed, "Open")).text
    form = form_of(await ben.click(page, "Review"))
    assert form.title == "Your review"
    await ana.click(told, "Take back")
    assert "None published yet." in (await ben.slash("paper show", paper=key)).text
    assert "Nothing fits" in (await ben.slash("paper search", words="ablations")).text


async def test_all_reviews_of_a_paper_are_reached_page_by_page(study: Study) -> None:
    people = [await study.person(f"Person {number}") for number in range(9)]
    key = await chosen(study, people[0])
    for number, each in enumerate(people):
        await published(each, key, key_points=f"Review {number}.")
    listed = await people[0].click(await people[0].slash("paper show", paper=key), "Reviews")
    assert "**Reviews** · 9" in listed.text
    last = await people[0].click(listed, "›")
    assert last.updated
    assert f"<@{people[0].id}>" in last.text, "the oldest"


async def test_a11_a_reviewed_paper_that_no_shortlist_had_has_its_page(study: Study) -> None:
    """From publication on for all, before it for its author alone; attempts can be noted there."""
    ana, ben = await study.person("Ana"), await study.person("Ben")
    seen = await ana.slash("paper review", paper="2503.16419")
    draft = await ana.submit(form_of(await ana.click(seen, "Write it")), {"Key points": "Short."})
    assert "Stop Overthinking" in (await ana.slash("paper show", paper="2503.16419")).text
    assert "one of your shortlists" in (await ben.slash("paper show", paper="2503.16419")).text
    assert await ben.autocomplete("paper show", "paper", "overthinking") == []
    for who in (ana, ben):
        assert "None yet" in (await who.slash("paper search", words="overthinking")).text
    told = await ana.click(await ana.click(draft, "Publish"), "Publish")
    ((_, key),) = await ben.autocomplete("paper show", "paper", "overthinking")
    page = await ben.slash("paper show", paper=key)
    assert "It has not stood on a shortlist of yours." in page.text
    assert f"**Reviews**\n<@{ana.id}>" in page.text
    assert "Rate" not in page.buttons
    assert "Stop Overthinking" in (await ben.slash("paper show", paper="stop overthinking")).text
    search = await ben.slash("paper search", words="overthinking short")
    assert "Not chosen in a vote; reviewed or tried" in search.text
    assert "It has not stood" in (await ben.click(search, "Show")).text
    assert "None yet" in (await ben.slash("paper history")).text
    form = form_of(await ben.click(page, "Log attempt"))
    shown = {
        "What you tried": "Table 2",
        "What came of it": "Failed",
        "Who sees it": "The group, with my name",
    }
    await ben.submit(form, shown)
    await ana.click(told, "Take back")
    assert "Table 2" in (await ana.slash("paper show", paper=key)).text, "an attempt is shown"
