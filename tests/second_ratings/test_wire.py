"""Second ratings over the wire: asked in a form, answered in `/today`, withdrawn (W8)."""

from __future__ import annotations

import pytest

from sandbox import ActingUser, Seen
from tests.competency.acting import at
from tests.competency.test_wire import rate
from tests.live import Study, custom_ids, form_of

pytestmark = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)

ASKS = "asks how you see them"


async def all_levels(person: ActingUser, seen: Seen, level: str) -> Seen:
    """Send both forms with one level for each axis."""
    for part in (0, 1):
        opens = custom_ids(seen, "second-rating:rate")[part]
        form = form_of(await person.click(seen, custom_id=opens))
        seen = await person.submit(form, dict.fromkeys(form.fields, level))
    return seen


async def test_w8_from_the_request_to_both_side_by_side_and_back(study: Study) -> None:
    """No message of its own and no ping; over restarts; nobody else sees any of it."""
    ana, ben, cem = [await study.person(name) for name in ("Ana", "Ben", "Cem")]
    await study.clock.move_to(at(2, 12))
    empty = await ana.slash("competency compare")
    assert "Once you have rated yourself" in empty.text
    await rate(ana, *[3] * 8)
    inboxes = [len(each.inbox) for each in (ana, ben, cem)]
    public = [len(each.messages) for each in (study.announcements, study.papers, study.retros)]
    form = await ana.click(await ana.slash("competency compare"), "Ask a member")
    sent = await ana.submit(form, {"Whom do you ask?": [ben]})
    assert f"You asked <@{ben.id}>" in sent.text
    assert [len(each.inbox) for each in (ana, ben, cem)] == inboxes

    await study.restart()
    seen = await ben.slash("today")
    assert f"<@{ana.id}> {ASKS}" in seen.text
    assert ASKS not in (await cem.slash("today")).text
    await study.clock.move_to(at(3, 12))
    assert [ASKS in each.inbox[-1].text for each in (ana, ben, cem)] == [False, True, False]
    request = await ben.click(ben.inbox[-1], custom_id=custom_ids(ben.inbox[-1], "second-")[0])
    assert "8 axes" in request.text
    assert "It takes 2 short forms." in request.text
    accepts = custom_ids(request, "second-rating:accept")[0]
    accepted = await ben.click(request, "Accept")
    assert "0 of 8 axes rated" in accepted.text
    assert "3" not in accepted.text.replace("0 of 3", "").replace(str(ana.id), "")
    given = await all_levels(ben, accepted, "4")
    assert "Alike on 0 of 8 axes." in given.text
    assert given.files
    assert ASKS not in (await ben.slash("today")).text

    await study.clock.move_to(at(4, 12))
    assert f"<@{ben.id}> gave you a second rating" in ana.inbox[-1].text
    both = await ana.click(ana.inbox[-1], "Compare")
    assert "mentor     you" in both.text
    assert "Ethics               4/5     3/5  -1" in both.text
    theirs = await ben.click(await ben.slash("competency compare"), "Open")
    back = await ben.click(theirs, "Take back")
    assert "deleted, for them too" in back.text
    assert "Alike on 0 of 8" in (await ben.click(back, "Keep it")).text
    asked = await ana.click(both, "Withdraw")
    assert "Withdraw it?" in asked.text
    assert "mentor     you" in (await ana.click(asked, "Keep it")).text
    gone = await ana.click(asked, "Withdraw")
    assert "Withdrawn." in gone.text
    late = await ben.click(ben.inbox[-1], custom_id=accepts, forge=True)
    assert "Nobody asks you" in late.text
    gone = await ben.click(back, "Take back")
    assert "Nobody asks you" in gone.text
    assert "Ana" not in (await ben.slash("competency compare")).text
    assert [len(e.messages) for e in (study.announcements, study.papers, study.retros)] == public


async def test_w8_declining_is_kind_and_forged_ids_lead_nowhere(study: Study) -> None:
    ana, ben, cem = [await study.person(name) for name in ("Ana", "Ben", "Cem")]
    outsider = await study.person("Out", joined=False)
    await rate(ana, *[3] * 8)
    form = form_of(await ana.click(await ana.slash("competency compare"), "Ask a member"))
    for person, said in ((ana, "somebody else"), (outsider, "not in this study group")):
        assert said in (await ana.submit(form, {"Whom do you ask?": [person]})).text
    await ana.submit(form, {"Whom do you ask?": [ben]})
    request = await ben.click(
        await ben.slash("today"), custom_id=custom_ids(await ben.slash("today"), "second-")[0]
    )
    ours, second_id = custom_ids(request, "second-rating:accept")[0].split(":")[2:]
    for route in ("open", "accept", "decline"):
        for who in (ana, cem):
            odd = await who.click(
                await who.slash("help"),
                custom_id=f"second-rating:{route}:{ours}:{second_id}",
                forge=True,
            )
            assert "Nobody asks you" in odd.text
    for key in (f"rate:{ours}:{second_id}:0", f"rate:{ours}:{second_id}:-9", "open:1:1"):
        odd = await ben.click(await ben.slash("help"), custom_id=f"second-rating:{key}", forge=True)
        assert odd.modal is None
        assert "the reference `" not in odd.text
    fine = await ben.click(request, "Decline")
    assert "They can ask somebody else" in fine.text
    mine = await ana.slash("competency compare")
    assert f"<@{ben.id}> has no room for it this time" in mine.text
    assert "Ask a member" in mine.buttons
    assert (
        "Pick them among the server's people"
        in (await ana.click(await ana.slash("competency compare", dm=True), "Ask a member")).text
    )
