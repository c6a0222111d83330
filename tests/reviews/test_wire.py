"""Reviews over the wire: from the draft to the post in the paper's thread, and back."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from sandbox import ActingUser
from sandbox.people.response_view import Seen
from sandbox.world.model import Message
from tests.live import Study, custom_ids, form_of
from tests.papers.test_wire import opened
from tests.reviews.weeks import chosen, drafted, published, reviews_in

pytestmark = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)

MINUTE = timedelta(minutes=1)
LONG = ("# @everyone <@123> **b** ||s|| שלום\n" * 200)[:4000].strip()


async def later(study: Study, minutes: int = 1) -> None:
    await study.clock.move_to(study.clock.now() + minutes * MINUTE)


async def test_a12_from_a_draft_to_the_thread(study: Study) -> None:
    """Whatever happens to the bot, what was typed is there, and the group sees it once."""
    ana, ben = await study.person("Ana"), await study.person("Ben")
    key = await chosen(study, ana)
    draft = await drafted(ana, f"https://arxiv.org/abs/{key}v2", key_points="Bold.", worth="4")
    assert draft.ephemeral
    assert "◐ Draft" in draft.text
    assert "until you publish it" in draft.text
    await study.restart()
    form = form_of(await ana.slash("paper review", paper=key))
    assert form.fields["Key points"]["value"] == "Bold."
    saved = await ana.submit(form, {"Critical analysis": "Too *bold*."})
    assert "Too \\*bold\\*." in saved.text
    asked = await ana.click(saved, "Publish")
    assert "Publish this review?" in asked.text
    assert "worth the group's time: 4 of 5" in asked.text
    assert reviews_in(study) == []
    assert "None yet" in (await ben.click(await ben.slash("paper reviews"), "The group's (0)")).text
    told = await ana.click(asked, "Publish")
    assert "● Published" in told.text
    await later(study)
    await study.restart()
    await later(study)
    (post,) = reviews_in(study)
    assert "**Critical analysis**\nToo \\*bold\\*." in post.text
    assert f"<@{ana.id}>" in post.text
    seen = await ben.click(post, "Open")
    assert seen.ephemeral
    assert "Bold." in seen.text
    assert "Mine" not in seen.buttons


async def test_an_edit_shows_in_the_post_and_taking_back_deletes_it(study: Study) -> None:
    ana, ben = await study.person("Ana"), await study.person("Ben")
    key = await chosen(study, ana)
    await published(ana, key, key_points="Bold.")
    await later(study)
    (post,) = reviews_in(study)
    form = form_of(await ana.slash("paper review", paper=key))
    assert form.title == "Your published review"
    mine = await ana.submit(form, {"Key points": "Modest."})
    await ana.until(lambda: "Modest." in post.text)
    assert "Bold" not in post.text
    back = await ana.click(mine, "Take back")
    assert "it is a draft again" in back.text
    await later(study)
    assert reviews_in(study) == []
    (pressed,) = custom_ids(post, "review:read:")
    gone = await ben.click(await ben.slash("paper rota"), custom_id=pressed, forge=True)
    assert "do not find that review" in gone.text
    await ana.click(await ana.click(back, "Publish"), "Publish")
    await later(study)
    (again,) = reviews_in(study)
    assert "Modest." in again.text


async def test_a_draft_is_deleted_after_it_was_asked_once(study: Study) -> None:
    ana = await study.person("Ana")
    key = await chosen(study, ana)
    asked = await ana.click(await drafted(ana, key), "Delete")
    assert "gone then" in asked.text
    kept = await ana.click(asked, "Keep it")
    assert "It claims much." in kept.text
    listed = await ana.click(await ana.click(kept, "Delete"), "Delete it")
    assert "The draft is deleted." in listed.text
    assert "None yet" in listed.text


async def test_a12_the_count_is_the_members_alone_and_a_press(study: Study) -> None:
    ana, ben = await study.person("Ana"), await study.person("Ben")
    key = await chosen(study, ana)
    told = await published(ana, key)
    await later(study)
    mine = await ana.click(await ana.slash("paper reviews"), "Open")
    assert "*Four detailed paper reviews in a month*: 0 of 4 in March" in told.text
    (pressed,) = custom_ids(mine, "review:count:")
    counted = await ana.click(mine, "Count it")
    assert "● Counted." in counted.text
    assert "1 of 4 in March" in (await ana.slash("paper reviews")).text
    assert "Count it" not in counted.buttons
    again = await ana.click(mine, custom_id=pressed, forge=True)
    assert "1 of 4 in March" in again.text
    others = await ben.slash("paper reviews")
    assert "of 4" not in others.text
    (post,) = reviews_in(study)
    assert "of 4 in" not in post.text
    shown = await ana.slash("milestone show", milestone="projects-paper-reviews")
    assert "1 of 4 in March" in shown.text


async def test_long_texts_fold_page_and_ping_nobody(study: Study) -> None:
    ana, ben = await study.person("Ana"), await study.person("Ben")
    key = await chosen(study, ana)
    mine = await published(ana, key, key_points=LONG, analysis=LONG, method=LONG, worth="5")
    await later(study)
    (post,) = reviews_in(study)
    assert "Read all" in mine.buttons
    assert "@everyone" not in post.text
    seen = await ben.click(post, "Read all")
    assert "**Key points**" in seen.text
    pages = int(next(each for each in seen.buttons if each.startswith("1/"))[2:])
    for _ in range(1, pages):
        seen = await ben.click(seen, "›")
        assert "@everyone" not in seen.text
    assert pages > 4
    assert "**Method and results**, continued" in seen.text
    file = await ben.click(seen, "As a file")
    (attached,) = file.files
    assert attached.filename == f"review-{key}.md"
    assert attached.data.decode().count(LONG) == 3


async def test_bad_input_is_refused_kindly(study: Study) -> None:
    ana, ben = await study.person("Ana"), await study.person("Ben")
    stranger = await study.person("Sam", joined=False)
    key = await chosen(study, ana)
    draft = await drafted(ana, key)
    assert "could not find an arXiv id" in (await ana.slash("paper review", paper="hello")).text
    assert "join" in (await stranger.slash("paper reviews")).text
    bens = await ben.slash("paper rota")
    (opens, *_rest) = custom_ids(draft, "review:")
    number = opens.split(":")[-1]
    for route in ("open", "ask", "publish", "take-back", "file", "post-again", "ask-delete"):
        for forged in (number, "999", "0", "-1", "x", "", str(2**70)):
            seen = await ben.click(bens, custom_id=f"review:{route}:{forged}", forge=True)
            assert "do not find" in seen.text or "no longer works" in seen.text
            assert "It claims" not in seen.text
    form = form_of(await ana.slash("paper review", paper=key))
    assert "from 1 to 5" in (await ana.submit(form, {"worth": "9"}, forge=True)).text
    assert reviews_in(study) == []


async def test_suggestions_begin_with_what_the_group_chose(study: Study) -> None:
    ana = await study.person("Ana")
    key = await chosen(study, ana, 2)
    suggested = await ana.autocomplete("paper review", "paper", "")
    assert suggested[0].value == key
    found = await ana.autocomplete("paper review", "paper", "thir")
    assert [each.name for each in found] == ["2603.00003 · Third"]


async def test_two_publish_at_once(study: Study) -> None:
    ana, ben = await study.person("Ana"), await study.person("Ben")
    key = await chosen(study, ana)

    async def ask(user: ActingUser) -> Seen:
        return await user.click(await drafted(user, key, key_points=user.name), "Publish")

    asked = [(user, await ask(user)) for user in (ana, ben)]
    await asyncio.gather(*(user.click(seen, "Publish") for user, seen in asked for _ in range(2)))
    await later(study)
    assert sorted(_author(post) for post in reviews_in(study)) == ["Ana", "Ben"]


def _author(post: Message) -> str:
    return "Ana" if "Ana" in post.text else "Ben"


async def test_a_paper_without_a_thread_is_reviewed_in_the_list(study: Study) -> None:
    ana, ben = await study.person("Ana"), await study.person("Ben")
    await opened(study)
    asked = await ana.click(await drafted(ana, "2603.00003"), "Publish")
    assert "Nothing is posted" in asked.text
    told = await ana.click(asked, "Publish")
    assert "has no thread" in told.text
    await later(study)
    assert reviews_in(study) == []
    assert "**Third**" in (await ben.slash("paper reviews")).text
