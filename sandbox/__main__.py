"""Starts the sandbox by itself: `python -m sandbox --port 8080`."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import signal
import sys
from datetime import datetime
from pathlib import Path

from sandbox import Sandbox, Settings
from sandbox.errors import ControlError


def _moment(text: str) -> datetime:
    value = datetime.fromisoformat(text)
    if value.tzinfo is None:
        raise argparse.ArgumentTypeError(f"{text} has no offset; write it as 2026-12-01T08:00:00+07:00")
    return value


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m sandbox", description="A Telegram and a Zalo server to try bots on."
    )
    parser.add_argument("--port", type=int, default=8080, help="0 takes a free one (default: %(default)s)")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    parser.add_argument("--world", type=Path, metavar="FILE.json", help="bots, people and groups to begin with")
    parser.add_argument(
        "--now", type=_moment, metavar="ISO", help="where the time begins (default: the machine's time)"
    )
    parser.add_argument("--speed", type=float, default=1, help="simulated seconds per second, 0: frozen (default: 1)")
    parser.add_argument("--keep", type=int, default=1000, help="messages kept per chat (default: %(default)s)")
    parser.add_argument(
        "--operator",
        default="",
        metavar="URL",
        help="the bot's web endpoint, for the page; its key in the environment variable SANDBOX_OPERATOR_KEY",
    )
    parser.add_argument("--supervisor", default="", metavar="URL", help="who can kill and start the bot, for the page")
    return parser.parse_args()


async def _serve(arguments: argparse.Namespace) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    settings = Settings(messages_per_chat=arguments.keep)
    place = Sandbox(
        now=arguments.now,
        speed=arguments.speed,
        port=arguments.port,
        host=arguments.host,
        settings=settings,
        operator=arguments.operator,
        operator_key=os.environ.get("SANDBOX_OPERATOR_KEY", ""),
        supervisor=arguments.supervisor,
    )
    async with place as sandbox:
        if arguments.world is not None:
            sandbox.control.builder.add(json.loads(arguments.world.read_text(encoding="utf-8")))
        sys.stdout.write(f"Sandbox: {sandbox.url}\n")
        sys.stdout.flush()
        await stop.wait()


def main() -> int:
    """Run until interrupted; 1 with one sentence when it cannot start."""
    arguments = _arguments()
    try:
        asyncio.run(_serve(arguments))
    except ControlError as error:
        sys.stderr.write(f"sandbox: {arguments.world}: {error}\n")
        return 1
    except (OSError, ValueError) as error:
        sys.stderr.write(f"sandbox: cannot start: {error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
