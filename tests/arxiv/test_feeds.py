"""The parser on feeds in arXiv's real format, whole and broken."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.arxiv import feeds
from bot.arxiv.feed_parser import parse
from bot.arxiv.feeds import Fault, FeedFault, is_error_feed
from bot.arxiv.rules.feed_text import MAX_AUTHORS
from bot.arxiv.values import AnnounceType, Batch, FeedEntry
from bot.worker import Worker
from sandbox.feeds import Announcement, Paper, rss, samples

MONDAY = date(2026, 3, 2)
DAY = timedelta(days=1)
LINK = "https://rss.arxiv.org/rss/cs.LG"


def paper(number: int = 1, **changes: Any) -> Paper:
    values: dict[str, Any] = {
        "id": f"2603.{number:05}",
        "title": "On things",
        "authors": ("Ada Lovelace", "Grace Hopper"),
        "categories": ("cs.LG", "cs.AI"),
        "summary": "We study things.",
        "published": MONDAY,
        **changes,
    }
    return Paper(**values)


def feed(*announcements: Announcement, day: date = MONDAY) -> bytes:
    asked = ("cs.LG",)
    return rss.render(asked, rss.listing(announcements, asked), day, LINK)


def only(batch: Batch) -> FeedEntry:
    (entry,) = batch.entries
    return entry


def fault(body: bytes, content_type: str = "application/rss+xml") -> Fault:
    with pytest.raises(FeedFault) as caught:
        parse(body, content_type)
    return caught.value.fault


def test_a_sample_day_is_read_whole() -> None:
    announced = samples().on(MONDAY)
    body = rss.render(("cs.CL",), rss.listing(announced, ("cs.CL",)), MONDAY, LINK)
    batch = parse(body)
    by_key = {entry.key: entry for entry in batch.entries}
    survey = by_key["2503.16419"]
    assert survey.title.startswith("Stop Overthinking: A Survey")
    assert survey.authors[0] == "Yang Sui"
    assert survey.abstract.startswith("Maps the ways")
    assert survey.announce_type is AnnounceType.NEW
    assert by_key["2504.01848"].announce_type is AnnounceType.CROSS
    assert batch.dated == MONDAY
    assert batch.skipped == 0


def test_a2_the_four_types_and_versions_are_told_apart() -> None:
    batch = parse(
        feed(
            Announcement(paper(1)),
            Announcement(paper(2, categories=("stat.ML", "cs.LG"))),
            Announcement(paper(3, version=4), "replace"),
            Announcement(paper(4, version=2, categories=("stat.ML", "cs.LG")), "replace"),
        )
    )
    found = {entry.key: (entry.announce_type.value, entry.version) for entry in batch.entries}
    assert found == {
        "2603.00001": ("new", 1),
        "2603.00002": ("cross", 1),
        "2603.00003": ("replace", 4),
        "2603.00004": ("replace-cross", 2),
    }


def test_a1_an_empty_feed_is_valid() -> None:
    batch = parse(feed())
    assert (batch.entries, batch.dated) == ((), None)


ATOM = b"""<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns="http://www.w3.org/2005/Atom"><title>cs.LG updates on arXiv.org</title>
 <link href="https://rss.arxiv.org/atom/cs.LG" rel="self" type="application/atom+xml"/>
 <entry><id>oai:arXiv.org:2603.00001v2</id><title>On things</title>
 <updated>2026-03-02T05:00:00+00:00</updated>
 <link href="https://arxiv.org/abs/2603.00001" rel="alternate" type="text/html"/>
 <summary>arXiv:2603.00001v2 Announce Type: cross
Abstract: We study n&lt;m.</summary><category term="cs.LG"/><category term="math.ST"/>
 <published>2026-03-02T00:00:00-05:00</published><arxiv:announce_type>cross</arxiv:announce_type>
 <dc:creator>Ada Lovelace, Grace Hopper (ETH)</dc:creator></entry></feed>"""


def test_a2_the_feed_may_be_atom_too() -> None:
    batch = parse(ATOM)
    entry = only(batch)
    assert (entry.key, entry.version, entry.announce_type) == ("2603.00001", 2, AnnounceType.CROSS)
    assert entry.authors == ("Ada Lovelace", "Grace Hopper")
    assert (entry.abstract, entry.categories) == ("We study n<m.", ("cs.LG", "math.ST"))
    assert batch.dated == MONDAY


def test_a3_old_style_ids_are_keys_too() -> None:
    entry = only(parse(feed(Announcement(paper(id="hep-th/9901001", version=2)))))
    assert (entry.key, entry.version) == ("hep-th/9901001", 2)


def test_titles_keep_their_mathematics_and_lose_entities_once() -> None:
    entry = only(
        parse(
            feed(
                Announcement(
                    paper(
                        title="$n<m$ and k>2: R&amp;D, &lt;b&gt;\n  <script>x</script> @everyone",
                        summary="Let $n<m$ and $k>2$.",
                    )
                )
            )
        )
    )
    assert entry.title == "$n<m$ and k>2: R&D, <b> <script>x</script> @everyone"
    assert entry.abstract == "Let $n<m$ and $k>2$."


def test_the_title_of_400_characters_and_the_paper_of_3_000_authors_are_kept_in_bounds() -> None:
    """The first authors stay; one with a single name is one author."""
    names = (
        "Plato",
        *(f"Ren\\'e Sch\\\"on{number} (Dept. {number}, CERN)" for number in range(2_999)),
    )
    title = "On the many things " * 21 + "x"
    assert len(title) == 400
    entry = only(parse(feed(Announcement(paper(authors=names, title=title)))))
    assert entry.title == title
    assert entry.authors[:3] == ("Plato", "René Schön0", "René Schön1")
    assert len(entry.authors) == MAX_AUTHORS == 50
    alone = only(parse(feed(Announcement(paper(authors=("Plato",))))))
    assert alone.authors == ("Plato",)


def test_line_ends_and_invisible_characters_do_not_come_through() -> None:
    body = feed(Announcement(paper(title="A\u2028B\u200bC")))
    assert only(parse(body)).title == "A BC"


def test_a4_broken_feeds_are_told_apart() -> None:
    whole = feed(*(Announcement(paper(n)) for n in range(1, 9)))
    assert fault(whole[: len(whole) * 2 // 3]) is Fault.TRUNCATED
    assert fault(whole.replace(b"On things", b"This & that", 1)) is Fault.MALFORMED
    assert fault(b"<!DOCTYPE html><html><body>Back soon</body></html>") is Fault.NOT_A_FEED
    assert fault(b"<html xmlns='http://www.w3.org/1999/xhtml'><body/></html>") is Fault.NOT_A_FEED
    assert fault(b"") is Fault.NOT_A_FEED
    assert fault(b"\x00\xff" * 100) is Fault.NOT_A_FEED
    refusal = rss.render_error("cs.XX", "Bad archive", MONDAY, LINK)
    assert fault(refusal) is Fault.ERROR_FEED
    assert is_error_feed(refusal)
    assert not is_error_feed(whole)


def test_a4_a_feed_whose_entries_all_make_no_sense_is_a_fault_some_are_counted() -> None:
    bad = Announcement(paper(id="nonsense"))
    assert fault(feed(bad)) is Fault.MALFORMED
    batch = parse(feed(bad, Announcement(paper(2))))
    assert (len(batch.entries), batch.skipped) == (1, 1)


def test_a_wrong_content_type_or_encoding_does_not_matter() -> None:
    assert len(parse(feed(Announcement(paper())), "text/html").entries) == 1
    assert len(parse(feed(Announcement(paper())), "").entries) == 1


def test_a_wrong_declaration_of_the_encoding_does_not_matter_a_right_one_does() -> None:
    text = feed(Announcement(paper(authors=("Jürgen Müller",)))).decode()
    head, _, rest = text.partition("?>")
    for encoding, bytes_in in (("ascii", "utf-8"), ("utf-16", "utf-8"), ("latin-1", "latin-1")):
        body = f'<?xml version="1.0" encoding="{encoding}"?>{rest}'.encode(bytes_in)
        assert only(parse(body)).authors == ("Jürgen Müller",)
    assert head.startswith("<?xml")


def test_entities_are_not_expanded() -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaaaaaaaa">' + b"".join(
        f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">'.encode() for n in range(5)
    )
    body = bomb + b"]><rss version='2.0'><channel><title>&f;</title></channel></rss>"
    with pytest.raises(FeedFault):
        parse(body)


HOSTILE = {
    "attributes": b"<item " + b" ".join(b'a%d="1"' % n for n in range(80_000)) + b"/>",
    "children": b"<item>" + b"<category>x</category>" * 10_000 + b"</item>",
    "elements": (b"<item>" + b"<a/>" * 100 + b"</item>") * 1_100,
    "depth": b"<item>" * 100_000 + b"</item>" * 100_000,
    "unclosed": b"<item><title>x" * 100_000,
}


def hostile(name: str) -> bytes:
    return feed().replace(b"</channel>", HOSTILE[name] + b"</channel>")


@pytest.mark.parametrize("name", HOSTILE)
def test_a4_what_would_keep_the_parser_busy_is_refused_before_it_begins(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """80,000 attributes took two minutes."""

    def begin(*_: object, **__: object) -> None:
        pytest.fail("feedparser was given it")

    monkeypatch.setattr("feedparser.parse", begin)
    assert fault(hostile(name)) is Fault.TOO_MUCH


def test_the_largest_feed_that_arxiv_would_send_is_within_the_limits() -> None:
    authors = tuple(f"Author {number}" for number in range(50))
    categories = ("cs.LG", "cs.AI", "cs.CL", "stat.ML", "math.ST", "eess.IV")
    body = feed(
        *(Announcement(paper(n, authors=authors, categories=categories)) for n in range(1, 2_001))
    )
    assert len(parse(body).entries) == 2_000


@pytest.mark.parametrize("worker_kind", [Worker])
async def test_a4_a_feed_that_takes_too_long_is_ended_with_its_process(worker: Worker) -> None:
    with pytest.raises(FeedFault, match="took too long") as caught:
        await feeds.read(worker, feed(), seconds=0)
    assert caught.value.fault is Fault.TOO_MUCH
    assert worker.pid is None
    assert (await feeds.read(worker, feed())).entries == ()


async def test_a_fault_comes_back_from_the_workers_process_as_it_was(worker: Worker) -> None:
    with pytest.raises(FeedFault, match=r"^one of its elements has far too many") as caught:
        await feeds.read(worker, hostile("attributes"))
    assert caught.value.fault is Fault.TOO_MUCH


@given(
    st.binary(max_size=300)
    | st.text(alphabet="<>/&;!-[]='\"ab \x00é", max_size=300).map(str.encode)
)
def test_whatever_comes_ends_in_a_batch_or_a_named_fault(body: bytes) -> None:
    for content in (
        body,
        b"<rss version='2.0'><channel><link>l</link>" + body + b"</channel></rss>",
    ):
        try:
            parse(content)
        except FeedFault:
            continue


@pytest.mark.parametrize("worker_kind", [Worker])
async def test_a_long_feed_is_read_by_the_worker(worker: Worker) -> None:
    body = feed(*(Announcement(paper(n, summary="word " * 200)) for n in range(1, 401)))
    assert len((await feeds.read(worker, body)).entries) == 400
    assert worker.pid is not None


def test_a4_the_digest_is_the_content_not_the_date() -> None:
    monday, tuesday = (parse(feed(Announcement(paper()), day=d)) for d in (MONDAY, MONDAY + DAY))
    other = parse(feed(Announcement(paper(2))))
    assert monday.digest == tuesday.digest != other.digest
    assert tuesday.dated == MONDAY + DAY
