"""What the log of settings has of link checks."""

from __future__ import annotations

from bot.groups.audit_rules import Audited

LINK_CHECKS = Audited("link_checks", "Weekly check of links")
