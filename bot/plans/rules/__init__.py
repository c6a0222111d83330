"""What follows from a plan, from values alone: order, dates, differences, checks, its form."""

from bot.plans.rules.compare import digest
from bot.plans.rules.dates import flow_date, spans, targets
from bot.plans.rules.order import in_order, on_path, unmet

__all__ = ["digest", "flow_date", "in_order", "on_path", "spans", "targets", "unmet"]
