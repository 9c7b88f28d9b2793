"""KEEP: what arrives is stored and committed before the network hears that it was received."""

import asyncio
import logging
from collections.abc import Callable
from functools import partial

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.database import Database
from bot.networks import ConflictError, DeliveryError, Network, WaitError
from storage import inbox, outbox
from storage.inbox import Arrival

log = logging.getLogger(__name__)
# After a fault: not at once again, and never slower than this.
SHORTEST_PAUSE, LONGEST_PAUSE = 0.5, 30.0


class Keeper:
    """Puts arrivals into the inbox; several that come at once share one commit."""

    def __init__(self, database: Database, clock: Clock, kept: Callable[[], None]) -> None:
        self._database = database
        self._clock = clock
        self._kept = kept
        self._waiting: list[tuple[list[Arrival], asyncio.Future[int]]] = []
        self._working: asyncio.Task[None] | None = None
        self.stirred = 0

    @property
    def busy(self) -> bool:
        """Whether something has arrived that is not committed yet."""
        return bool(self._waiting) or self._working is not None

    async def keep(self, arrivals: list[Arrival]) -> int:
        """Store arrivals; return after the commit, with how many were new. Raises DBAPIError if they could not be stored."""
        if not arrivals:
            return 0
        self.stirred += 1
        done: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._waiting.append((arrivals, done))
        if self._working is None:
            self._working = asyncio.create_task(self._work())
        return await done

    async def _work(self) -> None:
        try:
            while self._waiting:
                batch, self._waiting = self._waiting, []
                await self._commit(batch)
        finally:
            self._working = None

    async def _commit(self, batch: list[tuple[list[Arrival], asyncio.Future[int]]]) -> None:
        try:
            counts = await self._database.run(
                lambda session: [inbox.keep(session, arrivals, self._clock.now()) for arrivals, _ in batch]
            )
        except Exception as error:  # noqa: BLE001  (whatever it is, those who wait for it must not wait for ever)
            for _, done in batch:
                if not done.done():
                    done.set_exception(error)
            return
        for (_, done), count in zip(batch, counts, strict=True):
            if not done.done():
                done.set_result(count)
        if any(counts):
            self._kept()


class Poller:
    """Receives for one bot by long polling, with `between` seconds from one poll to the next. The offset moves only after the commit."""

    def __init__(self, database: Database, network: Network, keeper: Keeper, *, between: float) -> None:
        self._database = database
        self._network = network
        self._keeper = keeper
        self._between = between
        self._pause = SHORTEST_PAUSE

    async def run(self) -> None:
        """Poll until cancelled; faults are logged, waited out, and lose nothing."""
        name = self._network.bot.name
        offset = await self._database.run(lambda session: outbox.bot_state(session, name).offset)
        while True:
            try:
                batch = await self._network.poll(offset)
                await self._keeper.keep(batch.arrivals)
                if batch.offset != offset:
                    offset = batch.offset
                    await self._database.run(partial(self._remember, offset=offset))
                self._pause = SHORTEST_PAUSE
            except ConflictError:
                log.warning(
                    "bot %s: another program receives its updates (409); end it, or give this one a bot of its own",
                    name,
                )
                await self._back_off()
            except WaitError as error:
                await asyncio.sleep(error.seconds)
            except DeliveryError as error:
                log.warning("bot %s: receiving failed: %s", name, error)
                await self._back_off()
            except DBAPIError as error:
                log.warning(
                    "bot %s: updates cannot be stored and are asked for again: %s", name, self._database.trouble(error)
                )
                await self._back_off()
            if self._between:
                await asyncio.sleep(self._between)

    def _remember(self, session: Session, *, offset: int | None) -> None:
        outbox.bot_state(session, self._network.bot.name).offset = offset

    async def _back_off(self) -> None:
        await asyncio.sleep(self._pause)
        self._pause = min(self._pause * 2, LONGEST_PAUSE)
