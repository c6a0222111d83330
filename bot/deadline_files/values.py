"""Files of deadlines, what stands in them, and what a group takes from them, as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.community.values import Moment
from bot.errors import NotFound


class FileKind(StrEnum):
    """How a file is written."""

    CALENDAR = "calendar"
    YAML = "yaml"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class Written:
    """A deadline as it stands in a file; ``said`` and ``zone`` are its own words."""

    name: str
    said: str
    zone: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Over:
    """A deadline that has long been over."""


@dataclass(frozen=True, slots=True)
class Undated:
    """A deadline whose date is not known yet."""


@dataclass(frozen=True, slots=True)
class Unclear:
    """A deadline that cannot be read for sure. ``trouble`` is a few words.

    ``asks`` says that it contradicts itself, so that one of two things is right.
    """

    trouble: str
    asks: bool = False


Reading = Moment | Over | Undated | Unclear
"""What the words of a deadline mean."""


@dataclass(frozen=True, slots=True)
class FileDeadline:
    """A deadline of a file. ``key`` tells it from the others, ``family`` is that of its name.

    ``moment`` is None where it is unclear, for the reason in ``trouble``; ``said`` are its own
    words.
    """

    key: str
    family: str
    name: str
    said: str
    moment: Moment | None
    trouble: str = ""
    asks: bool = False
    link: str | None = None


@dataclass(frozen=True, slots=True)
class ParsedFile:
    """What stands in a file, in its order, with those that are over of late.

    ``over`` counts all that are over, ``undated`` those whose date is not known yet.
    """

    kind: FileKind
    deadlines: tuple[FileDeadline, ...]
    over: int = 0
    undated: int = 0


@dataclass(frozen=True, slots=True)
class NotAFile:
    """Why something is no file of deadlines, in a few words fit for organisers."""

    text: str


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file as it was read, with what spares a repetition the next time."""

    file: ParsedFile
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Followed:
    """A deadline that a group took from a file, and what the file has said of it since.

    ``applied`` is what the group's list last had from the file. ``seen`` is what the last reading
    found (None: it was not there), and ``since`` the first reading of which that has been so.
    """

    applied: Moment
    seen: Moment | None
    since: datetime


@dataclass(frozen=True, slots=True)
class DueFile:
    """An address that is to be read, for all groups that named it, until ``until``.

    ``files`` are the ids of their groups and of the files there.
    """

    url: str
    etag: str | None
    last_modified: str | None
    files: tuple[tuple[int, int], ...]
    until: datetime


class Standing(StrEnum):
    """Whether the group's list has a deadline of a file."""

    ABSENT = "absent"
    SAME = "same"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Entry:
    """A deadline of a file as organisers see it; ``listed`` is what the group's list has."""

    key: str
    name: str
    said: str
    moment: Moment | None
    trouble: str
    asks: bool
    link: str | None
    listed: Moment | None

    @property
    def standing(self) -> Standing:
        """How it stands to the group's list."""
        if self.listed is None:
            return Standing.ABSENT
        same = self.moment is None or self.moment.at == self.listed.at
        return Standing.SAME if same else Standing.OTHER


@dataclass(frozen=True, slots=True)
class DeadlineFile:
    """A file that the group named, and how its reading goes.

    ``is_kept`` says that it is read daily; ``failing_since`` is when the first of its last
    ``failures`` readings was of no use. ``followed`` deadlines were taken from it; of these
    ``waiting`` wait for a second reading, ``by_hand`` were changed by hand, ``gone`` have no date
    in it any more that is surely theirs (their names).
    """

    id: int
    url: str
    kind: FileKind
    is_kept: bool
    read_at: datetime
    failures: int
    failing_since: datetime | None
    trouble: str
    over: int
    undated: int
    ahead: int
    unclear: int
    followed: int
    waiting: int
    by_hand: int
    gone: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OpenFile:
    """A file with what stands in it: what is ahead, nearest first, and what is unclear."""

    file: DeadlineFile
    ahead: tuple[Entry, ...]
    unclear: tuple[Entry, ...]

    def unclear_entry(self, key: str) -> Entry:
        """One of the unclear ones.

        Raises:
            NotFound: there is none such.
        """
        for each in self.unclear:
            if each.key == key:
                return each
        raise NotFound("That one no longer stands there so; look at the file again.")


@dataclass(frozen=True, slots=True)
class Chosen:
    """What choosing deadlines did, by their names; ``left_out`` has the reasons too."""

    opened: OpenFile
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    there: tuple[str, ...] = ()
    left_out: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class FileNotice:
    """What organisers hear of a file once: that it fails, or what has gone from it."""

    file_id: int
    url: str
    trouble: str
    failing_since: datetime | None
    gone: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MovedDeadline:
    """A watched deadline that a file has moved, for the ``number``-th time."""

    conference_id: int
    name: str
    was: datetime
    at: datetime
    link: str | None
    number: int
