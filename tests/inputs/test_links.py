"""Which links are kept, and how they stand in a text (P4)."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import UserError
from bot.inputs.links import MAX_LINK, clean_link, in_text


@pytest.mark.parametrize(
    "link",
    [
        "https://example.org/a?b=c#d",
        "http://localhost:8000",
        " https://example.org ",
        "https://例え.jp/é",
        "HTTPS://Example.org",
        "https://[::1]:8000/",
        "https://en.wikipedia.org/wiki/Transformer_(deep_learning)",
        "https://example.org/moore's-law",
        'https://example.org/"quoted",a;b',
        "https://example.org/a[0]{1}|`x`\\y,",
        "https://example.org/)[x](https://evil.example",
        "https://example.org/>@everyone",
        "https://example.org/Bose–Einstein’s",
    ],
)
def test_p4_web_addresses_are_kept(link: str) -> None:
    assert clean_link(link) == link.strip()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("github.com/x", "https://github.com/x"),
        ("www.example.org", "https://www.example.org"),
        ("example.org:8080/a?b", "https://example.org:8080/a?b"),
        ("github.com/me/notes.md", "https://github.com/me/notes.md"),
        ("<https://example.org/a>", "https://example.org/a"),
        ("https://exam\u200bple.org\ufeff", "https://example.org"),
        ("ｈｔｔｐｓ：／／ｅｘａｍｐｌｅ．ｏｒｇ／ａ", "https://example.org/a"),
    ],
)
def test_p4_what_is_surely_meant_is_kept(typed: str, kept: str) -> None:
    assert clean_link(typed) == kept


@pytest.mark.parametrize("blank", [None, "", "  ", "\u200b\u3164"])
def test_p4_no_link_is_no_link(blank: str | None) -> None:
    assert clean_link(blank) is None


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "ftp://example.org",
        "data:text/html,x",
        "file:///etc/passwd",
        "mailto:a@example.org",
        "discord://-/channels/1",
        "a@example.org",
        "notes.pdf",
        "localhost",
        "see github.com/x",
        "https://",
        "https:example.org",
        "https://exa mple.org",
        "https://..",
        "https://user:password@example.org",
        "https://example.org:port",
        "https://[::1",
        "https://(example).org",
        "https://example.org/" + "a" * 400,
        "https://example.org/" + "(" * 130,
        "@everyone",
    ],
)
def test_p4_other_links_are_refused_and_what_was_typed_comes_back(link: str) -> None:
    with pytest.raises(UserError) as caught:
        clean_link(link, "my note")
    assert caught.value.typed == f"{link}\n\nmy note"


@given(st.text("ab()[]<>\"'`|\\,;{}*_~@/?#=&%", max_size=60).map("https://example.org/".__add__))
def test_a_link_in_a_text_ends_where_it_should(link: str) -> None:
    shown = in_text(link)
    assert not re.search(r"[()<>\[\]\\`|\"\s]", shown)
    assert unquote(shown) == unquote(link)
    kept = clean_link(link) if len(shown) <= MAX_LINK else None
    assert kept in (None, link)
