"""Panels of deadline files (C6): whatever stands in a file, they fit a message and stay text."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from bot.community.values import Moment
from bot.deadline_files.rules import MAX_SAID, MAX_TROUBLE
from bot.deadline_files.service import MAX_FILES
from bot.deadline_files.values import (
    Chosen,
    DeadlineFile,
    Entry,
    FileKind,
    FileNotice,
    MovedDeadline,
    OpenFile,
)
from bot.inputs.links import MAX_LINK
from bot.reminders.values import ReminderKey
from cogs.common.panels import MAX_TEXT, Panel, component_count, text_length
from cogs.deadline_files.panels import (
    chosen_text,
    file_panel,
    files_panel,
    moved_line,
    notice_rows,
    trouble_panel,
    unclear_panel,
)

NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
NAMES = tuple(f"{number:02}{'*' * 78}" for number in range(60))
URL = "https://owl.example/" + "x" * (MAX_LINK - 20)
FILE = DeadlineFile(
    id=2**62,
    url=URL,
    kind=FileKind.CALENDAR,
    is_kept=True,
    read_at=NOW,
    failures=9,
    failing_since=NOW,
    trouble="*" * MAX_TROUBLE,
    over=20_000,
    undated=20_000,
    ahead=2_000,
    unclear=2_000,
    followed=100,
    waiting=100,
    by_hand=100,
    gone=NAMES,
)


def entry(number: int, *, is_clear: bool = True) -> Entry:
    return Entry(
        key=f"{number:020}",
        name=NAMES[number],
        said="*" * MAX_SAID,
        moment=Moment(NOW + timedelta(days=1), "America/Los_Angeles") if is_clear else None,
        trouble="" if is_clear else "*" * MAX_TROUBLE,
        asks=not is_clear,
        link=URL,
        listed=Moment(NOW, "Etc/GMT+12"),
    )


OPENED = OpenFile(
    FILE,
    tuple(entry(number) for number in range(60)),
    tuple(entry(number, is_clear=False) for number in range(60)),
)


def check(panel: Panel) -> None:
    assert panel.content_length() <= MAX_TEXT
    assert panel.total_children_count <= 40


def test_c6_the_longest_panels_fit_a_message() -> None:
    chosen = Chosen(
        OPENED, NAMES[:5], NAMES[5:10], NAMES[10:15], tuple((name, "*" * 300) for name in NAMES)
    )
    for page in (0, 1, 3):
        check(file_panel(OPENED, page))
        check(unclear_panel(OPENED, page))
    check(file_panel(OPENED, 1, chosen_text(chosen)))
    check(files_panel([FILE] * MAX_FILES, "Switched off: I read that file no more. " * 2))
    check(trouble_panel(URL, "*" * MAX_TROUBLE))
    notices = [FileNotice(1, URL, "*" * MAX_TROUBLE, NOW, NAMES)] * MAX_FILES
    rows = notice_rows(notices)
    assert component_count(rows) == 3
    assert text_length(rows) <= 600


def test_c6_a_short_address_is_a_link_in_the_list() -> None:
    short = replace(FILE, url="https://owl.example/[1].ics", failing_since=None)
    (text,) = [t for t in _texts(files_panel([short])) if "ahead" in t]
    assert "[owl.example](<https://owl.example/%5B1%5D.ics>)" in text.replace("\\", "")


def test_c6_a_deadline_whose_round_may_be_another_is_not_said_to_be_gone() -> None:
    """A round may have been extended onto the date of another: what is sure is said, no more."""
    gone = replace(FILE, failing_since=None, gone=("Owls (1 of 2)",))
    sure = "any more is surely that of *Owls (1 of 2)*. Your list keeps what it has."
    assert sure in "\n".join(_texts(file_panel(OpenFile(gone, (), ()))))
    (told,) = _texts(Panel(0, *notice_rows([FileNotice(1, URL, "", None, gone.gone)])))[:1]
    assert "any more that is surely that of *Owls (1 of 2)*; your list keeps" in told


def test_c6_what_a_file_says_of_itself_is_text() -> None:
    assert "says “\\*x\\*” twice" in _texts(trouble_panel(URL, "it says “*x*” twice"))[0]


def test_c6_a_moved_deadline_is_worth_a_message_of_its_own() -> None:
    key = ReminderKey("deadline_move", "1", date(2026, 12, 1), "1")
    line = moved_line(
        MovedDeadline(1, "*Owls*", NOW, NOW + timedelta(days=9), URL, 1), key, due=key.due
    )
    assert line.worth_a_message
    assert "\\*Owls\\*" in str(line.rows[0])


def _texts(panel: Panel) -> list[str]:
    return [
        str(content)
        for item in panel.walk_children()
        if (content := getattr(item, "content", None)) is not None
    ]
