"""Embeds, files and polls in the browser; hostile input; and how all of it looks and reads."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, expect

from tests.page import sheet
from tests.page.conftest import Watch
from tests.page.test_components import settle

pytestmark = pytest.mark.asyncio(loop_scope="session")

EMBED = "(embed) => show(renderEmbed(embed, view))"
POLL = "(message) => show(renderPoll(message, view))"


async def test_an_embed_shows_all_its_parts(harness: Page) -> None:
    await harness.evaluate(sheet.SHOW, sheet.DATA)
    embed = harness.locator(".embed").first
    bars = "(all) => all.map((each) => getComputedStyle(each).borderLeftColor)"
    assert await harness.locator(".embed").evaluate_all(bars) == [
        "rgb(239, 68, 68)",
        "rgb(0, 0, 255)",
    ]
    links = embed.get_by_role("link")
    assert await links.evaluate_all("(all) => all.map((each) => each.textContent)") == [
        "arXiv", "A title that leads somewhere", "a link", "", "",
    ]  # fmt: skip
    await expect(embed.locator(".embed-author img")).to_have_count(1)
    await expect(embed.locator(".embed-words strong")).to_have_text(["description", "wide"])
    boxes = [await box.bounding_box() for box in await embed.locator(".embed-field").all()]
    tops = [box["y"] for box in boxes if box]
    assert tops[0] == tops[1] == tops[2] < tops[3]
    footer = embed.locator(".embed-footer")
    await expect(footer).to_have_text("The footer\u00a0· Yesterday at 18:30")
    # The icon of the footer lies on another server, and an ornament is not worth a link.
    await expect(footer.locator("img")).to_have_count(0)
    image = embed.locator(".embed-image img")
    assert await image.evaluate("(each) => [each.width, each.height]") == [400, 300]


async def test_the_result_of_a_poll_is_a_sentence(harness: Page) -> None:
    def embed(**fields: str) -> dict[str, Any]:
        listed = [{"name": name, "value": value} for name, value in fields.items()]
        return {"type": "poll_result", "fields": listed}

    asked = {"poll_question_text": "Which <b>?"}
    won = {"victor_answer_text": "A", "victor_answer_votes": "2", "total_votes": "3"}
    cases = [
        (embed(**asked, **won), "A won with 67 % of 3 votes."),
        (embed(**asked, total_votes="2", victor_answer_votes="1"), "It was a tie."),
        (embed(**asked, total_votes="0", victor_answer_votes="0"), "Nobody voted."),
    ]
    for given, outcome in cases:
        await harness.evaluate(EMBED, given)
        text = f"The poll Which <b>? has ended. {outcome}"
        await expect(harness.locator(".poll-result")).to_have_text(text)


async def test_files_are_pictures_or_cards(harness: Page) -> None:
    await harness.evaluate(sheet.SHOW, sheet.DATA)
    files = harness.locator(".attachments > *")
    picture = files.nth(0).get_by_role("img", name="A rising line")
    assert await picture.evaluate(
        "(each) => ['width', 'height'].map((name) => each.getAttribute(name))"
    ) == ["400", "300"]
    cover = files.nth(1).get_by_role("button", name="Spoiler, show it")
    await expect(files.nth(1).get_by_role("img")).to_have_count(0)
    await cover.click()
    await expect(files.nth(1).get_by_role("img", name="SPOILER_end.png")).to_be_visible()
    card = files.nth(3)
    await expect(card).to_contain_text("talk.mp3121 KBThe talk")
    download = card.get_by_role("link", name="Download talk.mp3")
    assert await download.get_attribute("download") == "talk.mp3"
    sizes = """() => [1, 1023, 1024, 10240, 26214400].map((size) =>
      renderAttachments([{ filename: "f", url: location.href, size }])
        .querySelector(".small").textContent)"""
    assert await harness.evaluate(sizes) == ["1 byte", "1023 bytes", "1.0 KB", "10 KB", "25 MB"]
    assert await harness.evaluate("renderAttachments([]).childNodes.length") == 0


async def test_a_picture_opens_over_the_page(harness: Page) -> None:
    await harness.evaluate(sheet.SHOW, sheet.DATA)
    pictures = harness.locator(".attachments").get_by_role("link")
    view = harness.get_by_role("dialog", name="A rising line")
    closings: tuple[Callable[[], Awaitable[Any]], ...] = (
        lambda: harness.keyboard.press("Escape"),
        lambda: view.get_by_role("button", name="Close").click(),
        lambda: harness.mouse.click(5, 5),
    )
    for close in closings:
        await pictures.first.click()
        await expect(view.get_by_role("img", name="A rising line")).to_be_visible()
        assert harness.context.pages == [harness], "it stays in this tab"
        address = await view.get_by_role("link", name="Open in a new tab").get_attribute("href")
        assert address == await pictures.first.get_attribute("href")
        await close()
        await expect(view).to_have_count(0)
    await expect(pictures.first).to_be_focused()


async def test_a_vote_is_chosen_and_sent(harness: Page) -> None:
    await harness.evaluate(POLL, sheet.poll(0, 2, 0))
    vote = harness.get_by_role("button", name="Vote", exact=True)
    await expect(vote).to_be_disabled()
    await harness.get_by_role("radio", name="Paper 1").check()
    await harness.get_by_role("radio", name="Paper 3").check()
    # Someone else votes meanwhile, and the message is drawn anew.
    await harness.evaluate(POLL, sheet.poll(0, 3, 0))
    await expect(harness.get_by_role("radio", name="Paper 3")).to_be_checked()
    await vote.click()
    assert await harness.evaluate("calls") == [["vote", "1002", [3], None]]
    await harness.evaluate(POLL, sheet.poll(0, 3, 0))
    await expect(vote).to_have_attribute("aria-busy", "true")
    await settle(harness)
    await harness.evaluate(POLL, sheet.poll(0, 3, 1, mine=3))
    await expect(harness.locator(".poll-answer.mine")).to_have_text("Paper 3Your vote1 vote, 25 %")
    await harness.get_by_role("button", name="Remove vote").click()
    assert (await harness.evaluate("calls"))[1] == ["vote", "1002", [], None]
    await settle(harness, "This poll has ended.")
    await expect(harness.get_by_role("alert")).to_have_text("This poll has ended.")
    await harness.evaluate(POLL, sheet.poll(0, 3, 0))
    await expect(harness.get_by_role("radio", checked=True)).to_have_count(0)


async def test_several_answers_and_a_look_at_the_results(harness: Page) -> None:
    await harness.evaluate(POLL, sheet.poll(1, 3, 0, several=True))
    await expect(harness.locator(".poll-footer .muted")).to_have_text(
        "4 votes · ends in 3 hours · votes are public"
    )
    for name in ("Paper 3", "Paper 1", "Paper 2"):
        await harness.get_by_role("checkbox", name=name).check()
    await harness.get_by_role("checkbox", name="Paper 3").uncheck()
    await harness.get_by_role("button", name="Show results").press("Enter")
    back = harness.get_by_role("button", name="Back to vote")
    await expect(back).to_be_focused()
    counts = harness.locator(".poll-count")
    await expect(counts).to_have_text(["1 vote, 25 %", "3 votes, 75 %", "0 votes, 0 %"])
    width = "(each) => getComputedStyle(each, '::before').width"
    bar, whole = [await harness.locator(".counted").nth(n).evaluate(width) for n in (0, 1)]
    assert float(whole[:-2]) == pytest.approx(3 * float(bar[:-2]), rel=0.01)
    await back.click()
    await harness.get_by_role("button", name="Vote", exact=True).click()
    assert (await harness.evaluate("calls"))[0][2] == [1, 2]


async def test_an_ended_poll_takes_no_votes(harness: Page) -> None:
    await harness.evaluate(POLL, sheet.poll(3, 1, 0, mine=2, ended=True))
    await expect(harness.locator(".best")).to_have_text("Paper 13 votes, 75 %")
    await expect(harness.get_by_role("group")).to_contain_text("The poll has ended")
    assert await harness.locator("button, input").count() == 0


HOSTILE = [
    "<script>window.hacked = 1</script>",
    "<img src=x onerror=window.hacked=1>",
    '" onclick="window.hacked=1',
    "javascript:window.hacked=1",
    "\u202egnp.exe",
    "W" * 4000,
]

HOSTILE_SHEET = """(texts) => {
  const parts = texts.map((text) => {
    view.user = () => ({ id: "5", name: text });
    view.role = () => ({ id: "5", name: text, color: text });
    view.channel = () => ({ id: "5", name: text });
    view.everyone = [{ id: "5", name: text }];
    const media = { url: text, content_type: text };
    const emoji = { id: text, name: text };
    const option = { label: text, value: text, description: text, emoji, default: true };
    const button = { type: 2, style: 1, label: text, custom_id: text, emoji };
    const defaults = [{ type: "user", id: "5" }];
    const components = [
      { type: 10, content: text },
      { type: 1, components: [button, { type: 2, style: 5, label: text, url: text }] },
      { type: 1, components: [{ type: 3, custom_id: text, placeholder: text, options: [option] }] },
      { type: 1, components: [{ type: 5, custom_id: text, default_values: defaults }] },
      { type: 17, accent_color: text, components: [
        { type: 9, components: [{ type: 10, content: text }],
          accessory: { type: 11, media, description: text } }] },
      { type: 12, items: [{ media, description: text }] },
      { type: 13, file: media, name: text, size: 1 },
    ];
    const embed = { type: "rich", title: text, url: text, description: text, color: text,
      author: { name: text, url: text, icon_url: text }, image: media, thumbnail: media,
      fields: [{ name: text, value: text, inline: true }], footer: { text }, timestamp: text };
    const file = { id: text, filename: text, url: text, size: 1, description: text };
    const poll = { question: { text }, expiry: text, allow_multiselect: false,
      answers: [{ answer_id: 1, poll_media: { text, emoji } }] };
    const result = { type: "poll_result",
      fields: [{ name: "poll_question_text", value: text }, { name: "total_votes", value: "1" },
        { name: "victor_answer_text", value: text }] };
    return [renderMarkdown(`${text} [${text}](${text}) <@5> <@&5> <#5>`, view),
      renderComponents({ id: "1", components }, view), renderEmbed(embed, view),
      renderEmbed(result, view), renderAttachments([file, { ...file, content_type: "image/png" }]),
      renderPoll({ id: "1", poll }, view)];
  });
  show(...parts.flat());
}"""


async def test_nothing_that_people_write_becomes_markup_or_script(harness: Page) -> None:
    await harness.set_viewport_size({"width": 360, "height": 800})
    await harness.evaluate(HOSTILE_SHEET, HOSTILE)
    found = await harness.evaluate(
        """() => {
          const all = [...sheet.querySelectorAll("*")];
          const attributes = all.flatMap((each) => each.getAttributeNames());
          return {
            tags: all.map((each) => each.localName),
            handlers: attributes.filter((name) => name.startsWith("on")),
            links: all.filter((each) => each.href).map((each) => each.href),
            wide: document.documentElement.scrollWidth,
            hacked: window.hacked ?? null,
          };
        }"""
    )
    assert {"script", "iframe", "img", "style"}.isdisjoint(found["tags"])
    assert found["handlers"] == found["links"] == []
    assert found["hacked"] is None
    # No word is so long that the page has to scroll sideways.
    assert found["wide"] == 360
    text = await harness.locator("#sheet").text_content() or ""
    assert all(text.count(hostile) > 15 for hostile in HOSTILE)


async def test_an_overriding_mark_turns_only_its_own_text(harness: Page) -> None:
    await harness.evaluate(
        """() => {
          view.user = () => ({ id: "5", name: "\\u202eeve" });
          show(renderMarkdown("<@5> says ok", view));
        }"""
    )
    # Left of "says" there is the name: were it not isolated, the sentence would be mirrored.
    order = """() => {
      const range = document.createRange();
      const text = sheet.querySelector(".markdown").lastChild;
      range.selectNodeContents(text);
      return range.getBoundingClientRect().x - sheet.querySelector("bdi").getBoundingClientRect().x;
    }"""
    assert await harness.evaluate(order) > 0


@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_everything_is_legible_and_can_be_named(harness: Page, theme: Any) -> None:
    await harness.emulate_media(color_scheme=theme)
    await harness.evaluate(sheet.SHOW, sheet.DATA)
    for width, opened in ((1000, "who"), (360, "one")):
        await harness.set_viewport_size({"width": width, "height": 800})
        assert await harness.evaluate("document.documentElement.scrollWidth") == width
        await harness.locator(f"[data-custom-id={opened}]").click()
        found = (await Axe().run(harness)).response["violations"]
        grave = [
            (each["id"], [node["target"] for node in each["nodes"]])
            for each in found
            if each["impact"] in ("serious", "critical")
        ]
        assert grave == []
        await harness.keyboard.press("Escape")
        await harness.evaluate(
            "document.querySelectorAll('.cover, .hidden-text').forEach((each) => each.click())"
        )


async def test_a_page_that_complains_or_asks_elsewhere_is_noticed(
    page: Page, watch: Watch, static_site: str
) -> None:
    await page.goto(static_site)
    watch.check()
    await page.evaluate("console.error('so it is')")
    with pytest.raises(AssertionError, match="so it is"):
        watch.check()
    watch.expect("so it is")
    watch.check()
    async with page.context.expect_event("weberror"):
        await page.evaluate("setTimeout(() => { throw new Error('thrown'); })")
    with pytest.raises(AssertionError, match="thrown"):
        watch.check()
    watch.clear()
    await page.goto(f"{static_site}/cdn/x.png".replace("127.0.0.1", "localhost"))
    await page.goto(static_site)
    with pytest.raises(AssertionError, match="asked elsewhere"):
        watch.check()
    watch.clear()
