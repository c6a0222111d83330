"""Projects over the wire: from the first question to the post, and back (C8, U12)."""

from __future__ import annotations

import pytest

from tests.live import Study, custom_ids, form_of
from tests.projects.acting import CASE, RISKS, TITLE, begun, filled, later, posts, published, ready

pytestmark = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)

QUESTIONS = ("Impact", "Data and ethics", "Validation and monitoring")


async def test_c8_a_project_from_the_first_question_to_the_group(study: Study) -> None:
    """Whatever happens to the bot, what was typed is there, and the group sees it once."""
    ana, ben = await study.person("Ana"), await study.person("Ben")
    form = form_of(await ana.slash("project new"))
    assert list(form.fields) == [
        "Title",
        "What it is about",
        "Repository",
        "What could hurt",
        "Block of the plan",
    ]
    await study.restart()
    panel = await ana.submit(
        form,
        {
            "Title": TITLE,
            "What it is about": "Sorts **mails** @everyone",
            "Repository": "https://example.org/ana/[mails](x)",
            "What could hurt": ["data-readiness", "ethics"],
            "Block of the plan": ["projects"],
        },
    )
    assert panel.ephemeral
    for said in ("Scoping (1 of 4)", "Could hurt: Data readiness, Ethical considerations"):
        assert said in panel.text
    assert "Answer the guiding questions" in panel.text
    asked = form_of(await ana.click(panel, "Answer"))
    assert tuple(asked.fields) == QUESTIONS
    await study.restart()
    panel = await ana.submit(asked, dict.fromkeys(QUESTIONS, "Much."))
    assert "● Guiding questions · 3 of 3 answered" in panel.text
    panel = await filled(ana, panel, "Next step", {"What you will do next": "Label 50 mails"})
    assert "**Next:** Label 50 mails" in panel.text
    assert "None yet" in (await ben.slash("project list", whose="group")).text
    told = await published(ana, "Other")
    assert "Its post comes within a minute" in told.text
    await study.restart()
    await later(study)
    (post,) = posts(study)
    for said in (f"<@{ana.id}>", "**Results**", "**Risks**", "in 0 of 4 stages"):
        assert said in post.text
    await later(study)
    assert len(posts(study)) == 1
    seen = await ben.click(post, "Read all")
    assert seen.ephemeral
    assert "Labels drifted." in seen.text
    assert seen.buttons == ["Audit"], "others' projects are to read"
    assert (await ben.click(seen, "Audit")).buttons == ["Read all"]


async def test_u12_each_stage_asks_for_its_look_at_ethics(study: Study) -> None:
    """Moving on without one asks kindly; the audit shows what is missing; undo brings back."""
    ana = await study.person("Ana")
    panel = await begun(ana)
    assert "Undo move" not in panel.buttons
    asked = await ana.click(panel, "Move on")
    assert "leaves *Scoping* without a word on ethics and bias" in asked.text
    stayed = await ana.click(asked, "Stay")
    assert "Scoping (1 of 4)" in stayed.text
    moved = await ana.click(await ana.click(stayed, "Move on"), "Move on anyway")
    assert "Data (2 of 4)" in moved.text
    await study.restart()
    assert "○ **Scoping** · missing" in (await ana.slash("project audit", project=TITLE)).text
    panel = await filled(
        ana,
        moved,
        "Write",
        {"Or where it is written down": "https://example.org/card"},
    )
    assert "● Ethics and bias in Data" in panel.text
    (pressed,) = custom_ids(panel, "project:move:")
    moved = await ana.click(panel, "Move on")
    assert "Model (3 of 4)" in moved.text
    again = await ana.click(panel, custom_id=pressed, forge=True)
    assert "Model (3 of 4)" in again.text, "pressed twice, it moves once"
    back = await ana.click(moved, "Undo move")
    assert "Data (2 of 4)" in back.text
    audit = await ana.slash("project audit")
    assert "1 look missing" in audit.text
    assert "○ Scoping · ● Data · – Model · – Deployment · – Risks" in audit.text
    opened = await ana.click(audit, "Open")
    assert "[example.org](<https://example.org/card>)" in opened.text


async def test_u12_nothing_is_published_without_risks_or_a_reason(study: Study) -> None:
    ana = await study.person("Ana")
    panel = await begun(ana)
    (opener,) = custom_ids(panel, "project:ask:")
    number = opener.rpartition(":")[2]
    asked = await ana.click(panel, "Publish")
    assert "write down the risks and what you do about them" in asked.text
    assert "Publish to the group" not in asked.buttons
    forged = await ana.click(asked, custom_id=f"project:publish:{number}", forge=True)
    assert "write down the risks" in forged.text
    form = form_of(await ana.click(asked, "Risks"))
    refused = await ana.submit(form, {"Risks": "Dialects."})
    assert "say in a line why there is no risk assessment" in refused.text
    again = form_of(await ana.click(refused, "Try again"))
    assert again.fields["Risks"]["value"] == "Dialects."
    asked = await ana.submit(
        again, {"Risks": "", "Or why there is no risk assessment": "A toy, never deployed."}
    )
    assert "● A reason without one" in asked.text
    assert "say in a line what came out of it" in asked.text
    asked = await filled(ana, asked, "Case study", CASE)
    assert "**Why there is no risk assessment**\nA toy, never deployed." in asked.text
    assert "*Read all* there shows the rest too" in asked.text
    told = await ana.click(asked, "For me alone")
    assert "Published for you alone" in told.text
    assert "Only you see this, until you show it to the group." in told.text
    assert "for you alone" in (await ana.slash("project list")).text
    await later(study)
    assert posts(study) == []


async def test_c8_a_form_leads_back_to_what_opened_it(study: Study) -> None:
    """From the audit to its page of that stage, from publishing to what is still missing."""
    ana = await study.person("Ana")
    panel = await begun(ana)
    seen = await filled(ana, panel, "Write", {"What you looked at and found": "Nothing odd."})
    assert "Publish" in seen.buttons, "the project itself"
    audit = await ana.click(seen, "Audit")
    seen = await filled(ana, audit, "Change", {"What you looked at and found": "Much."})
    assert "**Audit**" in seen.text
    assert "Much." in seen.text
    seen = await filled(ana, seen, "Risks", RISKS)
    assert "● Risks and mitigations written down" in seen.text
    asked = await filled(ana, await ana.slash("project publish", project=TITLE), "Risks", RISKS)
    assert "● Risk assessment" in asked.text
    assert "say in a line what came out of it" in asked.text
    asked = await filled(ana, asked, "Case study", CASE)
    assert "Publish to the group" in asked.buttons
    (known,) = custom_ids(asked, "project:risks:")
    forged = known.replace(":publish", ":moon")
    refused = await ana.click(asked, custom_id=forged, forge=True)
    assert "no longer works here" in refused.text


async def test_c8_withdrawing_deletes_the_post_and_edits_reach_it(study: Study) -> None:
    ana, ben = await study.person("Ana"), await study.person("Ben")
    panel = await published(ana)
    await later(study)
    (post,) = posts(study)
    edited = await filled(ana, panel, "Edit", {"Title": "Mood of mails"})
    await ana.until(lambda: "Mood of mails" in post.text)
    assert "the group sees it" in edited.text
    (read,) = custom_ids(post, "project:read:")
    gone = await ana.click(edited, "Withdraw")
    assert "the group no longer sees it" in gone.text
    await later(study)
    assert posts(study) == []
    refused = await ben.click(await ben.slash("help"), custom_id=read, forge=True)
    assert "do not find that project" in refused.text
    asked = await ana.click(gone, "Show the group")
    assert "For me alone" not in asked.buttons
    shared = await ana.click(asked, "Publish to the group")
    assert "Published" in shared.text
    await later(study)
    (again,) = posts(study)
    assert again.id != post.id


async def test_c8_what_is_anothers_alone_is_found_nowhere(study: Study) -> None:
    """Neither by autocomplete nor by title, id, forged press or form."""
    ana, ben = await study.person("Ana"), await study.person("Ben")
    panel = await begun(ana)
    (opener,) = custom_ids(panel, "project:edit:")
    number = opener.rpartition(":")[2]
    for command in ("show", "audit", "update", "publish"):
        assert await ben.autocomplete(f"project {command}", "project", "") == []
        for typed in (TITLE, number):
            answer = await ben.slash(f"project {command}", project=typed)
            assert "do not find that project" in answer.text, command
    at = await ben.slash("help")
    for custom_id in custom_ids(panel, "project:"):
        if custom_id.count(":") > 1 and custom_id.split(":")[2] == number:
            answer = await ben.click(at, custom_id=custom_id, forge=True)
            assert "do not find that project" in answer.text, custom_id
    (offered,) = await ana.autocomplete("project show", "project", "senti")
    assert offered.name == TITLE
    await published(ben, "Ben's")
    shown = {each.name for each in await ana.autocomplete("project show", "project", "")}
    assert shown == {TITLE, "Ben's"}
    assert [e.name for e in await ana.autocomplete("project update", "project", "")] == [TITLE]


async def test_c8_lists_filter_and_page(study: Study) -> None:
    ana, ben = await study.person("Ana"), await study.person("Ben")
    for number in range(7):
        await begun(ana, f"Project {number}", **{"Block of the plan": ["projects"]})
    await begun(ana, "Loose")
    loose = {"project": "Loose", "stage": "Data", "next_step": "x" * 151}
    refused = await ana.slash("project update", options=loose)
    assert "150 fit. Nothing was changed." in refused.text
    asked = await ana.slash("project update", options=loose | {"next_step": "Label"})
    assert "leaves *Scoping* without a word on ethics" in asked.text
    assert "**Next:** Label" in (await ana.click(asked, "Move on anyway")).text
    panel = await ana.slash("project list")
    assert "1/2" in panel.buttons
    only = await ana.slash("project list", stage="data")
    assert "Loose" in only.text
    assert "Project 1" not in only.text
    second = await ana.click(panel, "›")
    assert "2/2" in second.buttons
    narrowed = await ana.choose(second, "projects")
    assert "Loose" not in narrowed.text
    assert "Project 6" in narrowed.text
    none = await ana.choose(narrowed, "published")
    assert "None fits" in none.text
    every = await ana.choose(await ana.choose(none, "All stages"), "All blocks")
    assert "Loose" in every.text
    others = await ben.slash("project list", whose="group")
    assert "None yet. Whoever publishes" in others.text
    assert "Project 6" in (await ana.slash("project list", block="projects")).text
    refused = await ana.slash("project list", stage="Nowhere")
    assert "There is no such stage" in refused.text


async def test_p11_two_a_half_year_are_counted_by_a_press(study: Study) -> None:
    ana = await study.person("Ana")
    panel = await published(ana)
    await later(study)
    assert "*Two major projects every half-year*: 0 of 2" in panel.text
    (pressed,) = custom_ids(panel, "project:count:")
    counted = await ana.click(panel, "Count it")
    assert "● Counted." in counted.text
    listed = await ana.slash("project list")
    assert "*Two major projects every half-year*: 1 of 2" in listed.text
    again = await ana.click(panel, custom_id=pressed, forge=True)
    assert "1 of 2" in again.text
    shown = await ana.slash("milestone show", milestone="projects-major-projects")
    for said in ("1 of 2", TITLE, str(posts(study)[0].id)):
        assert said in shown.text
    back = await ana.click(await ana.click(again, "Withdraw"), "Back to work")
    assert "That you counted it stays" in back.text


async def test_u12_a_whole_audit_offers_the_milestone_of_the_audit(study: Study) -> None:
    ana = await study.person("Ana")
    await begun(ana)
    for _stage in range(4):
        panel = await ana.slash("project show", project=TITLE)
        panel = await filled(ana, panel, "Write", {"What you looked at and found": "Nothing odd."})
        if "Move on" in panel.buttons:
            await ana.click(panel, "Move on")
    await filled(ana, await ana.slash("project publish", project=TITLE), "Risks", RISKS)
    audit = await ana.slash("project audit", project=TITLE)
    assert "Every stage has its look" in audit.text
    done = await ana.click(audit, "Finish it")
    assert "Every stage has its look" not in done.text
    shown = await ana.slash("milestone show", milestone="professional-ethics-audit")
    assert "Done" in shown.text or "●" in shown.text


async def test_r13_wednesday_names_the_project_and_its_next_step(study: Study) -> None:
    """So do /today on other days, and /me; in a pause nothing does."""
    ana = await study.person("Ana")
    await begun(ana)
    await ana.slash("project update", project=TITLE, next_step="Label *50* mails")
    assert f"**{TITLE}** · Scoping (1 of 4)" in (await ana.slash("today")).text
    assert "Projects: 1 in work" in (await ana.slash("me")).text
    await study.clock.move_to(study.clock.now().replace(day=4, hour=9))
    message = ana.inbox[-1]
    assert f"Go on with *{TITLE}*. Next step: *Label \\*50\\* mails*." in message.text
    opened = await ana.click(message, "Open")
    assert "**Next:** Label" in opened.text
    today = await ana.slash("today")
    assert today.text.count(TITLE) == 1, "the day is for it already"
    await study.clock.move_to(study.clock.now().replace(day=5))
    await ana.slash("routine pause", until="2026-03-08")
    assert TITLE not in (await ana.slash("today")).text


async def test_c8_oversized_blank_and_hostile_texts(study: Study) -> None:
    """Blanks that look like text are none; what is refused comes back; nothing pings."""
    ana, ben = await study.person("Ana"), await study.person("Ben")
    form = form_of(await ana.slash("project new"))
    refused = await ana.submit(form, {"Title": "\u3164\u2800", "What it is about": "Kept"})
    assert "Give it a title" in refused.text
    again = form_of(await ana.click(refused, "Try again"))
    assert again.fields["What it is about"]["value"] == "Kept"
    bad = await ana.submit(again, {"Title": "x", "Repository": "not a link"})
    assert "not a link I can keep" in bad.text
    long = await ana.submit(
        form_of(await ana.slash("project new")), {"Title": "x" * 81}, forge=True
    )
    assert "81 characters" in long.text
    picked = await ana.submit(
        form_of(await ana.slash("project new")),
        {"Title": "x", "What could hurt": ["<script>"]},
        forge=True,
    )
    assert "not in the plan any more" in picked.text
    nasty = "# @everyone <@1> **b** ||s|| [t](http://x) `c`"
    await begun(ana, nasty, Repository="https://example.org/a(b)[c]\"'")
    case = dict.fromkeys(CASE, (nasty + "\n") * 40)
    risks = dict.fromkeys(RISKS, (nasty + "\n") * 40)
    await filled(ana, await ana.slash("project publish", project=nasty), "Risks", risks)
    await filled(ana, await ana.slash("project publish", project=nasty), "Case study", case)
    asked = await ana.slash("project publish", project=nasty)
    await ana.click(asked, "Publish to the group")
    await later(study)
    (post,) = posts(study)
    assert "@everyone" not in post.text
    assert "https://example.org/a%28b%29%5Bc%5D%22'" in post.text
    seen = await ben.click(post, "Read all")
    pages = int(next(each for each in seen.buttons if each.startswith("1/"))[2:])
    for _ in range(1, pages):
        assert "@everyone" not in seen.text
        seen = await ben.click(seen, "›")
    assert "**Mitigations**" in seen.text


async def test_c8_two_forms_at_once_and_one_sent_twice(study: Study) -> None:
    ana = await study.person("Ana")
    form = form_of(await ana.slash("project new"))
    await ana.submit(form, {"Title": "Once"})
    again = await ana.submit(form, {"Title": "Once"}, forge=True)
    assert "It is saved" in again.text
    listed = await ana.slash("project list")
    assert listed.text.count("Once") == 1
    panel = await ana.slash("project show", project="Once")
    opened = {
        each: form_of(await ana.click(panel, custom_id=custom_ids(panel, f"project:{each}:")[0]))
        for each in ("risks", "case")
    }
    await ana.submit(opened["case"], dict(CASE))
    await ana.submit(opened["risks"], dict(RISKS))
    asked = await ana.slash("project publish", project="Once")
    (alone,) = custom_ids(asked, "project:publish-mine:")
    told = await ana.click(asked, "Publish to the group")
    assert "Its post comes within a minute" in told.text
    told = await ana.click(told, custom_id=alone, forge=True)
    assert "The group sees it already" in told.text


async def test_c8_deleting_asks_once_and_takes_the_post_along(study: Study) -> None:
    ana = await study.person("Ana")
    panel = await published(ana)
    await later(study)
    asked = await ana.click(panel, "Delete")
    assert "its post with it" in asked.text
    kept = await ana.click(asked, "Keep it")
    gone = await ana.click(await ana.click(kept, "Delete"), "Delete it")
    assert "None yet" in gone.text
    await later(study)
    assert posts(study) == []


async def test_c8_a_form_opened_before_a_project_was_deleted_gives_its_text_back(
    study: Study,
) -> None:
    ana = await study.person("Ana")
    panel = await begun(ana)
    form = form_of(await ana.click(panel, "Next step"))
    asked = await ana.click(panel, "Delete")
    assert "its post" not in asked.text
    await ana.click(asked, "Delete it")
    answer = await ana.submit(form, {"What you will do next": "Label 50 mails"})
    assert "do not find that project" in answer.text
    assert "Label 50 mails" in answer.text


async def test_c8_publishing_is_refused_where_nothing_can_be_posted(study: Study) -> None:
    ana = await study.person("Ana")
    await ready(ana)
    study.announcements.delete()
    asked = await ana.slash("project publish", dm=True, project=TITLE)
    refused = await ana.click(asked, "Publish to the group")
    assert "The announcements channel is gone" in refused.text
    told = await ana.click(asked, "For me alone")
    assert "Published for you alone" in told.text
