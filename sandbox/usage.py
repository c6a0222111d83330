"""The error of acting users: something that no honest Discord client would let a person do."""


class SandboxUsageError(Exception):
    """The act is impossible in a client: a button that is not there, a required option left out.

    Pass ``forge=True`` to act like a modified client, which skips these checks.
    """
