"""Where a paper was accepted, as its comment and its journal reference say (issue 12, A6)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.arxiv.rules import venues


@pytest.mark.parametrize(
    ("comment", "venue"),
    [
        ("Accepted at NeurIPS 2026", "NeurIPS"),
        ("Published at ICLR 2025", "ICLR"),
        ("ICLR 2026 (Oral)", "ICLR"),
        ("to appear in Proc. of CVPR", "CVPR"),
        ("Published as a conference paper at ICLR", "ICLR"),
        ("ICML 2025", "ICML"),
        ("10 pages, 5 figures, ICML 2025", "ICML"),
        ("NeurIPS 2025 Spotlight; code at https://x.y", "NeurIPS"),
        ("Accepted by CVPR 2025 as a Highlight. Project page: https://a.b", "CVPR"),
        ("Published in Transactions on Machine Learning Research (01/2026)", "TMLR"),
        ("EMNLP 2025 Findings", "Findings of EMNLP"),
        ("Findings of ACL 2025", "Findings of ACL"),
        (
            "Accepted to Findings of the Association for Computational Linguistics: EMNLP 2025",
            "Findings of EMNLP",
        ),
        ("Camera-ready version for ICML 2025", "ICML"),
        ("NAACL 2025 main conference", "NAACL"),
        ("AAAI-26", "AAAI"),
        ("Accepted at KDD '25", "KDD"),
        ("NIPS 2017", "NeurIPS"),
        ("Accepted to NeurIPS2025", "NeurIPS"),
        ("neurips 2025 datasets and benchmarks track", "NeurIPS"),
        (
            "Accepted at NeurIPS 2025. A short version appeared at the ICML 2025 Workshop on X",
            "NeurIPS",
        ),
        ("Accepted at ICML 2025, also presented at the FM workshop", "ICML"),
        ("Accepted at ICML 2025 (earlier version at an ICLR workshop)", "ICML"),
        (
            "Accepted to the 41st Conference on Uncertainty in Artificial Intelligence (UAI 2025)",
            "UAI",
        ),
        (
            "Accepted at the 2026 IEEE International Conference on Robotics and Automation (ICRA)",
            "ICRA",
        ),
        ("Accepted at MIDL 2026", "MIDL"),
        ("Accepted at Nordic ML Summit 2026", "Nordic ML Summit"),
        (
            "Accepted for publication in IEEE Transactions on Neural Networks 2025",
            "IEEE Transactions on Neural Networks",
        ),
        ("Accepted by IEEE TNNLS", "IEEE TNNLS"),
        ("In CVPR 2025", "CVPR"),
        ("Submitted and accepted at ICML 2025", "ICML"),
        ("Submitted to JMLR. Accepted at COLT 2025", "COLT"),
        ("ICLR 2025 camera ready version", "ICLR"),
        ("ICLR'26 Poster", "ICLR"),
        ("ACL 2025 Main", "ACL"),
        ("Accepted to CVPR 2025 and under review at TPAMI", "CVPR"),
        ("9 pages, accepted to AISTATS 2026", "AISTATS"),
        (
            "The Fourteenth International Conference on Learning Representations (ICLR 2026), oral",
            "ICLR",
        ),
        ("ICML 2025, 20 pages", "ICML"),
        ("To be presented at Interspeech 2026", "Interspeech"),
        ("JMLR 2025", "JMLR"),
        ("24 pages. ICCV 2025", "ICCV"),
        ("Accepted at ICLR 2026; Code: https://github.com/x/y", "ICLR"),
        ("This is the full version of the paper accepted at COLT 2025", "COLT"),
        ("Proceedings of the 42nd ICML", "ICML"),
        ("ICML 2025 Best Paper Award", "ICML"),
        ("CVPR 2025 (Highlight), Project page: https://x.github.io", "CVPR"),
        ("International Conference on Machine Learning 2025", "ICML"),
        ("Accepted at WWW'26", "WWW"),
        ("CVPR 2025. Demo at https://x.y", "CVPR"),
        ("ICML 2025 Position Paper Track", "ICML"),
        ("Accepted to CVPR 2025, demo at https://x.y", "CVPR"),
    ],
)
def test_a_comment_says_where_a_paper_was_accepted(comment: str, venue: str) -> None:
    assert venues.read(comment) == venue


@pytest.mark.parametrize(
    "comment",
    [
        "submitted to ICML",
        "submitted to ICML 2026",
        "Under review at ICLR 2026",
        "rejected from NeurIPS 2025",
        "Accepted at a workshop at NeurIPS 2025",
        "NeurIPS 2026 submission",
        "Accepted at the Workshop on Efficient ML, NeurIPS 2025",
        "Accepted at ICML 2025, Workshop on X",
        "NeurIPS 2025 Workshop on Foundation Models",
        "ICLR 2026 under review",
        "",
        "12 pages, 4 figures",
        "Preprint",
        "Accepted",
        "Accepted for publication",
        "Accepted as oral",
        "Winning solution to the CVPR 2025 challenge",
        "Formatted in NeurIPS 2024 style",
        "We analyse the reviews of ICLR 2024",
        "Extended version of our ACL 2024 paper",
        "Preliminary work. Under review by the International Conference on Machine Learning (ICML)",
        "International Conference on Machine Learning and Applications",
        "In preparation for CVPR 2027",
        "ICLR 2026 Blogpost Track",
        "accepted in part",
        "Code for the ICML 2023 baseline",
        "NeurIPS",
        "Accepted in Phase I",
        "Accepted at ICLR 2026 (Workshop)",
        "planned for ICML 2027",
        "Dataset used in CVPR 2024 papers",
        "Accepted at CVPRW 2025",
        "Comparison of 2024 ICLR papers",
        "Accepted at ICML 2025 Workshop; submitted to NeurIPS 2025",
        "Withdrawn from ICLR 2026",
        "Accepted by reviewers in 2025",
        "We thank the ICML 2025 reviewers",
        "EMNLP 2025 System Demonstrations",
        "Knowledge cutoff before NeurIPS 2024 papers appeared",
    ],
)
def test_what_is_hoped_for_or_beside_a_conference_is_no_venue(comment: str) -> None:
    """Submitted, under review, rejected, workshops, challenges, and what is only mentioned."""
    assert venues.read(comment) is None


@pytest.mark.parametrize(
    ("reference", "venue"),
    [
        ("Proceedings of the 42nd International Conference on Machine Learning, 2025", "ICML"),
        ("Proceedings of the 42nd ICML", "ICML"),
        ("The Thirteenth ICLR", "ICLR"),
        ("Advances in Neural Information Processing Systems 38 (2025)", "NeurIPS"),
        ("Transactions of the Association for Computational Linguistics 13", "TACL"),
        (
            "Findings of the Association for Computational Linguistics: EMNLP 2025",
            "Findings of EMNLP",
        ),
        ("J. Mach. Learn. Res. 25 (2024)", "JMLR"),
        ("63rd Annual Meeting of the Association for Computational Linguistics, 2025", "ACL"),
        (
            "2025 Conference of the Nations of the Americas Chapter of the Association for "
            "Computational Linguistics",
            "NAACL",
        ),
        ("CVPR Workshops 2025", None),
        ("Phys. Rev. D 98, 030001", None),
    ],
)
def test_a_journal_reference_is_a_venue_where_it_is_a_known_one(
    reference: str, venue: str | None
) -> None:
    assert venues.read("12 pages", reference) == venue


def test_what_was_published_counts_more_than_what_the_comment_says() -> None:
    assert venues.read("Submitted to ICML 2025", "Proceedings of the 39th AAAI") == "AAAI"


def test_the_venues_that_a_plan_names_are_found_once_in_their_order() -> None:
    text = "Submit to NeurIPS or ICML; read the best of NeurIPS, CVPR and ACL. An ACLU is none."
    assert venues.named_in(text) == ("NeurIPS", "ICML", "CVPR", "ACL")


@pytest.mark.parametrize(
    ("name", "usual"),
    [
        ("ICML 2027", "ICML"),
        ("International Conference on Machine Learning 2027", "ICML"),
        ("Gathering on Nets 2026", "Gathering on Nets"),
        ("MIDL'26", "MIDL"),
        ("2027", ""),
    ],
)
def test_a_venue_that_a_group_names_is_called_as_its_papers_call_it(name: str, usual: str) -> None:
    assert venues.usual_name(name) == usual


@given(st.text(max_size=2_000), st.text(max_size=200))
def test_any_comment_gives_a_short_name_or_none(comment: str, reference: str) -> None:
    found = venues.read(comment, reference)
    assert found is None or 0 < len(found) <= venues.MAX_VENUE


@given(
    st.lists(
        st.sampled_from(["ICML", "2025", "accepted", "at", "the", "IEEE", "Of", "(", ",", "."]),
        max_size=150,
    )
)
def test_a_long_comment_is_read_at_once(words: list[str]) -> None:
    venues.read(" ".join(words))
