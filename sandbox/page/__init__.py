"""The page: this Discord in a browser, for people who want to see and touch a bot.

A visitor is any of the world's people, and may change who they are at any time. The page shows what
that person's client would show, sends what it would send, turns the clock, and lays open what the
bot asks of the API. One WebSocket tells each open page what changed; everything else is plain
requests below ``/page``.

Public: :class:`Page`, what whoever composes the sandbox adds to it.
"""

from sandbox.page_config import Choice, Control, Due, Opening, Page, Step

__all__ = ["Choice", "Control", "Due", "Opening", "Page", "Step"]
