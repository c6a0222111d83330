"""Schedules in wall time, and the messages that they become.

A feature keeps a schedule with :func:`put` (a ``Weekly``, ``Periodic`` or ``Once`` rule) and its
cog registers a sender for that kind with :class:`DeliveryEngine`. Each occurrence becomes one row,
unique for its schedule and date, is claimed with a lease, sent outside any transaction, and marked.
"""

from bot.scheduling.delivery import (
    Delivery,
    DeliveryFailure,
    MessagesClosed,
    NothingToSend,
    NotYet,
    OnFailed,
    Receipt,
    Sender,
    TryLater,
    Undeliverable,
)
from bot.scheduling.delivery_queue import next_to_send
from bot.scheduling.engine import DeliveryEngine
from bot.scheduling.jobs import SET_RIGHT, Jobs
from bot.scheduling.many import Kept, Series, drop_each, lock_schedules, put_each
from bot.scheduling.models import DeliveryStatus
from bot.scheduling.recurrence import (
    Occurrence,
    Once,
    Periodic,
    Rule,
    Weekly,
    find_zone,
    latest_occurrence,
    local_date,
    local_day,
    occurrence_after,
    occurrences,
    wall_instant,
)
from bot.scheduling.schedules import (
    AgendaItem,
    SentMessage,
    Upcoming,
    agenda,
    deliveries_of,
    drop,
    last_message,
    last_sent,
    missed_occurrence,
    newest_occurrence,
    put,
    put_now,
    sent_messages,
    upcoming,
)
from bot.scheduling.set_right import send_again
from bot.scheduling.skips import Skip
from bot.scheduling.take_downs import put_take_down, to_take_down
from bot.scheduling.unposted import Unposted, unposted

__all__ = [
    "SET_RIGHT",
    "AgendaItem",
    "Delivery",
    "DeliveryEngine",
    "DeliveryFailure",
    "DeliveryStatus",
    "Jobs",
    "Kept",
    "MessagesClosed",
    "NotYet",
    "NothingToSend",
    "Occurrence",
    "OnFailed",
    "Once",
    "Periodic",
    "Receipt",
    "Rule",
    "Sender",
    "SentMessage",
    "Series",
    "Skip",
    "TryLater",
    "Undeliverable",
    "Unposted",
    "Upcoming",
    "Weekly",
    "agenda",
    "deliveries_of",
    "drop",
    "drop_each",
    "find_zone",
    "last_message",
    "last_sent",
    "latest_occurrence",
    "local_date",
    "local_day",
    "lock_schedules",
    "missed_occurrence",
    "newest_occurrence",
    "next_to_send",
    "occurrence_after",
    "occurrences",
    "put",
    "put_each",
    "put_now",
    "put_take_down",
    "send_again",
    "sent_messages",
    "to_take_down",
    "unposted",
    "upcoming",
    "wall_instant",
]
