"""`/news`: list, add, remove, over the wire, with feeds on loopback."""

from __future__ import annotations

from datetime import timedelta

import pytest

from sandbox import ActingUser
from tests.live import START, Study, form_of
from tests.news.site import Entry, Site, allow, rss

sqlite_only = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)

DAY = timedelta(days=1)


def entries(count: int, *, named: str = "Owl fact") -> list[Entry]:
    return [
        Entry(f"{named} {number}", f"https://owl.example/{named[:3]}{number}", START - number * DAY)
        for number in range(1, count + 1)
    ]


async def follow(study: Study, *urls: str) -> str:
    """What the organiser reads after the last one."""
    seen = None
    for url in urls:
        seen = await study.organiser.slash("news add", url=url)
        assert "Added" in seen.text, seen.text
    assert seen is not None
    return seen.text


async def test_r1_a_newsletter_is_followed_by_its_address_and_shown_with_its_headlines(
    study: Study, site: Site
) -> None:
    site.serve("/feed", rss(*entries(2)))
    await allow(study, [site.url("/feed")])
    seen = await study.organiser.slash("news add", url=site.url("/feed"))
    assert "Added: **The owl post**, with 2 entries. I read it once a day." in seen.text
    assert "**Newsletters** · 1 of 10" in seen.text
    assert "Monday's prompt brings the newest headlines, each once." in seen.text
    ana = await study.person("Ana")
    hers = await ana.slash("news list")
    assert "[Owl fact 1](<https://owl.example/Owl1>) · The owl post" in hers.text
    assert "body" not in hers.text
    assert "Remove" not in hers.buttons
    assert "Organisers change the newsletters" in hers.text


@sqlite_only
async def test_r1_an_empty_list_offers_what_the_plan_names_and_says_what_it_lacks(
    study: Study,
) -> None:
    seen = await study.organiser.slash("news list")
    assert "No newsletters yet." in seen.text
    assert "Of The Batch I know no feed; if its page links one, paste that." in seen.text
    assert "Follow Import AI" in seen.buttons
    ana = await study.person("Ana")
    hers = await ana.slash("news list")
    assert "Organisers add them with" in hers.text
    assert hers.buttons == ["Look again"]
    suggested = await study.organiser.autocomplete("news add", "url", "")
    assert [one.name for one in suggested] == ["Import AI · jack-clark.net"]


@sqlite_only
async def test_r1_a_suggested_newsletter_is_followed_by_its_button(
    study: Study, site: Site
) -> None:
    site.serve("/feed", rss(*entries(1)))
    await allow(study, [site.url("/feed")])
    listed = await study.organiser.slash("news list")
    seen = await study.organiser.click(listed, "Follow 127.0.0.1")
    assert "Added: **The owl post**" in seen.text
    suggested = await study.organiser.autocomplete("news remove", "newsletter", "owl")
    assert len(suggested) == 1
    gone = await study.organiser.slash("news remove", newsletter=suggested[0].value)
    assert "Removed: **The owl post**" in gone.text
    again = await study.organiser.slash("news remove", newsletter="The owl post")
    assert "follows no such newsletter" in again.text


@sqlite_only
async def test_r1_the_form_adds_and_the_row_s_button_removes(study: Study, site: Site) -> None:
    site.serve("/feed", rss(*entries(1)))
    await allow(study, [site.url("/feed")])
    olga = study.organiser
    opened = await olga.click(await olga.slash("news list"), "Add")
    seen = await olga.submit(form_of(opened), {"url": f"  feed:{site.url('/feed')}#top "})
    assert "Added: **The owl post**" in seen.text
    gone = await olga.click(seen, "Remove")
    assert "Removed: **The owl post**" in gone.text
    assert "**Newsletters** · 0 of 10" in gone.text
    again = await olga.click(gone, custom_id="news:remove:1", forge=True)
    assert "follows no such newsletter" in again.text


@sqlite_only
async def test_r1_one_feed_in_two_spellings_is_one(study: Study, site: Site) -> None:
    site.serve("/feed", rss(*entries(1)))
    site.redirect("/old", site.url("/feed"))
    await allow(study, [site.url("/feed"), site.url("/old")])
    await follow(study, site.url("/feed"))
    asked = len(site.asked)
    for other in (site.url("/feed/"), site.url("/feed#x"), site.url("/%66eed")):
        seen = await study.organiser.slash("news add", url=other)
        assert "The group follows this already: **The owl post**." in seen.text
    assert len(site.asked) == asked
    moved = await study.organiser.slash("news add", url=site.url("/old"))
    assert "The group follows this already" in moved.text
    assert "**Newsletters** · 1 of 10" in moved.text


@sqlite_only
async def test_r1_ten_fit_and_the_fullest_list_can_be_shown(study: Study, site: Site) -> None:
    """With the longest titles that are kept."""
    paths = [f"/{number}" for number in range(11)]
    for path in paths:
        long = [
            Entry("*" * 300, f"https://owl.example/{path}/{n}/" + "x" * 300, START - DAY)
            for n in range(9)
        ]
        site.serve(path, rss(*long, title=f"{path} " + "_" * 300))
    await allow(study, map(site.url, paths))
    await follow(study, *map(site.url, paths[:10]))
    listed = await study.organiser.slash("news list")
    assert "10 of 10" in listed.text
    asked = len(site.asked)
    full = await study.organiser.slash("news add", url=site.url("/10"))
    assert "The group follows 10 newsletters, and more do not fit." in full.text
    assert len(site.asked) == asked
    removed = await study.organiser.click(listed, "Remove")
    assert "9 of 10" in removed.text


@sqlite_only
async def test_r1_only_organisers_change_newsletters(study: Study, site: Site) -> None:
    site.serve("/feed", rss(*entries(1)))
    await allow(study, [site.url("/feed")])
    ana = await study.person("Ana")
    for answer in (
        await ana.slash("news add", url=site.url("/feed"), forge=True),
        await ana.slash("news remove", newsletter="1", forge=True),
        await ana.click(await ana.slash("news list"), custom_id="news:add", forge=True),
        await ana.click(await ana.slash("news list"), custom_id="news:remove:1", forge=True),
        await ana.click(
            await ana.slash("news list"), custom_id="news:suggested:import-ai", forge=True
        ),
    ):
        assert "Manage Server" in answer.text
    assert site.asked == []
    outsider: ActingUser = await study.person("Zoe", joined=False)
    assert "not in the study group yet" in (await outsider.slash("news list")).text


@sqlite_only
async def test_a_feed_without_entries_is_taken_and_said_to_be(study: Study, site: Site) -> None:
    site.serve("/feed", rss())
    await allow(study, [site.url("/feed")])
    assert "with no entries yet" in await follow(study, site.url("/feed"))
