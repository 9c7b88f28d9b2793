"""The running service: starts every loop, and ends them in good order."""

import asyncio
import contextlib
import gc
import logging
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from functools import partial
from typing import Any, TypeVar

from aiohttp import web
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from bot.clock import Clock, FollowedClock, Report
from bot.database import Database, Troubles
from bot.deliverer import Deliverer
from bot.leases import Leases
from bot.networks import DeliveryError, Network
from bot.planner import Planner
from bot.receiver import Keeper, Poller
from bot.settings import BotSettings, Settings
from bot.signals import Signals
from bot.web import Web
from bot.worker import Office, Worker
from handlers import housekeeping
from handlers.desk import Bot
from handlers.texts import texts
from storage import due, inbox, outbox

log = logging.getLogger(__name__)
# How long a loop sleeps at most when other processes may have left work for it, and when there are none.
LOOK_AGAIN_SHARED, LOOK_AGAIN_ALONE = 0.5, 30.0
LEASE_SECONDS = 2.0
LONGEST_PAUSE = 30.0
Result = TypeVar("Result")


def make_network(settings: BotSettings) -> Network:
    """Return the client for one bot."""
    token = settings.token.reveal()
    # Only here: whoever serves one network need not hold the other's client in memory.
    if settings.network == "telegram":
        from bot.networks.telegram import TelegramNetwork  # noqa: PLC0415

        return TelegramNetwork(settings.name, token, base_url=settings.base_url, proxy=settings.proxy)
    from bot.networks.zalo import ZaloNetwork  # noqa: PLC0415

    return ZaloNetwork(settings.name, token, base_url=settings.base_url, proxy=settings.proxy)


def remember_name(session: Session, *, bot: Bot) -> None:
    """Keep how a bot is called on its network: invitations name it, and they are made while no bot runs."""
    outbox.bot_state(session, bot.name).username = bot.username


async def _persistently(trouble: str, call: Callable[[], Awaitable[Result]]) -> Result:
    """Call until the network answers, with growing pauses; return the answer."""
    pause = 1.0
    while True:
        try:
            return await call()
        except DeliveryError as error:
            log.warning("%s: %s; trying again", trouble, error)
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)


async def _forever(name: str, start: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Keep a loop going: one that ends by a fault of ours is logged and starts again, so that no fault silences the service."""
    while True:
        try:
            await start()
        except Exception:
            log.exception("%s ended with a fault of ours and starts again", name)
        await asyncio.sleep(1.0)


class Service:
    """One `chibo run` process."""

    def __init__(self, settings: Settings, clock: Clock | None = None) -> None:
        self.settings = settings
        self.database = Database(settings.database.url)
        self.clock = clock or Clock()
        self.networks = {bot.name: make_network(bot) for bot in settings.bots}
        self.port = settings.web.port
        self._leases = Leases(self.database.engine)
        self._look_again = LOOK_AGAIN_ALONE if self.database.is_sqlite else LOOK_AGAIN_SHARED
        bots = {name: network.bot for name, network in self.networks.items()}
        self.office = Office(
            self.database, self.clock, settings.policy(), texts(settings.language), self.networks, bots
        )
        self.worker = Worker(self.office, self._answered)
        self.planner = Planner(self.office, self._planned)
        self.keeper = Keeper(self.database, self.clock, self._kept)
        self._signals = None if self.database.is_sqlite else Signals(self.database.engine, self._heard)
        self.deliverers = {
            bot.name: Deliverer(
                self.database,
                self.clock,
                self.networks[bot.name],
                bot.allowance(),
                quota=bot.quota(),
                ours=partial(self._leases.holds, f"deliver:{bot.name}"),
            )
            for bot in settings.bots
        }
        self._committed = 0

    def _kept(self) -> None:
        """After updates were committed: they can be answered, here or by another process."""
        self.worker.bell.set()
        if self._signals is not None:
            self._signals.tell()

    def _heard(self) -> None:
        """Another process has committed something: it may be work for any of our loops."""
        self.worker.bell.set()
        self.planner.bell.set()
        for deliverer in self.deliverers.values():
            deliverer.more()

    def _answered(self) -> None:
        """After answers were committed: there is something to send, and perhaps a push was planned."""
        self._planned()
        self.planner.bell.set()

    def _planned(self) -> None:
        self._committed += 1
        for deliverer in self.deliverers.values():
            deliverer.more()
        if self._signals is not None:
            self._signals.tell()

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator["Service"]:
        """Run every loop while the block lasts."""
        self._leases.open()
        await self.database.run(lambda session: housekeeping.start(self.office.desk(session)))
        runner = await self._open_web()
        tasks = [asyncio.create_task(loop) for loop in self._loops()]
        try:
            yield self
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await runner.cleanup()
            for network in self.networks.values():
                await network.close()
            self._leases.close()
            self.database.close()

    async def run(self) -> None:
        """Run until SIGINT or SIGTERM."""
        stop = asyncio.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
        async with self.running():
            # What is here now stays until the end. Looking through it again and again, as the collector would, holds up
            # every chat for 70 ms each time (130,000 objects).
            gc.freeze()
            log.info("ready: %s bots, webhooks and health on port %s", len(self.networks), self.port)
            await stop.wait()
            log.info("ending: what is on its way is waited for")

    def _loops(self) -> list[Coroutine[Any, Any, None]]:
        loops = [
            _forever("answering", partial(self.worker.run, self._look_again)),
            _forever("planning", partial(self.planner.run, self._look_again)),
        ]
        loops += [_forever(f"bot {bot.name}", partial(self._serve, bot)) for bot in self.settings.bots]
        if self._signals is not None:
            loops.append(_forever("telling other processes", self._signals.run))
        if isinstance(self.clock, FollowedClock):
            loops.append(_forever("following the clock", partial(self.clock.follow, self.report)))
        return loops

    async def _serve(self, settings: BotSettings) -> None:
        """Open one bot, however long its network is away, then receive and deliver for it as long as it is ours."""
        network = self.networks[settings.name]
        await self._open(network)
        # A group: if one of the two fails, the other ends with it, and no second pair begins beside it.
        async with asyncio.TaskGroup() as loops:
            deliver = lambda: self.deliverers[settings.name].run(self._look_again)  # noqa: E731
            loops.create_task(self._while_ours(f"deliver:{settings.name}", deliver))
            loops.create_task(self._while_ours(f"receive:{settings.name}", lambda: self._receive(settings, network)))

    async def _open(self, network: Network) -> None:
        bot = await _persistently(f"bot {network.bot.name} cannot be opened", network.open)
        self.office.bots[network.bot.name] = bot
        await self.database.run(partial(remember_name, bot=bot))

    async def _receive(self, settings: BotSettings, network: Network) -> None:
        if settings.mode == "webhook":
            url = f"{self.settings.web.public_url.rstrip('/')}/webhook/{settings.name}"
            await self._set_webhook(network, url, settings.webhook_secret.reveal())
            await asyncio.Event().wait()
        await self._set_webhook(network, None, "")
        poller = Poller(self.database, network, self.keeper, between=settings.pause_between_polls())
        await poller.run()

    @staticmethod
    async def _set_webhook(network: Network, url: str | None, secret: str) -> None:
        what = f"bot {network.bot.name}: its webhook cannot be {'set' if url else 'taken away'}"
        await _persistently(what, partial(network.set_webhook, url, secret))

    async def _while_ours(self, lease: str, start: Any) -> None:
        """Run a loop while this process holds the lease; take over when the process that had it is gone."""
        troubles = Troubles(self.database, log, lease)
        while True:
            if not await asyncio.to_thread(self._leases.hold, lease):
                await asyncio.sleep(LEASE_SECONDS / 4)
                continue
            loop = asyncio.create_task(start())
            try:
                while not loop.done() and await asyncio.to_thread(self._leases.hold, lease):
                    if not (await asyncio.wait([loop], timeout=LEASE_SECONDS))[0]:
                        troubles.are_over()
            finally:
                loop.cancel()
                ended = (await asyncio.gather(loop, return_exceptions=True))[0]
            if isinstance(ended, DBAPIError):
                troubles.tell(ended)
                await asyncio.sleep(1.0)
            elif isinstance(ended, Exception):
                log.error("the loop %s ended with a fault of ours and starts again", lease, exc_info=ended)
                await asyncio.sleep(1.0)

    async def _open_web(self) -> web.AppRunner:
        secrets = {bot.name: bot.webhook_secret.reveal() for bot in self.settings.bots if bot.mode == "webhook"}
        site = Web(
            self.database,
            self.keeper,
            self.networks,
            secrets,
            self.settings.web.operator_key.reveal(),
            self._health,
        )
        runner = web.AppRunner(site.app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, self.settings.web.host, self.settings.web.port).start()
        self.port = runner.addresses[0][1]
        return runner

    def _health(self) -> dict[str, Any]:
        return {"ok": True, "now": self.clock.now().isoformat(), "bots": sorted(self.networks)}

    async def report(self) -> Report:
        """Tell how things stand, for a clock that is followed: is there anything to do now, and when does it go on."""
        now = self.clock.now()
        names = list(self.networks)
        before = self._stirrings()
        open_updates, stored, untaken, next_push = await self.database.run(
            lambda session: (
                inbox.open_count(session),
                outbox.next_time(session, names, now),
                outbox.untaken(session, names, now),
                due.next_due(session),
            )
        )
        busy = self.keeper.busy or any(
            deliverer.has_work(now, {priority for bot, priority in untaken if bot == name})
            for name, deliverer in self.deliverers.items()
        )
        # Whatever moved while the database was asked may have slipped between two of the questions.
        busy = busy or before != self._stirrings()
        in_hand = [moment for deliverer in self.deliverers.values() if (moment := deliverer.next_time()) is not None]
        idle = not (busy or open_updates or (next_push is not None and next_push <= now))
        soon = [moment for moment in (*in_hand, stored) if moment is not None and moment > now]
        return Report(idle, min(soon, default=None), next_push)

    def _stirrings(self) -> tuple[int, ...]:
        """Return counts that rise with everything that arrives, is answered, planned, or delivered."""
        return (self.keeper.stirred, self._committed, *(deliverer.stirred for deliverer in self.deliverers.values()))
