"""What the log of settings has of plans."""

from __future__ import annotations

from bot.groups.audit_rules import Audited

PLAN = Audited("plan", "Plan")
