"""A Telegram server that costs next to nothing, in a process of its own: the same for everybody who is measured.

It understands what a bot needs for a conversation, answers after a delay that can be set, and counts. It is no test of correctness
(the sandbox is): its replies are fixed texts, so that what is measured is the bot.
"""

import asyncio
import contextlib
import json
import multiprocessing
import re
import time
import urllib.request
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import Any

TOKEN = "1000001:a-token-of-the-stub"  # noqa: S105  (it opens nothing)
LENGTH = re.compile(rb"content-length:\s*(\d+)", re.IGNORECASE)
OFFSET = re.compile(rb"offset[\"=:\s]+(-?\d+)")
REQUEST = re.compile(rb"^(?:GET|POST) /(?:bot[^/]*/)?(\S+) HTTP")
# An idle poll is held this long: the networks hold it for up to 50 s, here a loop that asks again must only not be busy.
HELD = 2.0
AT_ONCE = 100
SENDS = frozenset({b"sendMessage", b"editMessageText", b"answerCallbackQuery"})
ME = {"id": 1000001, "is_bot": True, "first_name": "Chi Bo", "username": "chibo_bot", "can_join_groups": True}
TEXT = (
    "Đã ghi: đồng chí dự sinh hoạt thường kỳ kỳ tháng 12/2026, 19 giờ 30, thứ Bảy, ngày 05/12/2026, Phòng họp tầng 2."
)
MESSAGE = (
    b'{"ok":true,"result":{"message_id":%d,"date":1764000000,"chat":{"id":700000001,"type":"private","first_name":"A"},'
    b'"from":{"id":1000001,"is_bot":true,"first_name":"Chi Bo","username":"chibo_bot"},"text":"'
    + json.dumps(TEXT)[1:-1].encode()
    + b'"}}'
)
TRUE = b'{"ok":true,"result":true}'


@dataclass(slots=True)
class Scenario:
    """What is handed out and what has come back; times are seconds of the machine's monotonic clock."""

    updates: list[bytes] = field(default_factory=list)
    delay: float = 0.0
    expect: int = 0
    pace: float = 0.0
    begun: float = 0.0
    calls: dict[str, int] = field(default_factory=dict)
    times: Any = field(default_factory=lambda: array("d"))
    done: asyncio.Event = field(default_factory=asyncio.Event)

    def there(self) -> int:
        """Return how many updates have arrived by now."""
        return int((time.monotonic() - self.begun) * self.pace) + 1 if self.pace else len(self.updates)

    def count(self, method: bytes) -> None:
        """Count a call; the last expected one rings."""
        name = method.decode()
        self.calls[name] = self.calls.get(name, 0) + 1
        self.times.append(time.monotonic())
        if len(self.times) == self.expect:
            self.done.set()

    def report(self) -> dict[str, Any]:
        """Return counts, and the seconds from the first update handed out (or the first call) to the last call."""
        begun = self.begun or (self.times[0] if self.times else 0.0)
        return {
            "calls": self.calls,
            "count": len(self.times),
            "begun": begun,
            "seconds": self.times[-1] - begun if self.times else 0.0,
        }


class Stub(asyncio.Protocol):
    """One connection."""

    def __init__(self, server: "Server") -> None:
        self._server = server
        self._buffer = b""
        self._transport: Any = None

    def connection_made(self, transport: Any) -> None:
        """Remember where to answer."""
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Answer every whole request that has arrived."""
        self._buffer += data
        while (end := self._buffer.find(b"\r\n\r\n")) >= 0:
            head = self._buffer[:end]
            found = LENGTH.search(head)
            whole = end + 4 + (int(found[1]) if found else 0)
            if len(self._buffer) < whole:
                return
            body, self._buffer = self._buffer[end + 4 : whole], self._buffer[whole:]
            request = REQUEST.match(head)
            self._server.answer(request[1] if request else b"", body, self.reply)

    def reply(self, body: bytes) -> None:
        """Write an answer, if somebody is still there to read it."""
        if not self._transport.is_closing():
            self._transport.write(
                b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body)
            )


class Server:
    """The bot's server, and the control of it under /control/."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._scenario = Scenario()
        self._message_id = 1_000_000
        self._waiting: list[asyncio.Task[None]] = []

    def answer(self, method: bytes, body: bytes, reply: Any) -> None:
        """Answer one request after the delay."""
        if method.startswith(b"control/"):
            self._control(method, body, reply)
            return
        scenario = self._scenario
        if method == b"getUpdates":
            self._updates(body, reply)
            return
        said = TRUE
        if method in SENDS:
            scenario.count(method)
            if method != b"answerCallbackQuery":
                self._message_id += 1
                said = MESSAGE % self._message_id
        elif method == b"getMe":
            said = json.dumps({"ok": True, "result": ME}).encode()
        self._later(scenario.delay, reply, said)

    def _later(self, delay: float, reply: Any, said: bytes) -> None:
        if delay:
            self._loop.call_later(delay, reply, said)
        else:
            reply(said)

    def _updates(self, body: bytes, reply: Any) -> None:
        scenario = self._scenario
        found = OFFSET.search(body)
        start = max(int(found[1]) - 1, 0) if found else 0
        if scenario.updates and not scenario.begun:
            scenario.begun = time.monotonic()
        batch = scenario.updates[start : min(start + AT_ONCE, scenario.there())]
        if not batch and start < len(scenario.updates):
            self._loop.call_later(1 / scenario.pace, self._updates, body, reply)
            return
        said = b'{"ok":true,"result":[%b]}' % b",".join(batch)
        self._later(scenario.delay if batch else HELD, reply, said)

    def _control(self, method: bytes, body: bytes, reply: Any) -> None:
        if method == b"control/load":
            said = json.loads(body)
            updates = [json.dumps(update).encode() for update in said["updates"]]
            self._scenario = Scenario(updates, said["delay"], said["expect"], said["pace"])
            reply(b"{}")
        elif method == b"control/wait":
            self._waiting = [task for task in self._waiting if not task.done()]
            self._waiting.append(self._loop.create_task(self._report_when_done(reply)))
        else:
            reply(json.dumps(self._scenario.report()).encode())

    async def _report_when_done(self, reply: Any) -> None:
        await self._scenario.done.wait()
        reply(json.dumps(self._scenario.report()).encode())


def _serve(pipe: Connection) -> None:
    async def serve() -> None:
        holder: list[Server] = [Server()]
        server = await asyncio.get_running_loop().create_server(lambda: Stub(holder[0]), "127.0.0.1", 0)
        pipe.send(server.sockets[0].getsockname()[1])
        # The other end closes when the bench ends, however it ends.
        await asyncio.to_thread(_until_closed, pipe)

    asyncio.run(serve())


def _until_closed(pipe: Connection) -> None:
    with contextlib.suppress(EOFError, OSError):
        pipe.recv()


@dataclass(frozen=True, slots=True)
class StubControl:
    """The stub as the bench sees it."""

    url: str

    def load(self, updates: list[dict[str, Any]], *, delay: float = 0.0, expect: int = 0, pace: float = 0.0) -> None:
        """Begin anew: these updates (their numbers run from 1) to hand out, so many calls expected, answers after `delay` seconds.

        `pace` is how many updates arrive in a second; 0: all are there at once.
        """
        self._ask("load", {"updates": updates, "delay": delay, "expect": expect, "pace": pace})

    def wait(self, seconds: float = 300.0) -> dict[str, Any]:
        """Return the report when all expected calls have come; raises TimeoutError."""
        return self._ask("wait", None, seconds)

    def report(self) -> dict[str, Any]:
        """Return the report of now."""
        return self._ask("report", None)

    def _ask(self, what: str, body: Any, seconds: float = 60.0) -> Any:
        data = None if body is None else json.dumps(body).encode()
        with urllib.request.urlopen(f"{self.url}/control/{what}", data, seconds) as answer:  # noqa: S310  (our own address)
            return json.loads(answer.read())


@contextlib.contextmanager
def running() -> Iterator[StubControl]:
    """Run a stub while the block lasts."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_serve, args=(there,), daemon=True)
    process.start()
    there.close()
    try:
        yield StubControl(f"http://127.0.0.1:{here.recv()}")
    finally:
        here.close()
        process.join(5)
        if process.is_alive():
            process.kill()
