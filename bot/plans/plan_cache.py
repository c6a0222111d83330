"""The plans read last, kept by the digest of their content: the one cache of plans.

To read a large plan takes longer than others should wait, so it is done in a thread.
"""

from __future__ import annotations

import asyncio
import threading

from bot.plans import loader
from bot.plans.values import Plan


class PlanCache:
    """The plans used last, at most ``size`` of them; any thread may use it."""

    def __init__(self, size: int = 64) -> None:
        """Begin empty."""
        self._size = size
        self._plans: dict[str, Plan] = {}
        self._lock = threading.Lock()
        # Whoever wants a plan that is being read waits for that, instead of reading it as well.
        self._reading = threading.Lock()

    def get(self, digest: str) -> Plan | None:
        """The plan with this digest, if it is kept."""
        with self._lock:
            plan = self._plans.pop(digest, None)
            if plan is not None:
                self._plans[digest] = plan
            return plan

    def put(self, digest: str, plan: Plan) -> None:
        """Keep a plan, and let go of the one whose last use is longest ago."""
        with self._lock:
            self._plans.pop(digest, None)
            self._plans[digest] = plan
            if len(self._plans) > self._size:
                del self._plans[next(iter(self._plans))]

    async def read(self, digest: str, text: str) -> Plan:
        """The plan of a version's or a draft's ``text``, with its ``digest``. Raises PlanError."""
        plan = self.get(digest)
        return plan if plan is not None else await asyncio.to_thread(self._read, digest, text)

    def _read(self, digest: str, text: str) -> Plan:
        with self._reading:
            plan = self.get(digest)
            if plan is None:
                plan = loader.load(text)
                self.put(digest, plan)
            return plan


PLANS = PlanCache()
