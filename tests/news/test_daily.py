"""Headlines in the daily message and in `/today`, over the wire."""

from __future__ import annotations

from datetime import time, timedelta

import pytest

from bot.plans import service as plans
from bot.plans.loader import shipped_text
from tests.live import START, Study, form_of
from tests.news.site import Entry, Site, allow, rss
from tests.news.test_wire import entries, follow

sqlite_only = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


async def serve(study: Study, site: Site, *found: Entry) -> None:
    site.serve("/feed", rss(*found))
    if site.url("/feed") not in study.settings.news.feeds:
        await allow(study, [site.url("/feed")])
        await follow(study, site.url("/feed"))


async def test_r1_monday_s_prompt_has_three_headlines_each_once_and_the_same_for_all(
    study: Study, site: Site
) -> None:
    ana, ben = await study.person("Ana"), await study.person("Ben", at=time(9))
    await serve(study, site, *entries(5))
    await study.clock.move_to(START + 2 * HOUR)
    first = ana.inbox[-1].text
    assert "ML news" in first
    assert "3 headlines. Pick" in first
    assert "- [Owl fact 1](<https://owl.example/Owl1>) · The owl post" in first
    assert first.count("owl.example") == 3
    newer = Entry("Breaking hoot", "https://owl.example/new", START + 2 * HOUR)
    site.serve("/feed", rss(newer, *entries(5)))
    await study.clock.move_to(START + 3 * HOUR)
    assert ben.inbox[-1].text.count("owl.example") == 3
    assert "Owl fact 1" in ben.inbox[-1].text
    await study.clock.move_to(START + 7 * DAY + 2 * HOUR)
    second = ana.inbox[-1].text
    assert "Breaking hoot" in second
    assert "Owl fact 1" not in second
    assert "Owl fact 4" not in second, "it is too old by now"


@sqlite_only
async def test_r1_other_days_have_no_headlines_and_headlines_make_no_message(
    study: Study, site: Site
) -> None:
    ana = await study.person("Ana")
    await serve(study, site, *entries(3))
    await study.clock.move_to(START + DAY + 2 * HOUR)
    assert "Read a paper" in ana.inbox[-1].text
    assert "Owl fact" not in ana.inbox[-1].text
    await study.clock.move_to(START + 7 * DAY)
    opened = await ana.slash("today")
    await ana.click(opened, "Skip")
    site.serve("/feed", rss(*entries(3, named="New fact")))
    count = len(ana.inbox)
    await study.clock.move_to(START + 7 * DAY + 2 * HOUR)
    assert len(ana.inbox) == count, "answered before it came"


@sqlite_only
async def test_r1_the_headlines_stay_when_the_message_is_answered(study: Study, site: Site) -> None:
    """Days later and after the feed is gone too; the message says what it said."""
    ana = await study.person("Ana")
    await serve(study, site, *entries(3))
    await study.clock.move_to(START + 2 * HOUR)
    await study.organiser.slash("news remove", newsletter="The owl post")
    await study.clock.move_to(START + 2 * DAY)
    message = next(each for each in ana.inbox if "3 headlines" in each.text)
    seen = await ana.click(message, "Done")
    assert "● Done" in seen.text
    assert "- [Owl fact 1](<https://owl.example/Owl1>) · The owl post" in seen.text


@sqlite_only
async def test_r1_whoever_takes_no_direct_messages_reads_them_in_today(
    study: Study, site: Site
) -> None:
    ana = await study.person("Ana")
    ana.close_dms()
    await serve(study, site, *entries(3))
    await study.clock.move_to(START + 2 * HOUR)
    seen = await ana.slash("today")
    assert "3 headlines" in seen.text
    assert "Owl fact 1" in seen.text
    await study.clock.move_to(START + DAY)
    assert "Owl fact" not in (await ana.slash("today")).text


@sqlite_only
async def test_r1_the_plan_says_which_day_is_one_of_news(study: Study, site: Site) -> None:
    ana = await study.person("Ana")
    text = (
        shipped_text().replace('topic = "news"\n', "").replace('topic = "build"', 'topic = "news"')
    )
    async with study.db.begin() as session:
        await plans.load(session, study.guild.id, text, now=study.clock.now())
    await serve(study, site, *entries(3))
    assert "Wednesday's prompt" in (await ana.slash("news list")).text
    await study.clock.move_to(START + 2 * HOUR)
    assert "Owl fact" not in ana.inbox[-1].text
    await study.clock.move_to(START + 2 * DAY + 2 * HOUR)
    assert "3 headlines" in ana.inbox[-1].text
    without = shipped_text().replace('topic = "news"\n', "")
    async with study.db.begin() as session:
        await plans.load(session, study.guild.id, without, now=study.clock.now())
    assert "The plan has no day of news" in (await ana.slash("news list")).text


@sqlite_only
async def test_r1_hostile_titles_are_shown_as_they_read(study: Study, site: Site) -> None:
    """No markup, mention, link, or end of the link's text."""
    titles = ["@everyone **now**", "](<https://evil.example>) [x", "<@1> <t:0:R> `code`"]
    found = [
        Entry(title, f"https://owl.example/{n}?a=(b)>|", START - n * HOUR)
        for n, title in enumerate(titles)
    ]
    ana = await study.person("Ana")
    await serve(study, site, *found)
    await study.clock.move_to(START + 2 * HOUR)
    text = ana.inbox[-1].text
    assert "**now**" not in text.replace("\\*\\*now\\*\\*", "")
    assert "](<https://evil" not in text
    assert "<@1>" not in text
    assert "https://owl.example/0?a=%28b%29%3E%7C" in text


@sqlite_only
async def test_r1_the_fullest_monday_fits_a_message(study: Study, site: Site) -> None:
    """With the longest headlines beside the dates that it names, a note and many resources."""
    ana = await study.person("Ana")
    found = [
        Entry("*" * 300, f"https://owl.example/{n}/" + "x" * 350, START - n * HOUR)
        for n in range(5)
    ]
    await serve(study, site, *found)
    for n in range(6):
        await ana.slash("milestone add", title=f"{n}" + "*" * 70, due="2026-03-04")
    await study.clock.move_to(START + 2 * HOUR)
    message = ana.inbox[-1]
    assert message.text.count("owl.example") == 1, "as many as have room"
    done = await ana.click(message, "Done")
    form = form_of(await ana.click(done, "Note"))
    noted = await ana.submit(form, {"note": "*" * 4000})
    assert "owl.example" in noted.text


@sqlite_only
async def test_r1_a_dead_newsletter_stands_in_setup_and_in_the_list(
    study: Study, site: Site
) -> None:
    """For organisers; what the invitation says to everybody is no place for it."""
    await serve(study, site, *entries(1))
    assert "for a week or longer" not in (await study.organiser.slash("setup")).text
    site.refuse("/feed", 410)
    await study.clock.move_to(START + 9 * DAY)
    seen = await study.organiser.slash("setup")
    assert "I have not been able to read **The owl post** for a week or longer." in seen.text
    listed = await study.organiser.slash("news list")
    assert "⊘ **The owl post**" in listed.text
    assert "it answered with status 410. I try again every few days" in listed.text
    invited = await study.organiser.click(seen, "Invite")
    assert "for a week or longer" not in invited.text
