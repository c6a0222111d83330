"""One round: people act while trouble happens; then all of it must have come right."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
from collections.abc import Iterator
from random import Random

from sqlalchemy import text

from sandbox import Modal, Seen
from sandbox.types import Json
from tests.bench.loop_watch import LoopWatch
from tests.mentions import requests_that_may_ping
from tests.soak.attempts import MARK, Attempt, Attempts
from tests.soak.findings import Findings, shown_in
from tests.soak.scene import (
    BENS_MILESTONE,
    ELSEWHERE_CARD,
    OWLS_CARD,
    QUIET_MILESTONE,
    Person,
    Scene,
)
from tests.soak.troubles import TROUBLES, Trouble

AT_ONCE = 6
NEWCOMERS = 3
BACK_SECONDS = 60.0
PATIENT_SECONDS = 20.0
"""How long somebody waits for a slow answer before they look whether it is saved."""
LOG_BYTES_A_MINUTE = 100_000
# Errors that the troubles make: each is told once, then counted.
KNOWN = (" bot.db.engine: The database cannot", " discord.")
# What fails by a database that is away: that one tells of it, with the traceback.
KNOWN_WITHOUT_TRACEBACK = " bot.scheduling.jobs: job "
PRIVATE = (MARK, OWLS_CARD, ELSEWHERE_CARD, BENS_MILESTONE, QUIET_MILESTONE)


class Rounds:
    """The rounds of one database's run."""

    def __init__(self, scene: Scene, findings: Findings, seed: str) -> None:
        self.scene = scene
        self.findings = findings
        self._attempts = Attempts(scene)
        self._seed = seed
        self._numbers = itertools.count()
        self._once = itertools.count(1)
        self._log_read = 0

    async def run(self, trouble: Trouble | None = None, *, attempts: int = 60) -> None:
        """The next round, with the next kind of trouble or the one given."""
        number = next(self._numbers)
        rng = Random(f"{self._seed} {number}")
        trouble = trouble or TROUBLES[number % len(TROUBLES)]
        quiet = await self.scene.quiet_rows()
        await self._attempts.renew(rng)
        card = await self._open_card()
        await self.scene.prompts_due(NEWCOMERS)
        self.findings.tried[f"trouble: {trouble.name}"] += 1
        self.findings.tried["prompts due meanwhile"] += NEWCOMERS
        async with LoopWatch() as watch:
            self.findings.held = lambda: watch.longest
            await asyncio.gather(
                trouble.happen(self.scene, rng),
                self._act(trouble, rng, attempts),
                self._send_card(card, trouble),
            )
        await self._bot_is_back(trouble)
        await self._saved_once(card, trouble)
        self._check_wire(trouble)
        self._check_log(trouble)
        now = await self.scene.quiet_rows()
        changed = [name for name in now if now[name] != quiet[name]]
        self.findings.expect("the quiet group's rows stay", not changed, f"{trouble.name}{changed}")

    async def _act(self, trouble: Trouble, rng: Random, attempts: int) -> None:
        for start in range(0, attempts, AT_ONCE):
            drawn = [self._attempts.draw(rng) for _ in range(min(AT_ONCE, attempts - start))]
            await asyncio.gather(*(self._try(each, trouble) for each in drawn))

    async def _try(self, attempt: Attempt, trouble: Trouble) -> None:
        self.findings.tried[attempt.kind] += 1
        self.findings.tried[f"by: {attempt.who.standing}"] += 1
        seen = await attempt.act()
        await self._look(seen, attempt.what, attempt.who, trouble)
        self._attempts.keep(attempt.who, seen)

    async def _look(self, seen: Seen, what: str, who: Person, trouble: Trouble) -> None:
        secrets: set[str] = set(who.secrets)
        if any(secret in shown_in(seen) for secret in secrets):
            secrets -= await self.scene.opened_to(who)
        self.findings.answer(seen, f"[{trouble.name}] {what}", secrets, may_fail=trouble.may_fail)

    # What is made once, whatever happens to its answer

    async def _open_card(self) -> tuple[Modal, str]:
        """A form for an own milestone, opened while all is well, and what will be typed."""
        who = self.scene.person("member with a secret")
        panel = await who.slash("help")
        seen = await who.user.click(panel, custom_id="milestone:add::", forge=True)
        assert seen.modal is not None, seen.text
        return seen.modal, f"{MARK} once {next(self._once)}."

    async def _send_card(self, card: tuple[Modal, str], trouble: Trouble) -> None:
        who = self.scene.person("member with a secret")
        form, title = card
        self.findings.tried["forms sent twice, during the trouble and after it"] += 1
        seen = await who.user.submit(form, {"title": title}, forge=True, timeout=PATIENT_SECONDS)
        await self._look(seen, "sends an own milestone", who, trouble)

    async def _saved_once(self, card: tuple[Modal, str], trouble: Trouble) -> None:
        """The form stayed open and is sent once more: there is one row, and an answer says so."""
        who = self.scene.person("member with a secret")
        form, title = card
        seen = await who.user.submit(form, {"title": title}, forge=True, timeout=PATIENT_SECONDS)
        await self._look(seen, "sends it again", who, TROUBLES[0])
        async with self.scene.database.begin() as session:
            found = await session.scalar(
                text("SELECT count(*) FROM own_milestones WHERE title = :title"), {"title": title}
            )
            # Nobody may have more of them than a few: the next round needs room.
            await session.execute(
                text("DELETE FROM own_milestones WHERE title LIKE :mark"), {"mark": f"%{MARK}%"}
            )
        self.findings.expect(
            "what was typed is saved once",
            found == 1,
            f"[{trouble.name}] {found} rows; {shown_in(seen)}",
        )

    # What must be true afterwards

    async def _bot_is_back(self, trouble: Trouble) -> None:
        """It answers again by itself, without having ended."""
        process, who = self.scene.process, self.scene.person("stranger")
        back = False
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(BACK_SECONDS):
                while process.ended is None and not back:
                    back = (await who.slash("help")).failed is None
        ended = f"it ended with {process.ended}" if process.ended is not None else "it is silent"
        self.findings.expect("the bot answers again by itself", back, f"[{trouble.name}] {ended}")
        if not back:
            await process.kill()
            await process.start()

    def _check_wire(self, trouble: Trouble) -> None:
        sandbox, findings = self.scene.sandbox, self.findings
        findings.checked["requests looked through for pings"] += len(sandbox.requests)
        for each in requests_that_may_ping(sandbox.requests):
            findings.fault(f"[{trouble.name}] a ping: {each}")
        for each in sandbox.violations:
            findings.fault(f"[{trouble.name}] Discord's description is missed: {each}")
        sandbox.requests.clear()
        sandbox.violations.clear()

    def _check_log(self, trouble: Trouble) -> None:
        """Nothing typed stands in it, and no error that nobody expected."""
        with self.scene.process.log.open("rb") as log:
            log.seek(self._log_read)
            written = log.read().decode(errors="replace")
        self._log_read += len(written.encode())
        findings = self.findings
        findings.checked["bytes of log"] += len(written.encode())
        for private in PRIVATE:
            said = next((line for line in written.splitlines() if private in line), None)
            findings.expect("nothing typed in the log", said is None, f"[{trouble.name}] {said}")
        token = self.scene.sandbox.world.application.token
        findings.expect("no token in the log", token not in written, trouble.name)
        unexpected = [*unexpected_errors(written)]
        findings.expect(
            "no unexpected error in the log", not unexpected, f"[{trouble.name}] {unexpected[:3]}"
        )

    async def end(self, minutes: float) -> None:
        """Each newcomer has had one prompt, and the log is small; then it stops when told."""
        findings = self.findings
        delivered = await self.scene.delivered()
        for user in self.scene.newcomers:
            prompts = len(user.inbox)
            found = f"{prompts} messages; deliveries {delivered.get(user.id)}"
            findings.expect("each prompt came exactly once", prompts == 1, f"{user.name}: {found}")
        doubled = _doubled(self.scene)
        findings.expect("no message has another's nonce", not doubled, f"{doubled}")
        size = self.scene.process.log.stat().st_size
        allowed = LOG_BYTES_A_MINUTE * max(minutes, 1)
        findings.expect("the log stays small", size <= allowed, f"{size:,} bytes")
        status = await self.scene.process.stop()
        findings.expect("SIGTERM ends it with 0", status == 0, f"{status}")


def unexpected_errors(written: str) -> Iterator[str]:
    """The lines of a log that tell of an error which no trouble explains."""
    lines = written.splitlines()
    for line, following in itertools.pairwise([*lines, ""]):
        if " ERROR " not in line or any(known in line for known in KNOWN):
            continue
        if KNOWN_WITHOUT_TRACEBACK in line and not following.startswith("Traceback"):
            continue
        yield line


def _doubled(scene: Scene) -> list[Json]:
    bot = scene.sandbox.world.application.bot_user.id
    seen: set[tuple[int, object]] = set()
    doubled: list[Json] = []
    for channel in scene.sandbox.world.channels.values():
        for message in channel.messages:
            if message.author_id != bot or message.nonce is None:
                continue
            if (channel.id, message.nonce) in seen:
                doubled.append({"channel": channel.name, "text": message.text[:80]})
            seen.add((channel.id, message.nonce))
    return doubled
