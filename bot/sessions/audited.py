"""What the log of settings has of sessions: by their times, without anybody's words."""

from __future__ import annotations

from bot.groups.audit_rules import Audited

SESSION = Audited("session", "Session")
