"""Files of deadlines on Discord (C6): real HTTP on loopback, organisers alone, one telling."""

from __future__ import annotations

import gzip
import socket
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from bot.config import DeadlinesSettings
from cogs.deadline_files.reader import DeadlineFileAccess
from sandbox import ActingUser
from sandbox.people.response_view import Seen
from sandbox.rules import component_tree
from tests.deadline_files.pages import as_json, as_yaml, calendar, event, one, sec
from tests.live import Study, custom_ids, form_of
from tests.news.site import Site, serving_site

pytestmark = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)

DAY = timedelta(days=1)
FILE = one("2026-06-10 12:00", year=2026, timezone="UTC")
MOVED = one("2026-06-20 12:00", year=2026, timezone="UTC")


@pytest.fixture
async def site(study: Study, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Site]:
    """A site whose ``/file`` the settings name, and nothing else on loopback."""
    monkeypatch.setattr(DeadlineFileAccess, "gap_seconds", 0)
    async with serving_site() as found:
        await allow(study, found.url("/file"))
        yield found
        await study.restart()  # its connections are closed before the site is


async def allow(study: Study, *urls: str) -> None:
    study.settings = replace(study.settings, deadlines=DeadlinesSettings(files=[*urls]))
    await study.restart()


async def name(study: Study, url: str) -> Seen:
    return await study.organiser.slash("conference file", url=url)


async def take(study: Study, site: Site, body: bytes = FILE) -> Seen:
    """Name what is served now, and take the first page of it."""
    site.serve("/file", body)
    shown = await name(study, site.url("/file"))
    (select,) = custom_ids(shown, "deadline-file:choose")
    return await choose(study.organiser, shown, select)


async def switch_off(study: Study) -> Seen:
    listed = await study.organiser.slash("conference file")
    return await study.organiser.click(await study.organiser.click(listed, "Open"), "Switch off")


async def choose(user: ActingUser, shown: Seen, select: str, *labels: str) -> Seen:
    options = options_of(shown, select)
    values = [value for label, value in options.items() if not labels or label in labels]
    return await user.choose(shown, values, custom_id=select)


def options_of(shown: Seen, custom_id: str) -> dict[str, str]:
    """The labels of a select's options, with their values."""
    select = next(
        each for each in component_tree.walk(shown.components) if each.get("custom_id") == custom_id
    )
    return {option["label"]: option["value"] for option in select["options"]}


async def test_c6_an_organiser_names_a_file_chooses_and_the_group_has_it(
    study: Study, site: Site
) -> None:
    ana = await study.person("Ana")
    site.serve(
        "/file",
        as_yaml(
            sec("Owls *x*", 2026, "2026-06-10 23:59"),
            sec("Bats", 2026, ["2026-07-10 23:59", "2025-07-10 23:59"], timezone="Asia/Tokyo"),
            sec("Cats", 2027, "TBD"),
        ),
    )
    shown = await name(study, site.url("/file"))
    assert "2 ahead" in shown.text
    assert "1 over · 1 without a date yet" in shown.text
    assert "○ **Owls \\*x\\* 2026** · <t:1781179140:f> · 2026-06-10 23:59" in shown.text
    (select,) = custom_ids(shown, "deadline-file:choose")
    assert list(options_of(shown, select)) == ["Owls *x* 2026", "Bats 2026 (1 of 2)"]
    assert "Conference deadlines" in (await ana.slash("conference list")).text
    assert "Owls" not in (await ana.slash("conference list")).text
    done = await choose(study.organiser, shown, select, "Owls *x* 2026")
    assert "Added: *Owls \\*x\\* 2026*." in done.text
    assert "● **Owls" in done.text
    listed = (await ana.slash("conference list")).text
    assert "Wednesday 10 June 2026, 23:59 AoE" in listed
    assert "Bats" not in listed
    assert "you watch 0" in listed
    files = await study.organiser.slash("conference file")
    assert "1 of 10" in files.text
    assert "1 deadline of your list" in files.text
    audit = (await study.organiser.slash("settings audit")).text
    assert "**File of deadlines** · 127\\.0.0.1 added" in audit


async def test_c6_many_are_shown_in_pages_and_taken_together(study: Study, site: Site) -> None:
    body = as_json(*(sec(f"C{each:02}", 2026, f"2026-06-{each:02}") for each in range(1, 31)))
    site.serve("/file", body)
    shown = await name(study, site.url("/file"))
    second = await study.organiser.click(shown, "›")
    (select,) = custom_ids(second, "deadline-file:choose")
    assert next(iter(options_of(second, select))) == "C13 2026"
    done = await choose(study.organiser, second, select)
    assert done.text.count("● **C") == 12
    assert "*C15 2026* and 9 more" in done.text


async def test_c6_what_is_unclear_is_asked_about_and_never_guessed(
    study: Study, site: Site
) -> None:
    olga, ana = study.organiser, await study.person("Ana")
    site.serve(
        "/file",
        as_yaml(
            sec("Bats", 2026, "2026-06-10 extended"),
            sec("Owls", 2026, "Friday, 10 June 2026", link="https://owl.example/[1]"),
        ),
    )
    shown = await name(study, site.url("/file"))
    assert "Nothing in it is ahead that I can read." in shown.text
    unclear = await olga.click(shown, "Not understood (2)")
    assert "1 contradicts itself: which of the two is right?" in unclear.text
    owls = unclear.text.index("Wednesday 10 June 2026 is no Friday")
    assert owls < unclear.text.index("extended is left over")
    (select,) = custom_ids(unclear, "deadline-file:ask")
    form = form_of(await choose(olga, unclear, select, "Owls 2026"))
    assert form.fields["Deadline"]["value"] == "Friday, 10 June 2026"
    assert form.fields["Link"]["value"] == "https://owl.example/[1]"
    again = await olga.submit(form, {})
    assert "Which of the two is right?" in again.text
    for typed in ("Owls 2026", "Friday, 10 June 2026", "owl.example"):
        assert typed in again.text
    done = await olga.submit(form, {"Deadline": "2026-06-12"})
    assert "In the group's list: *Owls 2026*, as you say." in done.text
    listed = (await ana.slash("conference list")).text
    assert "Friday 12 June 2026, 23:59 AoE" in listed
    assert "https://owl.example/%5B1%5D" in listed
    assert "Bats" not in listed
    assert "None yet" in (await olga.slash("conference file")).text, "it is not read for this"


async def test_c6_a_calendar_s_time_without_a_zone_is_asked_about(study: Study, site: Site) -> None:
    site.serve(
        "/file",
        calendar(event("Owls", ":20260610T235900"), event("Bats", ":20260611T235900Z")),
    )
    shown = await name(study, site.url("/file"))
    assert "Bats" in shown.text
    assert "Owls" not in shown.text
    unclear = await study.organiser.click(shown, "Not understood (1)")
    assert "its time names no zone" in unclear.text


async def test_c6_whoever_watches_hears_of_a_settled_move_once(study: Study, site: Site) -> None:
    ana, ben = await study.person("Ana"), await study.person("Ben")
    await take(study, site)
    await ana.slash("conference watch", conference="Owls 2026")
    site.serve("/file", MOVED)
    await study.clock.move_to(study.clock.now() + 1.5 * DAY)
    assert told(ana) == []
    await study.restart()
    await study.clock.move_to(study.clock.now() + 5 * DAY)
    (only,) = told(ana)
    assert "*Owls 2026* is due <t:1781956800:F> now, and was <t:1781092800:F>" in only
    assert told(ben) == []
    await switch_off(study)
    await take(study, site, MOVED)
    site.serve("/file", MOVED.replace(b"06-20", b"06-25"))
    await study.clock.move_to(study.clock.now() + 3.5 * DAY)
    assert "is due <t:1782388800:F> now, and was <t:1781956800:F>" in told(ana)[-1]
    assert len(told(ana)) == 2
    assert "Thursday 25 June 2026, 12:00 UTC" in (await ana.slash("conference list")).text


async def test_c6_flapping_is_told_to_nobody(study: Study, site: Site) -> None:
    ana = await study.person("Ana")
    await take(study, site)
    await ana.slash("conference watch", conference="Owls 2026")
    for body in (MOVED, FILE, MOVED, FILE):
        site.serve("/file", body)
        await study.clock.move_to(study.clock.now() + DAY + timedelta(minutes=5))
    assert told(ana) == []
    assert "Wednesday 10 June 2026, 12:00 UTC" in (await ana.slash("conference list")).text


async def test_c6_trouble_stands_in_setup_until_an_organiser_looks(
    study: Study, site: Site
) -> None:
    olga, ana = study.organiser, await study.person("Ana")
    await take(study, site)
    site.refuse("/file", 404)
    await study.clock.move_to(study.clock.now() + 2.5 * DAY)
    setup = await olga.slash("setup")
    assert "could not be read since" in setup.text
    assert "it answered with status 404. I go on trying once a day." in setup.text
    looked = await olga.click(setup, custom_id=custom_ids(setup, "deadline-file:open")[0])
    assert "◐ Failing since" in looked.text
    assert "could not be read" not in (await olga.slash("setup")).text
    assert "Switched off" in (await switch_off(study)).text
    assert (
        "**File of deadlines** · 127\\.0.0.1 removed" in (await olga.slash("settings audit")).text
    )
    assert "Owls" in (await ana.slash("conference list")).text
    before = len(site.asked)
    await study.clock.move_to(study.clock.now() + 3 * DAY)
    assert len(site.asked) == before


async def test_c6_members_neither_name_nor_see_nor_change_files(study: Study, site: Site) -> None:
    ana = await study.person("Ana")
    shown = await take(study, site)
    asked = len(site.asked)
    for seen in (
        await ana.slash("conference file"),
        await ana.slash("conference file", url=site.url("/file")),
    ):
        assert "organiser" in seen.text.lower()
    for route in ("list", "open:1", "page:1:0", "choose:1:0", "unclear:1:0", "ask:1", "off:1"):
        listed = await ana.slash("conference list")
        refused = await ana.click(listed, custom_id=f"deadline-file:{route}", forge=True)
        assert "organiser" in refused.text.lower(), route
    assert len(site.asked) == asked
    assert custom_ids(await study.organiser.click(shown, "All files"), "deadline-file:open")


async def test_c6_what_is_not_there_any_more_is_said_kindly(study: Study, site: Site) -> None:
    olga = study.organiser
    shown = await take(study, site)
    opened = await olga.click(await olga.slash("conference file"), "Open")
    off = await olga.click(shown, "Switch off")
    assert "None yet" in off.text
    assert "None yet" in (await olga.click(opened, "Switch off")).text
    for custom_id in ("deadline-file:page:1:0", "deadline-file:open:99", "deadline-file:ask:1"):
        assert (
            "no longer have that file"
            in (await olga.click(off, custom_id=custom_id, forge=True)).text
        )


PRIVATE = (
    "http://127.0.0.1:{port}/inside",
    "http://localhost:{port}/inside",
    "http://[::1]:{port}/inside",
    "http://[::ffff:127.0.0.1]:{port}/inside",
    "http://2130706433:{port}/inside",
    "http://owl.example:{port}/inside",
    "http://169.254.169.254/latest/meta-data/",
)


@pytest.mark.parametrize("address", PRIVATE)
async def test_c6_a_private_address_is_never_asked_however_it_is_written(
    study: Study, site: Site, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    """By number, by name, by DNS, in IPv6; and where a file leads there."""
    resolve(monkeypatch, "127.0.0.1")
    site.serve("/inside", FILE)
    port = site.base.rpartition(":")[2]
    said = (await name(study, address.format(port=port))).text
    assert "it leads to a private address" in said or "it could not be reached" in said
    async with serving_site() as neighbour:
        neighbour.serve("/inside", FILE)
        site.redirect("/file", address.format(port=neighbour.base.rpartition(":")[2]))
        said = (await name(study, site.url("/file"))).text
        assert "it leads to a private address" in said or "it could not be reached" in said
        assert neighbour.asked == []
    assert site.times("/inside") == 0
    assert "0 of 10" in (await study.organiser.slash("conference file")).text


async def test_c6_a_name_that_means_something_else_when_it_is_connected_to_is_refused(
    study: Study, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    resolve(monkeypatch, "192.0.2.1", "127.0.0.1")
    assert socket.getaddrinfo("owl.example", 80)[0][4][0] == "192.0.2.1"
    said = (await name(study, f"http://owl.example:{site.base.rpartition(':')[2]}/file")).text
    assert "it leads to a private address" in said
    assert site.asked == []


async def test_c6_huge_hanging_and_hostile_files_are_refused_in_words(
    study: Study, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert DeadlineFileAccess.fetch_seconds == 10
    monkeypatch.setattr(DeadlineFileAccess, "fetch_seconds", 0.5)
    await study.restart()
    large = FILE + b"#" * (3 * 2**20)
    for body, headers, said in (
        (large, {}, "its answer is larger than 3 MiB"),
        (gzip.compress(large), {"Content-Encoding": "gzip"}, "its answer is larger than 3 MiB"),
        (b"a: &a [x]\nb: [*a, *a]\n", {}, "it refers to parts of itself"),
        (b"<html>", {}, "it is a web page, not a file of deadlines"),
        (b"owls: [", {}, "its YAML is broken"),
    ):
        site.serve("/file", body, **headers)
        assert said in (await name(study, site.url("/file"))).text
    site.refuse("/file", 404)
    assert "it answered with status 404" in (await name(study, site.url("/file"))).text
    site.keep_waiting("/file")
    assert "it did not answer in time" in (await name(study, site.url("/file"))).text
    site.refuse("/file", 429, **{"Retry-After": "3600"})
    await name(study, site.url("/file"))
    assert "left alone for a while" in (await name(study, site.url("/file"))).text
    assert "0 of 10" in (await study.organiser.slash("conference file")).text


async def test_c6_brackets_and_quotes_in_an_address_are_kept_and_escaped(
    study: Study, site: Site
) -> None:
    url = site.url("/file(1)[2]'\"")
    await allow(study, url)
    site.serve("/file(1)[2]'\"", FILE)
    shown = await name(study, url)
    assert "1 ahead" in shown.text
    assert "/file%281%29%5B2%5D'%22>" in shown.text


@pytest.mark.parametrize("typed", ["owls", "ftp://owl.example/a", "file:///etc/passwd", "\u200b"])
async def test_c6_what_is_no_address_is_refused_before_anybody_is_asked(
    study: Study, typed: str
) -> None:
    said = (await name(study, typed)).text
    assert "link" in said or "address" in said


def told(user: ActingUser) -> list[str]:
    """The messages that tell of a moved deadline."""
    return [each.text for each in user.inbox if "Deadline moved" in each.text]


def resolve(monkeypatch: pytest.MonkeyPatch, *answers: str) -> None:
    """Let ``owl.example`` be at ``answers``, one a question; the last one stays."""
    real, left = socket.getaddrinfo, list(answers)

    def getaddrinfo(host: Any, port: Any, *more: Any, **named: Any) -> Any:
        if host == "owl.example":
            host = left.pop(0) if len(left) > 1 else left[0]
        return real(host, port, *more, **named)

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
