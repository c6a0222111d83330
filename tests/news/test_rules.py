"""The rules of newsletters: addresses, titles, pace."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import UserError
from bot.inputs.links import address_key, host_of
from bot.news.rules.addresses import feed_address, item_link
from bot.news.rules.pace import appeared, health, is_fresh, retry_after
from bot.news.rules.titles import MAX_TITLE, plain_title
from bot.news.values import Health

NOW = datetime(2026, 3, 2, 6, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.mark.parametrize(
    "other",
    [
        "http://owl.example/feed",
        "https://www.owl.example/feed",
        "https://OWL.example./feed/",
        "https://owl.example:443/feed#top",
        "http://owl.example:80/%66eed",
    ],
)
def test_one_address_in_two_spellings_has_one_key(other: str) -> None:
    assert address_key(other) == address_key("https://owl.example/feed")


@pytest.mark.parametrize(
    "other",
    [
        "https://owl.example/Feed",
        "https://owl.example/feed?page=2",
        "https://owl.example:8443/feed",
        "https://news.owl.example/feed",
        "https://owl.example/feed/atom",
    ],
)
def test_other_addresses_have_other_keys(other: str) -> None:
    assert address_key(other) != address_key("https://owl.example/feed")


def test_a_name_in_another_script_has_the_key_of_its_ascii() -> None:
    assert address_key("https://eule.bücher.example/") == address_key(
        "https://eule.xn--bcher-kva.example"
    )


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("owl.example/feed", "https://owl.example/feed"),
        (" <https://owl.example/feed> ", "https://owl.example/feed"),
        ("feed://owl.example/rss", "https://owl.example/rss"),
        ("feed:http://owl.example/rss", "http://owl.example/rss"),
        ("feed://https://owl.example/rss", "https://owl.example/rss"),
    ],
)
def test_an_address_is_read_as_people_paste_it(typed: str, address: str) -> None:
    assert feed_address(typed) == address


@pytest.mark.parametrize("typed", ["", "owls", "mailto:a@owl.example", "https://"])
def test_what_is_no_address_comes_back_with_the_refusal(typed: str) -> None:
    with pytest.raises(UserError) as caught:
        feed_address(typed)
    assert caught.value.typed == typed


@pytest.mark.parametrize(
    ("link", "found"),
    [
        ("https://owl.example/1", "https://owl.example/1"),
        ("/1", "https://owl.example/1"),
        ("2?a=b", "https://owl.example/blog/2?a=b"),
        ("//other.example/1", "https://other.example/1"),
        (" https://owl.example/a b\n", "https://owl.example/a%20b"),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("mailto:owl@owl.example", None),
        ("ftp://owl.example/1", None),
        ("https://user:pass@owl.example/", None),
        ("https://owl.example/" + "x" * 500, None),
        ("http://[", None),
        ("", None),
    ],
)
def test_links_of_entries_are_pages_of_the_web_or_nothing(link: str, found: str | None) -> None:
    assert item_link(link, "https://owl.example/blog/") == found


@pytest.mark.parametrize(
    ("title", "plain"),
    [
        ("Plain &amp; simple", "Plain & simple"),
        ("Twice &amp;lt;b&amp;gt;escaped&amp;lt;/b&amp;gt;", "Twice escaped"),
        ("<b>Bold</b> and <a href='https://x.example'>linked</a>", "Bold and linked"),
        ("One<br/>line<p class=x>each</p>", "One line each"),
        ("<script>alert(1)</script>Quiet<style>p{}</style><!-- no -->", "Quiet"),
        ("<script>never closed", ""),
        ("Caf&eacute; &mdash; d&#233;j&agrave;", "Café — déjà"),
        ("n < m and k > 2", "n < m and k > 2"),
        ("if a <b and c> d", "if a <b and c> d"),
        (r"Schr\"{o}dinger's owl --- at $E=mc^2$", "Schrödinger's owl — at $E=mc^2$"),
        ("  two\n lines\u200b\u202e ", "two lines"),
        ("Ca\u0301t", "Cát"),
        ("\x00", ""),
    ],
)
def test_titles_lose_their_markup_and_keep_their_words(title: str, plain: str) -> None:
    assert plain_title(title) == plain


def test_a_long_title_is_cut_between_characters() -> None:
    family = "👩‍👩‍👧"
    cut = plain_title(family * 100)
    assert len(cut) <= MAX_TITLE
    assert set(cut.removesuffix("…").split(family)) == {""}


@given(st.text(alphabet=st.sampled_from("<>&;abp /=\"'!-#1x\\{}$"), max_size=300))
def test_titles_of_any_kind_are_one_short_line(text: str) -> None:
    plain = plain_title(text)
    assert len(plain) <= MAX_TITLE
    assert "\n" not in plain
    assert "<b>" not in plain


def test_an_entry_without_a_date_or_of_the_future_counts_from_when_it_was_seen() -> None:
    assert appeared(None, NOW) == NOW
    assert appeared(NOW + 400 * DAY, NOW) == NOW
    assert appeared(NOW - DAY, NOW) == NOW - DAY


def test_news_are_new_for_ten_days() -> None:
    assert is_fresh(NOW - 10 * DAY, NOW)
    assert not is_fresh(NOW - 10 * DAY - timedelta(seconds=1), NOW)


@pytest.mark.parametrize(
    ("failures", "since", "wait"),
    [
        (1, timedelta(), HOUR),
        (2, HOUR, 2 * HOUR),
        (5, 15 * HOUR, 16 * HOUR),
        (6, DAY, DAY),
        (10_000, 6 * DAY, DAY),
        (10, 7 * DAY, 3 * DAY),
    ],
)
def test_a_failing_feed_is_tried_more_and_more_rarely(
    failures: int, since: timedelta, wait: timedelta
) -> None:
    assert retry_after(failures, NOW - since, NOW) == wait


def test_a_feed_that_fails_for_a_week_is_dead() -> None:
    assert health(None, NOW) is Health.CURRENT
    assert health(NOW - 6 * DAY, NOW) is Health.FAILING
    assert health(NOW - 7 * DAY, NOW) is Health.DEAD


def test_a_host_is_named_without_its_www() -> None:
    assert host_of("https://www.owl.example/feed") == "owl.example"
