"""`/paper feeds`: which of arXiv's categories the group follows, and how each is (U4, M4)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.arxiv.values import Health
from bot.feeds.values import Followed
from bot.groups.queries import get_group
from bot.groups.values import DEFAULT_CATEGORIES
from cogs.feeds.panels import feeds_panel
from sandbox.feeds import Announcement
from tests.live import START, Study, form_of
from tests.papers.test_panels import feed
from tests.papers.test_wire import OPENS, paper

sqlite_only = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)

START_STAMP = "<t:1772431200:f>"


async def followed(study: Study) -> tuple[str, ...]:
    async with study.db.read() as session:
        return (await get_group(session, study.guild.id)).categories


async def test_a_new_group_follows_the_four_categories_of_the_plan(blank_study: Study) -> None:
    """Issue 12: cs.LG, stat.ML, cs.CL and cs.CV; a group that is there keeps its own."""
    olga = blank_study.organiser
    assert "cs.LG, stat.ML, cs.CL, cs.CV" in (await olga.slash("setup")).text
    await olga.click(await olga.slash("setup"), "Start")
    assert await followed(blank_study) == ("cs.LG", "stat.ML", "cs.CL", "cs.CV")
    await olga.slash("setup", categories="cs.IR")
    await olga.slash("setup", zone="Berlin")
    assert await followed(blank_study) == ("cs.IR",)


@sqlite_only
async def test_a2_cross_listed_papers_count_once_organisers_switch_them_on(study: Study) -> None:
    ana, olga = await study.person("Ana"), study.organiser
    seen = await olga.slash("paper feeds list")
    assert "Only papers that are new there count, not those cross-listed." in seen.text
    hers = await ana.slash("paper feeds list")
    assert "Count cross-lists" not in hers.buttons
    forged = await ana.click(hers, custom_id="paper:cross-lists:1", forge=True)
    assert "Manage Server" in forged.text
    switched = await olga.click(seen, "Count cross-lists")
    assert "Papers cross-listed there count too." in switched.text
    await olga.slash("setup", zone="Berlin")
    crossing = Announcement(paper(1, "From elsewhere", categories=("cs.RO", "cs.LG")), "cross")
    study.sandbox.feeds.set_batch(START.date(), [crossing])
    await study.clock.move_to(OPENS)
    assert "From elsewhere" in next(iter(study.papers.messages)).text
    off = await olga.click(await olga.slash("paper feeds list"), "Leave out cross-lists")
    assert "Count cross-lists" in off.buttons


@sqlite_only
async def test_a6_organisers_choose_how_well_papers_must_fit(study: Study) -> None:
    ana, olga = await study.person("Ana"), study.organiser
    seen = await olga.slash("paper feeds list")
    assert "must fit**: what may interest you\nOf a week's papers about one in three" in seen.text
    hers = await ana.slash("paper feeds list")
    assert "about one in three does" in hers.text
    forged = await ana.choose(hers, ["any"], custom_id="paper:fit", forge=True)
    assert "Manage Server" in forged.text
    nonsense = await olga.choose(seen, ["best"], custom_id="paper:fit", forge=True)
    assert "none of the choices" in nonsense.text
    chosen = await olga.choose(seen, ["close"])
    assert chosen.updated
    assert "only what fits well\nAbout one paper in ten does; a quiet week" in chosen.text
    await olga.slash("setup", zone="Berlin")
    assert "only what fits well" in (await ana.slash("paper feeds list")).text


async def test_m4_a_feed_is_added_and_removed_as_in_setup(study: Study) -> None:
    """By its title too; the same list, the same checks, and it is read from then on."""
    olga = study.organiser
    await study.set_up(categories=("cs.LG",))
    seen = await olga.slash("paper feeds add", category="robotics, CS.cl")
    assert "Added: **cs.RO · Robotics**, **cs.CL · Computation and Language**." in seen.text
    assert await followed(study) == ("cs.LG", "cs.RO", "cs.CL")
    assert "**Feeds** cs.LG, cs.RO, cs.CL" in (await olga.slash("setup")).text
    again = await olga.slash("paper feeds add", category="cs.ro")
    assert "The group follows this already: **cs.RO · Robotics**." in again.text
    await study.clock.move_to(study.clock.now() + timedelta(minutes=1))
    asked = [request.query for request in study.sandbox.feeds.requests]
    assert sorted(asked) == ["cs.CL", "cs.LG", "cs.RO"]

    gone = await olga.slash("paper feeds remove", category="computation")
    assert "Removed: **cs.CL · Computation and Language**." in gone.text
    first = await olga.slash("paper feeds list")
    await olga.click(first, custom_id="paper:feed-remove:cs.LG")
    late = await olga.click(first, custom_id="paper:feed-remove:cs.LG", forge=True)
    assert late.updated
    assert "follows no such category" in late.text
    last = await olga.click(late, "Remove")
    assert "`cs.RO` is the only feed, and the weekly paper needs one" in last.text
    assert await followed(study) == ("cs.RO",)


@sqlite_only
async def test_m4_a_category_that_arxiv_does_not_have_is_named_with_the_nearest(
    study: Study,
) -> None:
    await study.set_up(categories=DEFAULT_CATEGORIES)
    olga = study.organiser
    seen = await olga.slash("paper feeds add", category="cs.ML")
    assert "arXiv has no category `cs.ML`. Perhaps `cs." in seen.text
    form = form_of(await olga.click(await olga.slash("paper feeds list"), "Add"))
    wrong = await olga.submit(form, {"categories": "Machine Learnin"})
    assert "Perhaps" in wrong.text
    many = "cs.AI, cs.IR, cs.NE, cs.RO, cs.CR"
    full = await olga.slash("paper feeds add", category=many)
    assert "At most 8 categories fit" in full.text
    assert many in full.text, "what was typed comes back"
    form = form_of(await olga.click(await olga.slash("paper feeds list"), "Add"))
    assert "Added: **cs.AI" in (await olga.submit(form, {"categories": "cs.AI"})).text
    assert await followed(study) == ("cs.LG", "stat.ML", "cs.CL", "cs.CV", "cs.AI")


@sqlite_only
async def test_u4_each_feed_says_how_it_is_and_since_when(study: Study) -> None:
    await study.set_up(categories=DEFAULT_CATEGORIES)
    ana = await study.person("Ana")
    study.sandbox.feeds.set_batch(START.date(), [paper(1, "First")])
    study.sandbox.feeds.break_with("cs.CL", "malformed")
    before = await study.organiser.slash("paper feeds list")
    assert "○ **stat.ML · Machine Learning**\nwaits for its first reading" in before.text
    await study.clock.move_to(study.clock.now() + timedelta(hours=3))
    seen = await study.organiser.click(before, "Look again")
    assert "● **cs.LG · Machine Learning**\nup to date, 1 entry, read " in seen.text
    assert (
        "⊘ **cs.CL · Computation and Language**\n"
        f"failing since {START_STAMP}: the feed is not valid XML. I try again by myself"
    ) in seen.text
    assert seen.buttons == ["Remove"] * 4 + ["Add", "Look again", "Count cross-lists"]
    assert seen.ephemeral
    # Members see it too, in direct messages as well, and can change nothing.
    for shown in (
        await ana.slash("paper feeds list", dm=True),
        await ana.slash("paper feeds list"),
    ):
        assert f"failing since {START_STAMP}" in shown.text
        assert shown.buttons == ["Look again"]
    for verb in ("add", "remove"):
        refused = await ana.slash(f"paper feeds {verb}", category="cs.CV")
        assert "for organisers" in refused.text
    forged = await ana.click(shown, custom_id="paper:feed-remove:cs.LG", forge=True)
    assert "for organisers" in forged.text
    assert len(await followed(study)) == 4


@sqlite_only
async def test_categories_are_suggested_by_id_and_title(study: Study) -> None:
    await study.set_up(categories=DEFAULT_CATEGORIES)
    olga = study.organiser
    new = await olga.autocomplete("paper feeds add", "category", "learning")
    assert not {"cs.LG", "stat.ML"} & {each.value for each in new}, "they are followed"
    new = await olga.autocomplete("paper feeds add", "category", "ROBOT")
    assert [(each.name, each.value) for each in new] == [("cs.RO · Robotics", "cs.RO")]
    known = await olga.autocomplete("paper feeds remove", "category", "")
    assert [each.value for each in known] == ["cs.LG", "stat.ML", "cs.CL", "cs.CV"]
    nina = await study.person("Nina", joined=False)
    assert await nina.autocomplete("paper feeds remove", "category", "") == []


def test_the_fullest_list_fits_a_message() -> None:
    longest = feed(Health.FAILING, "*" * 200, category="cond-mat.mtrl-sci")
    panel = feeds_panel(Followed((longest,) * 8, False), can_change=True, said="x" * 700)
    assert panel.content_length() <= 4000
    assert sum(1 for _ in panel.walk_children()) <= 40
