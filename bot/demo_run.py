"""Runs the demo: until Ctrl+C for somebody who watches, or a scripted tour that prints what is said."""

import asyncio
import signal
from pathlib import Path

from bot import demo, demo_roster, demo_tour
from bot.screen import screen


async def show(folder: Path, port: int) -> None:
    """Run the demo until Ctrl+C and say where its page is."""
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    with screen.status("Preparing 17 organisations with 575 members …"):
        starting = demo.running(folder, port, speed=1)
        running = await starting.__aenter__()
    try:
        screen.print(f"\n  Mở trang này · open this page:  [bold]{running.url}/[/bold]\n")
        screen.print("  Ctrl+C để dừng · to stop")
        await stop.wait()
    finally:
        await starting.__aexit__(None, None, None)


async def tour(folder: Path) -> None:
    """Play one cell's month on each network and print the conversation."""
    async with demo.running(folder, 0, speed=0) as running:
        await demo_tour.play(running.url, demo_roster.build(demo.BEGIN.date()))
