"""Suggesting and reporting over the wire, and what organisers do about it (C9, M4)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from sandbox import ActingUser
from sandbox.people.response_view import Seen
from sandbox.rules import component_tree
from tests.live import Study, custom_ids, form_of

pytestmark = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)

HOSTILE = "# @everyone <@123> **b** שלום [x](https://evil.example)"
LINK = "https://owl.example/a_(1)"


async def suggested(who: ActingUser, title: str = "Owls", link: str = LINK) -> Seen:
    form = form_of(await who.click(await who.slash("resources"), "Suggest"))
    return await who.submit(
        form,
        {
            "Link": link,
            "Title": title,
            "What does it help with?": "Short lessons.",
            "What is it?": "course",
            "Which block does it help with?": "theory",
        },
    )


async def desk_of(study: Study) -> Seen:
    olga = study.organiser
    return await olga.click(await olga.slash("resources"), "For organisers")


def told_in(who: ActingUser) -> int:
    """How many of their direct messages say that a suggestion was accepted."""
    return sum("in the library now" in str(message.components) for message in who.dm.messages)


async def test_c9_a_suggestion_is_accepted_and_its_member_hears_of_it(study: Study) -> None:
    ana, ben = await study.person("Ana"), await study.person("Ben")
    told = await suggested(ana, HOSTILE)
    assert "An organiser decides" in told.text
    assert "[x](https" not in told.text
    before = (await ben.slash("resources", kind="course", topic="lessons")).text
    assert "There are none of these" in before
    setup = await study.organiser.slash("setup")
    assert "The library has 1 suggestion for you." in setup.text
    await study.restart()
    looked = await study.organiser.click(await desk_of(study), "Look")
    assert f"Suggested by <@{ana.id}>." in looked.text
    assert "owl.example/a_%281%29" in looked.text
    done = await study.organiser.click(looked, "Accept")
    assert "is in the library now." in done.text
    seen = await ben.slash("resources", kind="course", block="theory", topic="LESSONS, short!")
    assert "Short lessons." in seen.text
    assert str(ana.id) not in seen.text
    assert "@everyone" not in seen.text
    assert "in the library now. Thank you" in (await ana.slash("today")).text
    assert "Thank you" not in (await ben.slash("today")).text
    await study.clock.move_to(study.clock.now() + timedelta(days=1, hours=3))
    said = told_in(ana)
    assert said == 1, "in the daily message, and once"
    await study.clock.move_to(study.clock.now() + timedelta(days=1))
    assert told_in(ana) == 1
    audit = await study.organiser.slash("settings audit")
    assert "**Library** · owl.example added" in audit.text
    assert "evil.example" not in audit.text


async def test_c9_a_suggestion_left_out_is_said_kindly(study: Study) -> None:
    ana = await study.person("Ana")
    await suggested(ana)
    looked = await study.organiser.click(await desk_of(study), "Look")
    (accept,) = custom_ids(looked, "library:accept:")
    assert "is left out." in (await study.organiser.click(looked, "Leave out")).text
    again = await study.organiser.click(looked, custom_id=accept, forge=True)
    assert "is left out." in again.text, "the first decision stands"
    assert "left it out for now. Thank you" in (await ana.slash("today")).text


async def test_c9_a_dead_link_is_reported_and_replaced(study: Study) -> None:
    ana = await study.person("Ana")
    seen = await ana.slash("resources", kind="course")
    (pick,) = custom_ids(seen, "resources:entry")
    option = next(each for each in _options(seen, pick) if "CS231n" in each["label"])
    entry = await ana.choose(seen, option["value"], custom_id=pick)
    assert "Replace the link" not in entry.buttons
    form = form_of(await ana.click(entry, "Report a dead link"))
    told = await ana.submit(form, {"Where is it now?": "https://cs231n.example/(new)"})
    assert "An organiser will look" in told.text
    desk = await desk_of(study)
    assert "1 reported link" in desk.text
    assert str(ana.id) not in desk.text
    mend = await study.organiser.click(desk, "Look")
    form = form_of(await study.organiser.click(mend, "Replace the link"))
    assert form.fields["Another address"]["value"] == "https://cs231n.example/(new)"
    assert "replaced" in (await study.organiser.submit(form, {})).text
    after = await ana.slash("resources", kind="course")
    assert "https://cs231n.example/%28new%29" in after.text
    block = await ana.slash("plan show", block="applied")
    last = await ana.click(block, custom_id="plan:part:3:99", forge=True)
    assert "[CS231n](<https://cs231n.example/%28new%29>)" in last.text, "where the plan shows it"
    back = await ana.choose(after, option["value"], custom_id=pick)
    assert "**Resources**" in (await ana.click(back, "Back")).text
    audit = await study.organiser.slash("settings audit")
    assert "**Link in the library** · cs231n.stanford.edu → cs231n.example" in audit.text


def _options(seen: Seen, custom_id: str) -> list[dict[str, str]]:
    found = component_tree.walk(seen.components)
    return next(each["options"] for each in found if each.get("custom_id") == custom_id)


async def test_c9_a_link_of_the_glossary_is_reported_from_its_term(study: Study) -> None:
    ana = await study.person("Ana")
    term = await ana.slash("glossary", term="mlops")
    (pick,) = custom_ids(term, "glossary:dead")
    value = _options(term, pick)[0]["value"]
    form = form_of(await ana.choose(term, value, custom_id=pick))
    await ana.submit(form, {})
    desk = await desk_of(study)
    assert "ml-ops.org" in desk.text
    works = await study.organiser.click(await study.organiser.click(desk, "Look"), "It works")
    assert "stays as it is" in works.text
    assert "0 reported links" in works.text
    mended = await study.organiser.click(works, custom_id=f"library:mend:{value}", forge=True)
    assert "0 reported links" in mended.text, "somebody else was faster"
    form = form_of(
        await study.organiser.click(works, custom_id=f"library:replace:{value}", forge=True)
    )
    await study.organiser.submit(form, {"Another address": ""})
    assert "(dead)" in (await ana.slash("glossary", term="mlops")).text


async def test_c9_only_organisers_decide_and_only_members_suggest(study: Study) -> None:
    ana, zoe = await study.person("Ana"), await study.person("Zoe", joined=False)
    await suggested(ana)
    shown = await ana.slash("resources")
    assert "For organisers" not in shown.buttons
    for route in ("desk:0", "look:1", "accept:1", "decline:1", "remove:1", "mend:abc", "works:abc"):
        refused = await ana.click(shown, custom_id=f"library:{route}", forge=True)
        assert "organiser" in refused.text.lower(), route
    assert "1 suggestion" in (await desk_of(study)).text
    assert "Join" in (await zoe.click(await zoe.slash("resources"), "Suggest")).buttons
    nothing = await ana.click(shown, custom_id="library:report:feed", forge=True)
    assert "not in the library any more" in nothing.text


async def test_c9_a_form_sent_twice_suggests_once_and_a_duplicate_merges(study: Study) -> None:
    ana, ben = await study.person("Ana"), await study.person("Ben")
    form = form_of(await ana.click(await ana.slash("resources"), "Suggest"))
    typed = {"Link": LINK, "Title": "Owls", "What does it help with?": "x", "What is it?": "book"}
    await ana.submit(form, typed)
    assert "saved" in (await ana.submit(form, typed, forge=True)).text
    merged = await suggested(ben, "Mine", "http://OWL.example/a_(1)/")
    assert "suggested already" in merged.text
    assert "1 suggestion" in (await desk_of(study)).text
    refused = await suggested(ben, "Mine", "mailto:owl")
    retried = form_of(await ben.click(refused, "Try again"))
    assert retried.fields["Title"]["value"] == "Mine"
