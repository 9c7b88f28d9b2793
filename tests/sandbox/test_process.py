"""The sandbox as a process of its own: `python -m sandbox`."""

from __future__ import annotations

import asyncio
import json
import sys
from asyncio.subprocess import PIPE, Process
from typing import TYPE_CHECKING

import httpx

if TYPE_CHECKING:
    from pathlib import Path


async def started(*arguments: str) -> Process:
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "sandbox", "--port", "0", *arguments, stdout=PIPE, stderr=PIPE
    )


async def test_it_serves_a_world_from_a_file_and_stops_when_told(tmp_path: Path) -> None:
    world = tmp_path / "world.json"
    world.write_text(json.dumps({"people": [{"name": "Hoa", "network": "zalo"}]}), encoding="utf-8")
    process = await started("--world", str(world), "--now", "2026-12-01T08:00:00+07:00", "--speed", "0")
    assert process.stdout is not None
    url = (await process.stdout.readline()).decode().split()[-1]
    async with httpx.AsyncClient(base_url=url) as http:
        state = (await http.get("/sandbox/state")).json()
    assert (state["now"], state["people"][0]["name"]) == ("2026-12-01T01:00:00+00:00", "Hoa")
    process.terminate()
    assert await asyncio.wait_for(process.wait(), 10) == 0


async def test_it_says_what_is_wrong_with_a_world(tmp_path: Path) -> None:
    world = tmp_path / "world.json"
    world.write_text(json.dumps({"people": [{"name": "Hoa"}]}), encoding="utf-8")
    process = await started("--world", str(world))
    _, errors = await asyncio.wait_for(process.communicate(), 20)
    assert process.returncode == 1
    assert "world.json: people: network must be telegram or zalo" in errors.decode()
    assert "Traceback" not in errors.decode()
