"""Components of messages: what is drawn, what a press or a choice does, and the keys for it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from playwright.async_api import Locator, Page, expect

from tests.page.sheet import PANEL, ROWS

pytestmark = pytest.mark.asyncio(loop_scope="session")

SHOW = """(message) => {
  const text = JSON.stringify(message).replaceAll('"/cdn/', `"${location.origin}/cdn/`);
  show(renderComponents(JSON.parse(text), view));
}"""


async def draw(page: Page, message: dict[str, Any]) -> None:
    await page.evaluate(SHOW, message)


async def draw_select(page: Page, **select: Any) -> Locator:
    """A message with one select; gives its button."""
    component = {"type": 3, "custom_id": "s", "placeholder": "Letters", **select}
    await draw(page, {"id": "9", "components": [{"type": 1, "components": [component]}]})
    return page.locator(".select")


async def settle(page: Page, refusal: str | None = None) -> None:
    """Let the oldest act that is under way succeed, or be refused."""
    script = """(refusal) => {
      const { resolve, reject } = answers.shift();
      if (refusal === null) resolve(); else reject(new Error(refusal));
    }"""
    await page.evaluate(script, refusal)


def letters(*chosen: str) -> list[dict[str, Any]]:
    return [
        {"label": f"Letter {each}", "value": each, "default": each in chosen} for each in "abcd"
    ]


async def test_buttons_look_as_their_style_says(harness: Page) -> None:
    await draw(harness, ROWS)
    script = """() => [...document.querySelectorAll(".action-row .button")].map((each) =>
      [each.textContent, each.className, each.disabled ?? null, each.dataset.customId])"""
    assert await harness.evaluate(script) == [
        ["Done", "button primary", False, "1:Done"],
        ["🕒Later", "button", False, "2:Later"],
        ["Accept", "button good", False, "3:Accept"],
        ["Delete", "button danger", False, "4:Delete"],
        ["Read", "button link-button", None, "link:7"],
        ["👍", "button", False, "2:None"],
        ["Off", "button primary", True, "1:Off"],
        ["Shop", "button", True, "premium:9"],
        [ROWS["components"][1]["components"][3]["label"], "button", False,
         ROWS["components"][1]["components"][3]["custom_id"]],
    ]  # fmt: skip
    await expect(harness.get_by_role("button", name="Later", exact=True)).to_be_visible()
    link = harness.get_by_role("link", name="Read")
    assert await link.get_attribute("href") == "https://example.org/paper"


async def test_a_press_shows_that_it_works_and_others_stay_usable(harness: Page) -> None:
    await draw(harness, ROWS)
    done = harness.get_by_role("button", name="Done")
    await done.press("Enter")
    await done.click()
    await harness.get_by_role("button", name="Accept").click()
    assert await harness.evaluate("calls") == [
        ["press", "1000", "1:Done", None],
        ["press", "1000", "3:Accept", None],
    ]
    busy = harness.locator(".busy[aria-busy=true]")
    await expect(busy).to_have_count(2)
    await settle(harness)
    await expect(busy).to_have_text("Accept")
    await settle(harness)
    await expect(busy).to_have_count(0)


async def test_a_refusal_is_said_until_the_next_press(harness: Page) -> None:
    await draw(harness, ROWS)
    done = harness.get_by_role("button", name="Done")
    await done.click()
    await settle(harness, "This interaction failed.")
    await expect(harness.get_by_role("alert")).to_have_text("This interaction failed.")
    await expect(done).not_to_have_class("busy")
    await done.click()
    await expect(harness.get_by_role("alert")).to_have_count(0)


async def test_a_message_drawn_anew_knows_what_is_under_way(harness: Page) -> None:
    await draw(harness, ROWS)
    await harness.get_by_role("button", name="Done").click()
    await draw(harness, ROWS)
    done = harness.get_by_role("button", name="Done")
    await expect(done).to_have_attribute("aria-busy", "true")
    await done.click()
    assert len(await harness.evaluate("calls")) == 1
    await settle(harness, "This interaction failed.")
    await expect(harness.get_by_role("alert")).to_have_count(1)
    await expect(done).not_to_have_attribute("aria-busy", "true")
    # Another message, and another person, are another matter.
    await done.click()
    await draw(harness, ROWS | {"id": "7"})
    await expect(harness.locator(".busy")).to_have_count(0)
    await harness.evaluate("view.me = '2'")
    await draw(harness, ROWS)
    await expect(harness.locator(".busy")).to_have_count(0)


async def test_the_focus_finds_its_element_again(harness: Page) -> None:
    await draw(harness, ROWS)
    script = """() => {
      document.querySelectorAll(".button")[2].focus();
      const key = focusKey(document.activeElement.firstChild);
      return [key, focusKey(document.body), focusKey(null)];
    }"""
    assert await harness.evaluate(script) == ["3:Accept", None, None]
    await draw(harness, ROWS)
    assert await harness.evaluate("focusByKey(sheet, '3:Accept')") is True
    await expect(harness.get_by_role("button", name="Accept")).to_be_focused()
    assert await harness.evaluate("focusByKey(sheet, 'other')") is False
    assert await harness.evaluate("focusByKey(sheet, null)") is False


async def test_one_value_is_chosen_by_keys_alone(harness: Page) -> None:
    select = await draw_select(harness, options=letters("b"))
    await expect(select).to_have_accessible_name("Letters: Letter b")
    await select.press("Enter")
    await expect(select).to_have_attribute("aria-expanded", "true")
    await expect(harness.get_by_role("listbox", name="Letters")).to_be_visible()
    field = harness.get_by_role("combobox", name="Letters")
    await expect(field).to_be_focused()
    active = harness.locator(".option.active")
    await expect(active).to_have_attribute("aria-selected", "true")
    names = []
    for key in ("ArrowDown", "End", "ArrowDown", "ArrowUp", "Home"):
        await field.press(key)
        names.append((await active.locator(".option-label").inner_text())[-1])
        assert await field.get_attribute("aria-activedescendant") == await active.get_attribute(
            "id"
        )
    assert names == ["c", "d", "a", "d", "a"]
    # Enter that ends a composition of an input method chooses nothing.
    composing = "new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true })"
    await field.evaluate(f"(each) => each.dispatchEvent({composing})")
    await field.fill("TER C")
    await expect(harness.get_by_role("option")).to_have_text(["Letter c"])
    await field.press("Enter")
    await expect(select).to_be_focused()
    assert await harness.evaluate("calls") == [["choose", "9", "s", ["c"]]]
    await expect(select).to_have_attribute("aria-busy", "true")
    await settle(harness)
    await expect(select).to_have_accessible_name("Letters: Letter c")
    await expect(select).to_have_attribute("aria-expanded", "false")


async def test_a_list_left_without_a_choice_changes_nothing(harness: Page) -> None:
    select = await draw_select(harness, options=letters())
    popup = harness.locator(".listbox-popup")
    await expect(select).to_have_accessible_name("Letters")
    await select.click()
    await harness.keyboard.type("nothing like it")
    await expect(harness.get_by_role("status")).to_have_text("Nothing matches.")
    await harness.keyboard.press("Enter")
    await harness.keyboard.press("Escape")
    await expect(popup).to_have_count(0)
    await expect(select).to_be_focused()
    await select.click()
    await select.click()
    await expect(popup).to_have_count(0)
    await select.click()
    await harness.mouse.click(900, 700)
    await expect(popup).to_have_count(0)
    assert await harness.evaluate("calls") == []


async def test_several_values_wait_for_done(harness: Page) -> None:
    select = await draw_select(harness, options=letters("d"), min_values=2, max_values=3)
    await select.click()
    done = harness.get_by_role("button", name="Done")
    await expect(done).to_be_disabled()
    option = harness.get_by_role("option")
    await option.nth(0).click()
    await expect(done).to_be_enabled()
    await harness.keyboard.press("ArrowDown")
    await harness.keyboard.press("Enter")
    await expect(harness.locator("[aria-disabled=true]")).to_have_text("Letter c")
    await option.nth(2).click(force=True)
    await expect(harness.get_by_role("status")).to_have_text(["3 chosen, at most 3"])
    await option.nth(0).click()
    await harness.keyboard.press("Tab")
    await expect(done).to_be_focused()
    await harness.keyboard.press("Enter")
    assert await harness.evaluate("calls") == [["choose", "9", "s", ["b", "d"]]]


async def test_a_list_of_several_that_is_closed_keeps_its_picks(harness: Page) -> None:
    select = await draw_select(harness, options=letters("d"), min_values=1, max_values=3)
    option = harness.get_by_role("option")
    expected: list[list[Any]] = []
    leaving: dict[str, Callable[[], Awaitable[Any]]] = {
        "a": lambda: harness.keyboard.press("Escape"),
        "b": lambda: harness.mouse.click(900, 700),
        "c": select.click,
    }
    picks = ["d"]
    for letter, leave in leaving.items():
        await select.click()
        await harness.get_by_role("option", name=f"Letter {picks[0]}").click()
        await harness.get_by_role("option", name=f"Letter {letter}").click()
        await leave()
        picks = [letter]
        expected.append(["choose", "9", "s", picks])
        assert await harness.evaluate("calls") == expected
        await settle(harness)
        await expect(select).to_have_accessible_name(f"Letters: Letter {letter}")
        await expect(select).not_to_have_attribute("aria-busy", "true")
    # Nothing is sent where nothing was changed, nor where too little is picked.
    await select.click()
    await harness.keyboard.press("Escape")
    await select.click()
    await option.nth(2).click()
    await harness.keyboard.press("Escape")
    assert await harness.evaluate("calls") == expected
    await expect(select).to_have_accessible_name("Letters: Letter c")


async def test_several_chosen_values_wrap_without_marks_between_them(harness: Page) -> None:
    await harness.set_viewport_size({"width": 240, "height": 600})
    await draw_select(harness, options=letters("a", "b", "c", "d"), max_values=4)
    chosen = harness.locator(".chosen")
    tops = await chosen.evaluate_all("(all) => all.map((each) => each.offsetTop)")
    assert len(set(tops)) > 1, "narrow enough to wrap"
    looks = """(all) => all.map((each) => {
      const { borderInlineStartWidth, backgroundColor } = getComputedStyle(each);
      return [each.textContent.trim(), borderInlineStartWidth, backgroundColor];
    })"""
    shown = await chosen.evaluate_all(looks)
    assert [text for text, _, _ in shown] == [f"Letter {each}" for each in "abcd"]
    assert {border for _, border, _ in shown} == {"0px"}
    assert "rgba(0, 0, 0, 0)" not in {ground for _, _, ground in shown}, (
        "each on a ground of its own"
    )


async def test_nothing_can_be_chosen_where_that_is_allowed(harness: Page) -> None:
    select = await draw_select(harness, options=letters("a"), min_values=0)
    await select.click()
    await harness.get_by_role("button", name="Clear").click()
    assert await harness.evaluate("calls") == [["choose", "9", "s", []]]


async def test_selects_offer_people_roles_and_channels(harness: Page) -> None:
    people = ["Ana", "Ben <b>", "HelperApp"]
    roles = ["@Readers", "@Quiet"]
    defaults = [{"type": "user", "id": "2"}, {"type": "role", "id": "1"}]
    cases: list[tuple[dict[str, Any], list[str], str | None]] = [
        ({"type": 5, "default_values": defaults}, people, "Ben <b>"),
        ({"type": 6}, roles, None),
        ({"type": 7, "default_values": [{"type": "role", "id": "10"}]}, people + roles, "@Readers"),
        ({"type": 8, "channel_types": [0]}, ["#papers", "#plans"], None),
        ({"type": 8}, ["#papers", "#ideas", "#plans"], None),
        ({"type": 8, "channel_types": [2]}, [], None),
    ]
    for select, offered, chosen in cases:
        button = await draw_select(harness, **select)
        await button.click()
        await expect(harness.get_by_role("option")).to_have_text(
            [f"{each}✓" if each == chosen else each for each in offered]
        )
        await harness.keyboard.press("Escape")
    await (await draw_select(harness, type=8)).click()
    await harness.get_by_role("option", name="#ideas").click()
    assert await harness.evaluate("calls") == [["choose", "9", "s", ["21"]]]


async def test_a_list_works_inside_a_modal_dialog(harness: Page) -> None:
    await harness.evaluate(
        """() => {
          const anchor = document.createElement("button");
          const dialog = document.createElement("dialog");
          dialog.append(anchor);
          show(dialog);
          dialog.showModal();
          const options = [{ value: "x", label: "X" }, { value: "y", label: "Y" }];
          window.choice = openListbox(anchor, { options, title: "Letters" });
        }"""
    )
    await harness.keyboard.press("ArrowDown")
    await harness.get_by_role("option", name="Y").click()
    assert await harness.evaluate("choice") == ["y"]
    await harness.evaluate(
        """() => { window.choice = openListbox(sheet.querySelector("button"),
             { options: [], title: "None" }); }"""
    )
    await harness.keyboard.press("Escape")
    assert await harness.evaluate("choice") is None
    assert await harness.evaluate("sheet.querySelector('dialog').open") is True


async def test_a_panel_holds_every_kind_of_part(harness: Page) -> None:
    await draw(harness, PANEL)
    container = harness.locator(".component-container").first
    bar = "(each) => getComputedStyle(each, '::before').backgroundColor"
    assert await container.evaluate(bar) == "rgb(59, 130, 246)"
    section = container.locator(".component-section").first
    await expect(section.locator("strong")).to_have_text("Problem sets on matrix calculus")
    await expect(section.get_by_role("button")).to_have_text("Finish")
    thumbnail = container.locator(".thumbnail img")
    assert await thumbnail.get_attribute("alt") == "A thumb"
    assert await thumbnail.get_attribute("width") == "96"
    lines = container.locator(".component-separator.line")
    assert await lines.evaluate_all("(all) => all.map((each) => each.className)") == [
        "component-separator line",
        "component-separator line wide",
    ]
    gallery = container.locator(".gallery-item")
    await expect(gallery).to_have_count(3)
    await expect(gallery.first.get_by_role("img", name="A blue one")).to_be_visible()
    elsewhere = gallery.last.get_by_role("link")
    await expect(elsewhere).to_have_text("Elsewhere on example.org")
    await expect(gallery.last.locator("img")).to_have_count(0)
    await expect(container.locator(".file-words")).to_have_text("notes.txt2.0 KB")


async def test_what_is_covered_cannot_be_reached_until_it_is_asked_for(harness: Page) -> None:
    await draw(harness, PANEL)
    covers = harness.get_by_role("button", name="Spoiler, show it")
    await expect(covers).to_have_count(2)
    secret = harness.get_by_text("A secret")
    await expect(secret).to_be_hidden()
    assert await secret.evaluate("(each) => each.closest('[inert]') !== null") is True
    await covers.last.press("Enter")
    await expect(secret).to_be_visible()
    assert await secret.evaluate("(each) => each.closest('[inert]')") is None
    await covers.click()
    await expect(covers).to_have_count(0)


async def test_unknown_parts_and_empty_messages_do_no_harm(harness: Page) -> None:
    parts = [{"type": 99}, {"type": 1}, {"type": 10, "content": "after"}]
    await draw(harness, {"id": "9", "components": parts})
    text = await harness.locator(".components").inner_text()
    assert text.split("\n")[0] == "This part cannot be shown here."
    assert text.endswith("after")
    await draw(harness, {"id": "9", "components": []})
    assert await harness.evaluate("sheet.childNodes.length") == 0
