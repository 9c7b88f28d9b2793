"""One door for several processes: what stands in front of them in an office, in a few lines. It passes a connection to any that lives."""

import asyncio
import contextlib
import random
from collections.abc import AsyncIterator, Sequence

TRIES = 40


async def _copy(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while data := await source.read(65536):
            target.write(data)
            await target.drain()
    with contextlib.suppress(OSError):
        target.close()


@contextlib.asynccontextmanager
async def open_spreader(port: int, behind: Sequence[int], dice: random.Random) -> AsyncIterator[None]:
    """Listen on `port` and pass each connection to one of the ports `behind`; if none answers within 2 s, it is closed."""
    passing: set[asyncio.Task[None]] = set()

    async def connect() -> tuple[asyncio.StreamReader, asyncio.StreamWriter] | None:
        for _ in range(TRIES):
            with contextlib.suppress(OSError):
                return await asyncio.open_connection("127.0.0.1", dice.choice(behind))
            await asyncio.sleep(0.05)
        return None

    async def pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        passing.add(task)
        try:
            found = await connect()
            if found is None:
                writer.transport.abort()
                return
            with contextlib.suppress(asyncio.CancelledError):
                await asyncio.gather(_copy(reader, found[1]), _copy(found[0], writer))
        finally:
            passing.discard(task)

    server = await asyncio.start_server(pass_on, "127.0.0.1", port)
    try:
        yield
    finally:
        server.close()
        for task in list(passing):
            task.cancel()
        await asyncio.gather(*passing, return_exceptions=True)
