"""The error of acting users: something that no honest Discord client would let a person do."""


class SandboxUsageError(Exception):
    """The act is impossible in a client: a button that is not there, a required option left out.

    Pass ``forge=True`` to act like a modified client, which skips these checks.
    """


class InputError(SandboxUsageError):
    """An option of a command, or a field of a form, that takes no such value; a client marks it.

    ``where`` is the command or form, ``field`` the option's name or the field's custom id.
    """

    def __init__(self, where: str, field: str, problem: str) -> None:
        super().__init__(f"{where} {field}: {problem}")
        self.field = field
        self.problem = problem
