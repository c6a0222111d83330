"""The errors that cross a layer, as one tree.

* ``SyllabotError``
  x ``UserError`` - the person can mend it; its text is shown to them as it stands
    + ``NotFound`` - no such thing here (or not theirs: the two are never told apart)
    + ``NotAllowed`` - they may not do this
    + ``NotSetUp`` - the server or the member has a first step to take
      - ``NotInServer`` - the person is not in the server, member or not
      - ``NotJoined`` - the person is not in the group; the answer lets them join
    + ``DoneBefore`` - the same form was sent before, and counts once
  x ``DoneElsewhere`` - another process does it, and answers
  x ``ConfigError`` - the settings cannot be used; every problem is listed
  x ``DatabaseError`` - the database cannot be used (newer than the code, broken links)
    + ``DatabaseUnavailable`` - it is away, locked or full, which passes
  x ``WorkerError`` - heavy work in the child process could not be done; do without its result
    + ``WorkerTimeout`` - it took longer than it may
"""

from __future__ import annotations


class SyllabotError(Exception):
    """Base of everything this package raises on purpose."""


class UserError(SyllabotError):
    """Something the person can mend.

    The message says what is, then what can be done, in the product's voice (no codes, no blame).
    ``typed`` is free text that the person sent along with the failed act; the answer gives it
    back so that nothing they wrote is lost. ``again`` is what the button says that opens a refused
    form once more.
    """

    def __init__(self, message: str, *, typed: str | None = None, again: str = "Try again") -> None:
        """Keep the text to show and what was typed."""
        super().__init__(message)
        self.message = message
        self.typed = typed
        self.again = again


class NotFound(UserError):
    """No such thing in this group, or it belongs to somebody else."""


class NotAllowed(UserError):
    """The person may not do this."""


class NotSetUp(UserError):
    """The server has not run ``/setup``, or the person has not run ``/join``."""


class NotInServer(NotSetUp):
    """The person is not in the group's server, as far as Discord says."""

    def __init__(self) -> None:
        """For this there is one wording."""
        super().__init__(
            "You are not in that server, as far as I can see. Use `/join` there; whatever you "
            "stored in its group before waits for you, and `/forget` says until when."
        )


class NotJoined(NotSetUp):
    """The person is not in the group of the server ``guild_id``, or has left it."""

    def __init__(self, guild_id: int) -> None:
        """Say so."""
        super().__init__(
            "You are not in the study group yet. *Join* takes a minute, and so does `/join`; then "
            "this works for you."
        )
        self.guild_id = guild_id


class DoneBefore(UserError):
    """The same form was sent before: what it said then is kept, and nothing was added."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__(
            "It is saved. This form came in before, and it counts once, with what it said then."
        )


class DoneElsewhere(SyllabotError):
    """Another process on the same token does this, and answers: the person needs nothing of us."""


class ConfigError(SyllabotError):
    """Settings that cannot be used. ``problems`` has one sentence a problem, naming its key."""

    def __init__(self, problems: list[str]) -> None:
        """Keep every problem, not only the first."""
        super().__init__("\n".join(problems))
        self.problems = problems


class DatabaseError(SyllabotError):
    """The database cannot be used as it is."""


class DatabaseUnavailable(DatabaseError):
    """The database is away, locked or full: what was begun did not happen, and may be tried again.

    (When the connection breaks in the middle of a commit, nobody can say whether it happened.)
    The text is one plain reason. Whoever raises it has logged it.
    """


class WorkerError(SyllabotError):
    """Heavy work could not be done: out of time, its process died, or a library failed."""


class WorkerTimeout(WorkerError):
    """Heavy work took longer than it may, and was ended."""
