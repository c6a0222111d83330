"""A card that comes after the reveal, over the wire: it is offered as a comment."""

from __future__ import annotations

from tests.live import Study, form_of
from tests.retros.acting import close, form_text, opened, posted, text_of, write
from tests.themes.acting import on


async def test_t7_a_card_after_the_reveal_is_offered_as_a_comment_with_its_text(
    study: Study,
) -> None:
    """T7, T3: what was typed stands in the form that opens; the comment is as anonymous as cards.

    The form had been opened before the reveal; `/retro card` and *Add to retro* open a comment's.
    """
    ana = await study.person("Ana")
    panel = await opened(study, "anonymous")
    form = await ana.click(panel, "Adjust")
    long = await ana.click(panel, "Worked")
    for text in ("Pairing", "Fridays"):
        await write(ana, panel, "Worked", text)
    for _ in range(2):
        await on(study)
    late = await ana.submit(form, {"Your card": "Less *homework*\n@everyone"})
    assert "as a comment" in late.text
    assert "@everyone" not in late.text
    again = await ana.click(late, "Make it a comment")
    assert "The group sees it at once; no name is stored with it." in form_text(again)
    assert form_of(again).fields["Your comment"]["value"] == "Less *homework*\n@everyone"
    answer = await ana.submit(again, {"Column": "Adjust"})
    assert "stands at *Adjust*" in answer.text
    assert answer.ephemeral
    summary = posted(study)[-1]
    await ana.until(lambda: "Comments after the reveal** · 1" in text_of(summary))
    assert "• Less \\*homework\\* @" in text_of(summary)
    assert "2 cards, revealed" in text_of(summary)
    assert not summary.mention_everyone
    page = await ana.click(summary, "Read all")
    assert "2 cards, 1 comment" in page.text
    assert "**Adjust · comment**" in page.text
    everything = text_of(summary) + page.text + answer.text
    assert str(ana.id) not in everything
    refused = await ana.submit(long, {"Your card": "word " * 799 + "last."})
    assert refused.files[0].data.decode().endswith("last.")
    for opener in (
        await ana.slash("retro card", dm=True),
        await ana.click(panel, custom_id="retro:card:1:1", forge=True),
        await ana.menu("Add to retro", await ana.send(study.announcements, "Calls are long")),
    ):
        assert form_of(opener).fields["Your comment"]
    assert "About https://discord.com" in str(form_of(opener).fields["Your comment"]["value"])
    await close(study)
    closed_now = await ana.submit(again, {"Column": "Adjust", "Your comment": "Too late"})
    assert "It is saved. This form came in before" in closed_now.text
    old = await ana.click(panel, custom_id="retro:comment:1:1", forge=True)
    assert "This retro closed" in old.text
    assert "Too late" not in text_of(summary)
