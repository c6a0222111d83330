"""What the log of settings has of deadline files."""

from __future__ import annotations

from bot.groups.audit_rules import Audited

DEADLINE_FILE = Audited("deadline_file", "File of deadlines", is_one_of_many=True)
