"""*Add to retro* on any message (U16): a card with its link, as anonymous as any other."""

from __future__ import annotations

from cogs.common.text import escape, jump_url, with_jumps
from tests.live import Study, form_of
from tests.retros.acting import closed, form_text, opened, posted, text_of, write

MENU = "Add to retro"


async def test_u16_a_message_becomes_a_card_with_its_link_and_without_its_author(
    study: Study,
) -> None:
    """U16, T3: the form shows the anonymity; the quoted author stands nowhere."""
    ana, ben = await study.person("Ana"), await study.person("Ben")
    said = await ben.send(study.announcements, "We lose half of each call to setup")
    early = await ana.menu(MENU, said)
    assert "No retro is open right now" in early.text
    await opened(study, "anonymous")
    form = await ana.menu(MENU, said)
    assert "Anonymous: no name is stored with a card." in form_text(form)
    link = jump_url(study.guild.id, study.announcements.id, said.id)
    begun = form_of(form).fields["Your card"]["value"]
    assert begun == f"About {link} : "
    seen = await ana.submit(form, {"Column": "Adjust", "Your card": f"{begun}setup before it"})
    assert seen.ephemeral
    await write(ana, posted(study)[-1], "Adjust", "More sleep")
    summary = await closed(study)
    assert f"• About {link} : setup before it" in text_of(summary)
    everything = text_of(summary) + (await ana.click(summary, "Read all")).text
    assert link in everything
    for nobody in (ana, ben):
        assert str(nobody.id) not in everything
        assert nobody.name not in everything


async def test_who_is_no_member_is_asked_to_join(study: Study) -> None:
    carla = await study.person("Carla", joined=False)
    said = await carla.send(study.announcements, "Hello")
    await opened(study)
    seen = await carla.menu(MENU, said)
    assert seen.modal is None
    assert "/join" in seen.text


def test_only_whole_links_to_this_servers_messages_lead_anywhere() -> None:
    here = jump_url(7, 8, 9)
    for text in (f"{here}1…", jump_url(8, 8, 9), jump_url(7, 8), "https://evil.example/7/8/9"):
        assert with_jumps(escape(text), 7) == escape(text)
    assert with_jumps(escape(f"see {here}, *now*"), 7) == f"see {here}, \\*now\\*"
