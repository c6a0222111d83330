from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.arxiv.rules.identifiers import (
    MAX_LENGTH,
    ArxivId,
    SeveralIds,
    abstract_url,
    find_keys,
    parse,
)


@pytest.mark.parametrize(
    ("text", "key", "version"),
    [
        ("2203.02155", "2203.02155", None),
        (" 2203.02155v3 ", "2203.02155", 3),
        ("arXiv:2203.02155v1", "2203.02155", 1),
        ("arxiv: 0704.0001", "0704.0001", None),
        ("1412.9999v2", "1412.9999", 2),
        ("1501.00001", "1501.00001", None),
        ("hep-th/9901001v2", "hep-th/9901001", 2),
        ("math.GT/0309136", "math/0309136", None),
        ("cond-mat/0703470", "cond-mat/0703470", None),
        ("https://arxiv.org/abs/2203.02155", "2203.02155", None),
        ("http://www.arxiv.org/abs/2203.02155v2?context=cs", "2203.02155", 2),
        ("https://export.arxiv.org/pdf/2203.02155v1.pdf", "2203.02155", 1),
        ("https://arxiv.org/pdf/2203.02155.pdf#page=3", "2203.02155", None),
        ("https://arxiv.org/html/2203.02155v1/", "2203.02155", 1),
        ("<https://arxiv.org/abs/hep-th/9901001>", "hep-th/9901001", None),
        ("arxiv.org/abs/quant-ph/0201082v1", "quant-ph/0201082", 1),
        ("CoRR abs/2203.02155, 2022", "2203.02155", None),
        ("arXiv-2203.02155v1.tar.gz", "2203.02155", 1),
        ("https://doi.org/10.48550/arXiv.2203.02155", "2203.02155", None),
        ("oai:arXiv.org:2503.16419v1", "2503.16419", 1),
        ("HTTPS://ARXIV.ORG/ABS/2203.02155", "2203.02155", None),
        ("arXiv:2301.01234v2 [cs.LG] 3 Jan 2023", "2301.01234", 2),
        ("arXiv:hep-th/9901001v3 12 Jan 1999", "hep-th/9901001", 3),
        ("https://arxiv.org/abs/arXiv:1908.03213", "1908.03213", None),
        ("https://arxiv.org/abs/hep-th%2F9901001", "hep-th/9901001", None),
        ("https://arxiv.org/list/cs.LG/recent#2203.02155", "2203.02155", None),
        ("cond-mat.mes-hall/9901001", "cond-mat/9901001", None),
        ("arXiv:hep-th/1601.07616", "1601.07616", None),
        ("https://www.alphaxiv.org/overview/2203.02155v1?chat=1", "2203.02155", 1),
        ("https://ar5iv.labs.arxiv.org/html/2203.02155", "2203.02155", None),
        ("https://ar5iv.org/abs/hep-th/9901001", "hep-th/9901001", None),
        ("scirate.com/arxiv/2203.02155", "2203.02155", None),
        ("https://huggingface.co/papers/2203.02155#community", "2203.02155", None),
        ("https://hf.co/papers/2203.02155", "2203.02155", None),
        ("https://www.semanticscholar.org/arxiv/2203.02155", "2203.02155", None),
        ("https://api.semanticscholar.org/arXiv:2203.02155", "2203.02155", None),
        ("https://example.org/abs/arXiv:2203.02155", "2203.02155", None),
        ("doi:10.48550/ARXIV.2203.02155.", "2203.02155", None),
        ("10.48550/arXiv.hep-th/9901001", "hep-th/9901001", None),
        ("2203.02155v2.pdf", "2203.02155", 2),
        ("**[A title](https://arxiv.org/abs/2203.02155)**,", "2203.02155", None),
        ("Ada Lovelace, On things, arXiv 2203.02155 (2022).", "2203.02155", None),
        ("“2203.02155”", "2203.02155", None),
        ("ａｒＸｉｖ：２２０３．０２１５５", "2203.02155", None),
        ("\u202a22\u200b03.0\u00ad21\u200d55\ufeff\u202c", "2203.02155", None),
        ("hep\u2011th/9901001", "hep-th/9901001", None),
        ("2203。02155", "2203.02155", None),
        ("ａｒｘｉｖ．ｏｒｇ／ａｂｓ／２２０３．０２１５５", "2203.02155", None),
        ("【2203.02155】", "2203.02155", None),
        ("[2203.02155] Training language models", "2203.02155", None),
        ("(2203.02155),", "2203.02155", None),
        ("see https://arxiv.org/abs/2203.02155).", "2203.02155", None),
        ("`2203.02155`…", "2203.02155", None),
        ("||2203.02155||", "2203.02155", None),
        ("_2203.02155_", "2203.02155", None),
        ("2203.02155—great", "2203.02155", None),
        ("arXiv : 2203.02155", "2203.02155", None),
        ("eprint={2203.02155}, archivePrefix={arXiv}", "2203.02155", None),
        ("arXiv:math.GT/0309136v1 8 Sep 2003", "math/0309136", 1),
        ("arXiv:math/0309136 [math.GT]", "math/0309136", None),
        ("https://arxiv.org/abs/math.GT/0309136v1", "math/0309136", 1),
        ("https://arxiv.org/pdf/math/0309136v1.pdf", "math/0309136", 1),
        ("https://arxiv.org/format/2203.02155", "2203.02155", None),
        ("https://arxiv.org/html/2203.02155v1#S1", "2203.02155", 1),
        ("https://alphaxiv.org/pdf/2203.02155v3.pdf", "2203.02155", 3),
        ("https://www.alphaxiv.org/abs/hep-th/9901001", "hep-th/9901001", None),
        ("https://ar5iv.labs.arxiv.org/html/hep-th/9901001", "hep-th/9901001", None),
        ("https://scirate.com/arxiv/hep-th/9901001", "hep-th/9901001", None),
        ("https://www.semanticscholar.org/paper/arXiv:2203.02155", "2203.02155", None),
        ("https://www.semanticscholar.org/search?q=arXiv%3A2203.02155", "2203.02155", None),
        (
            "https://api.semanticscholar.org/graph/v1/paper/ARXIV:2203.02155?fields=title",
            "2203.02155",
            None,
        ),
        ("https://doi.org/10.48550%2FarXiv.2203.02155", "2203.02155", None),
        ("https://dx.doi.org/10.48550/arxiv.2203.02155v1", "2203.02155", 1),
        ("https://www.google.com/url?q=https://arxiv.org/abs/2203.02155&sa=D", "2203.02155", None),
        ("https://web.archive.org/web/2022/https://arxiv.org/abs/2203.02155", "2203.02155", None),
        ("https://arxiv.org/abs/2203.02155v2 (arXiv:2203.02155)", "2203.02155", 2),
        ("arXiv:2203.02155v1 is now https://arxiv.org/abs/2203.02155v2", "2203.02155", None),
    ],
)
def test_a3_a10_every_form_of_an_id_has_one_key(text: str, key: str, version: int | None) -> None:
    assert parse(text) == ArxivId(key, version)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "attention is all you need",
        "2213.02155",  # no month 13
        "2200.02155",
        "0703.0001",  # before the scheme began
        "1412.00001",  # five digits before 2015
        "1501.0001",
        "2203.00000",
        "2203.02155v0",
        "2203.02155.7",
        "12203.02155",
        "2203.021557",
        "10.1103/2203.02155",
        "kitchen/9901001",
        "hep-th/0704001",  # after the scheme ended
        "hep-th/9013001",
        "https://arxiv.org/list/cs.LG/new",
        "https://example.org/abs/2203.02155",
        "https://arxiv.org.example.org/abs/2203.02155",
        "2203-02155",
        "2203,02155",
        "https://twitter.com/x/status/2203.02155",
        "٢٢٠٣.٠٢١٥٥",  # other scripts' digits
        "x" * 6000,
    ],
)
def test_a10_what_is_no_id_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        parse(text)


@pytest.mark.parametrize(
    "text",
    [
        "2203.02155 and 2203.02156",
        "2203.02155,2203.02156v1",
        "https://arxiv.org/abs/2203.02155 https://hf.co/papers/2203.02156",
        "arXiv:2203.02155 [cs.LG], see arXiv:2203.02156",
    ],
)
def test_a10_which_of_several_papers_is_meant_is_not_guessed(text: str) -> None:
    with pytest.raises(SeveralIds) as caught:
        parse(text)
    assert caught.value.keys == ["2203.02155", "2203.02156"]


def test_u16_all_papers_in_a_text_are_found_in_their_order() -> None:
    text = "2203.02156, https://arxiv.org/abs/2203.02155v2; 2203.02156v1 and 2213.00001"
    assert find_keys(text) == ["2203.02156", "2203.02155"]
    assert find_keys("none") == []


@pytest.mark.parametrize("part", ["arxiv.org/", "arxiv.org/a?", "2203.02155.", "cs.", "hf.co/a/"])
def test_u16_the_longest_message_is_read_at_once(part: str) -> None:
    """A message's text and embeds hold 10,000 characters; others wait meanwhile."""
    begun = process_time()
    find_keys(part * (10_000 // len(part)))
    assert process_time() - begun < 0.5


@given(st.text(max_size=60))
def test_any_text_is_an_id_or_a_value_error(text: str) -> None:
    try:
        found = parse(text)
    except ValueError:
        return
    assert len(found.key) <= MAX_LENGTH
    assert parse(abstract_url(found.key)).key == found.key


@given(
    year=st.integers(7, 40),
    month=st.integers(1, 12),
    number=st.integers(1, 9999),
    version=st.none() | st.integers(1, 50),
)
def test_a3_versions_and_links_share_a_key(
    year: int, month: int, number: int, version: int | None
) -> None:
    if (year, month) < (7, 4):
        year += 1
    key = f"{year:02}{month:02}.{number:0{5 if year >= 15 else 4}}"
    versioned = key if version is None else f"{key}v{version}"
    forms = [versioned, f"arXiv:{versioned}", f"https://arxiv.org/pdf/{versioned}"]
    assert {parse(form) for form in forms} == {ArxivId(key, version)}
