"""After a check-in: rest and lighter weeks, the server's support links, and no label (W4, U6)."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from bot.checkins.values import VERSIONS
from tests.checkins.acting import FINE, TIRED, at, check_in, go_on
from tests.live import Study, form_of

pytestmark = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)

LINES = "Student counselling: https://help.example.org/talk?a=1_2\nHelpline 116 123"
LABELS = re.compile(r"burn.?out|score|depress|stress|risk|symptom|patient|result|severe", re.I)


async def link(study: Study, typed: str = LINES) -> None:
    """Let the organiser set the support links."""
    olga = study.organiser
    seen = await olga.submit(
        form_of(await olga.slash("settings support")), {"Where do people find help?": typed}
    )
    await olga.click(seen, "Save")


def public_posts(study: Study) -> list[int]:
    """How many messages stand where the group is spoken to."""
    return [len(each.messages) for each in (study.announcements, study.retros)]


async def test_u6_after_a_strained_one_a_lighter_routine_is_a_press_away(study: Study) -> None:
    """For n weeks; the days that stay are the target, the streak goes on, and nobody is told."""
    ana = await study.person("Ana")
    await study.clock.move_to(at(3, 9))
    public = public_posts(study)
    seen = await check_in(ana, TIRED)
    assert "**That is a lot to carry.**" in seen.text
    assert {"Lighter weeks", "Rest"} <= set(seen.buttons)
    form = await ana.click(seen, "Lighter weeks")
    eased = await ana.submit(form, {"Which days stay?": ["0", "2"], "For how long?": "3"})
    assert "Mon, Wed, 2 of 5 days a week" in eased.text
    before = len(ana.inbox)
    await go_on(study, 4, 8)
    assert len(ana.inbox) == before + 1, "Wednesday alone"
    await ana.click(ana.inbox[-1], "Done")
    await go_on(study, 9, 10)
    await ana.click(ana.inbox[-1], "Done")
    assert "2 days in a row" in (await ana.slash("routine streak")).text
    assert public_posts(study) == public


async def test_u6_rest_is_the_other_press(study: Study) -> None:
    ana = await study.person("Ana")
    seen = await check_in(ana, (1, 5, 5, 5))
    until = (study.clock.now().date() + timedelta(days=9)).isoformat()
    rests = await ana.submit(await ana.click(seen, "Rest"), {"First day with prompts again": until})
    assert "paused until" in rests.text.lower()
    assert "Lighter weeks" not in (await check_in(ana, FINE)).buttons


async def test_u6_an_older_strained_one_offers_nothing_any_more(study: Study) -> None:
    ana = await study.person("Ana")
    await check_in(ana, TIRED)
    await study.down_until(at(20))
    await check_in(ana, FINE)
    old = await ana.choose(await ana.slash("checkin history"), ["2026-03-02"])
    assert "**Heavy**" in old.text
    assert "a lot to carry" not in old.text
    assert "Lighter weeks" not in old.buttons


async def test_w4_every_check_in_shows_the_support_links(study: Study) -> None:
    """Before the questions, after them, and with the trend; also what holds without any."""
    ana = await study.person("Ana")
    plain = await ana.slash("checkin now")
    assert "Talk to somebody you trust" in plain.text
    assert "whenever you want it" not in plain.text
    await link(study)
    shown = [
        await ana.slash("checkin now"),
        await check_in(ana, TIRED),
        await check_in(ana, FINE),
        await ana.slash("checkin history"),
    ]
    for seen in shown:
        assert "[Student counselling](<https://help.example.org/talk?a=1_2>)" in seen.text
        assert "- Helpline 116 123" in seen.text
        assert "not a diagnosis" in seen.text


async def test_w4_m4_support_links_are_previewed_checked_and_logged(study: Study) -> None:
    ana, olga = await study.person("Ana"), study.organiser
    settings = await olga.slash("settings show")
    assert "**Support links** none yet" in settings.text
    form = form_of(await olga.slash("settings support"))
    label = "Where do people find help?"
    preview = await olga.submit(form, {label: f"  {LINES}\n\n{LINES}\n@everyone *we* listen "})
    assert "Nothing is changed yet." in preview.text
    assert "@\u200beveryone" in preview.text
    assert "none yet" in (await olga.slash("settings show")).text
    await study.restart()
    saved = await olga.click(preview, "Save")
    assert "Saved." in saved.text
    assert "3 lines" in saved.text
    log = await olga.slash("settings audit")
    assert "**Support links** · none → Student counselling https" in log.text
    seen = await ana.slash("checkin now")
    assert "- @\u200beveryone \\*we\\* listen" in seen.text
    again = form_of(await olga.slash("settings support"))
    assert again.fields[label]["value"].splitlines()[0] == (
        "Student counselling https://help.example.org/talk?a=1_2"
    )
    same = await olga.submit(again, {label: again.fields[label]["value"]})
    assert "Nothing would change" in same.text
    emptied = await olga.submit(form_of(await olga.slash("settings support")), {label: ""})
    await olga.click(emptied, "Save")
    assert "whenever you want it" not in (await ana.slash("checkin now")).text


async def test_w4_bad_support_links_are_refused_and_given_back(study: Study) -> None:
    ana, olga = await study.person("Ana"), study.organiser
    form = form_of(await olga.slash("settings support"))
    label = "Where do people find help?"
    for typed, said in (
        ("Talk ftp://example.org/x", "only web pages fit"),
        ("Talk https://exa mple.org/x\nTalk https://", "not a link I can keep"),
        ("\n".join(f"Line {number}" for number in range(6)), "5 lines fit"),
        ("Talk " + "x" * 300, "200 characters"),
    ):
        refused = await olga.submit(form, {label: typed}, forge=True)
        assert said in refused.text, typed
        assert "You wrote:" in refused.text
    for route in ("settings:support", "settings:support-save"):
        seen = await ana.click(await ana.slash("help"), custom_id=route, forge=True)
        assert "organise" in seen.text.lower()


async def test_w4_no_text_gives_a_label(study: Study) -> None:
    """Whatever was answered; and what is asked and answered is in our own words."""
    ana = await study.person("Ana")
    said = [item.question for items in VERSIONS.values() for item in items]
    said += [each for items in VERSIONS.values() for item in items for each in item.answers]
    said.append((await ana.slash("checkin now")).text)
    for levels in ((1, 1, 1, 1), TIRED, FINE, (5, 5, 5, 5)):
        said.append((await check_in(ana, levels)).text)
    await study.down_until(at(40))
    said.append((await check_in(ana, (1, 2, 3, 4))).text)
    said.append((await ana.slash("checkin history")).text)
    said.append((await ana.slash("checkin cadence")).text)
    said.append((await ana.slash("help", topic="checkins")).text)
    for text in said:
        assert not LABELS.search(text), text
