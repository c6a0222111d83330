"""What the log of settings has of evenings of talks: by their times, without anybody's words."""

from __future__ import annotations

from bot.groups.audit_rules import Audited

EVENING = Audited("evening", "Evening of talks")
