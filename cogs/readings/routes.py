"""The addresses of the buttons and selects of what the group has read.

What is shown stands in them: the words of a search as they are compared, a block's number (0: any),
a month and what was reproduced (empty: any).
"""

from __future__ import annotations

from cogs.common.routes import Route

FOUND = Route("paper:found", str, int, str, str, int)
"""Words, block, month, outcome, page."""

BY_BLOCK = Route("paper:by-block", str, str, str)
"""Another block; the words, month and outcome stay."""

BY_MONTH = Route("paper:by-month", str, int, str)
BY_OUTCOME = Route("paper:by-outcome", str, int, str)
"""As `BY_BLOCK`: what stays is the words, the block, and the outcome or the month."""

EXPORT = Route("paper:export", str, int, str, str)
"""Words, block, month, outcome."""
