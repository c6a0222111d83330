"""Panels and forms hold what Discord takes."""

from __future__ import annotations

import discord
import pytest

from cogs.common.forms import Form, choice_field, person_field, text_field
from cogs.common.panels import MAX_TEXT, Accent, Panel, button, buttons, page_buttons, row
from cogs.common.routes import Route

DO = Route("thing:do", int)
PAGE = Route("thing:page", int, int)
ADD = Route("thing:add", int)


def test_a_panel_is_one_container_with_the_small_print_last() -> None:
    panel = Panel(0xF59E0B, "text", row("thing", button("Do", DO(1))), small_print="p")
    (container,) = panel.to_components()  # type: ignore[no-untyped-call]  # discord.py's own
    assert container["accent_color"] == 0xF59E0B
    assert [part["type"] for part in container["components"]] == [10, 9, 10]
    assert container["components"][-1]["content"] == "-# p"
    assert panel.is_finished(), "nothing waits in memory"


def test_a_panel_with_too_much_text_is_refused_before_discord_does() -> None:
    Panel(Accent.ERROR, "x" * MAX_TEXT)
    with pytest.raises(ValueError, match="4001 characters"):
        Panel(Accent.ERROR, "x" * (MAX_TEXT - 4), small_print="ab")


@pytest.mark.parametrize(("page", "pages"), [(0, 2), (1, 2), (1, 3), (2, 3)])
def test_a_pager_turns_one_page_and_stops_at_the_ends(page: int, pages: int) -> None:
    back, here, on = page_buttons(lambda at: PAGE(7, at), page=page, pages=pages)
    assert here.label == f"{page + 1}/{pages}"
    assert (back.disabled, on.disabled) == (page == 0, page == pages - 1)
    assert back.custom_id == f"thing:page:7:{page - 1}"
    assert on.custom_id == f"thing:page:7:{page + 1}"
    assert len({back.custom_id, here.custom_id, on.custom_id}) == 3
    buttons(back, here, on)


def test_one_page_needs_no_pager() -> None:
    assert page_buttons(DO, page=0, pages=1) == []


def test_a_form_carries_its_route_and_names_its_fields() -> None:
    form = Form(
        "Title",
        ADD(5),
        fields=[
            text_field("text", "Text", long=True, max_length=4000),
            choice_field("which", "Which", [discord.SelectOption(label="One", value="1")]),
            person_field("who", "Who"),
        ],
    )
    data = form.to_dict()
    assert data["custom_id"].startswith("thing:add:5~")
    inputs = [label["component"] for label in data["components"]]
    assert [each["custom_id"] for each in inputs] == ["text", "which", "who"]
    assert [each["type"] for each in inputs] == [4, 3, 5]
    assert form.is_finished(), "nothing waits in memory"
