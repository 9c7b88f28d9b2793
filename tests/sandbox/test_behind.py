"""What the page may ask behind the sandbox: the bot's ledger, with a key that the page never sees, and the supervisor."""

from collections.abc import AsyncIterator

import httpx
import pytest
from aiohttp import web

from sandbox import Sandbox


@pytest.fixture
async def behind() -> AsyncIterator[str]:
    """A bot's web endpoint and a supervisor at one address; the endpoint wants its key."""
    running = {"running": True, "starts": 1}

    async def pushes(request: web.Request) -> web.Response:
        if request.headers.get("Authorization") != "Bearer key-of-the-operator":
            return web.json_response({"error": "an operator key is needed"}, status=401)
        return web.json_response({"rows": [], "limit": request.query["limit"]})

    async def bot(request: web.Request) -> web.Response:
        if request.method == "POST":
            running["running"] = request.path.endswith("start")
        return web.json_response(running)

    app = web.Application()
    app.add_routes([web.get("/operator/pushes", pushes), web.get("/bot", bot), web.post("/bot/{act}", bot)])
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


async def asked(sandbox: Sandbox, path: str, method: str = "GET") -> httpx.Response:
    async with httpx.AsyncClient(base_url=sandbox.url) as client:
        return await client.request(method, path)


async def test_the_ledger_is_passed_on_with_the_key(behind: str) -> None:
    async with Sandbox(operator=behind, operator_key="key-of-the-operator") as sandbox:
        answer = await asked(sandbox, "/sandbox/operator/pushes?limit=7")
        assert answer.json() == {"rows": [], "limit": "7"}
        assert "key-of-the-operator" not in answer.text


async def test_a_wrong_key_is_told_as_such(behind: str) -> None:
    async with Sandbox(operator=behind, operator_key="another") as sandbox:
        assert (await asked(sandbox, "/sandbox/operator/pushes")).status_code == 401


async def test_what_is_not_set_says_how_to_set_it() -> None:
    async with Sandbox() as sandbox:
        answer = await asked(sandbox, "/sandbox/operator/ledger")
        assert (answer.status_code, "--operator URL" in answer.text) == (404, True)
        answer = await asked(sandbox, "/sandbox/supervisor")
        assert (answer.status_code, "--supervisor URL" in answer.text) == (404, True)


async def test_only_the_known_pages_and_acts(behind: str) -> None:
    async with Sandbox(operator=behind, operator_key="key-of-the-operator", supervisor=behind) as sandbox:
        assert (await asked(sandbox, "/sandbox/operator/secrets")).status_code == 404
        assert (await asked(sandbox, "/sandbox/supervisor/erase", "POST")).status_code == 404


async def test_the_supervisor_kills_and_starts(behind: str) -> None:
    async with Sandbox(supervisor=behind) as sandbox:
        assert (await asked(sandbox, "/sandbox/supervisor")).json()["running"]
        assert not (await asked(sandbox, "/sandbox/supervisor/kill", "POST")).json()["running"]
        assert (await asked(sandbox, "/sandbox/supervisor/start", "POST")).json()["running"]


async def test_a_bot_that_is_down_is_one_calm_sentence() -> None:
    async with Sandbox(operator="http://127.0.0.1:9", operator_key="k") as sandbox:
        answer = await asked(sandbox, "/sandbox/operator/inbox")
        assert (answer.status_code, answer.json()["error"]) == (
            503,
            "the bot does not answer; it may be down or starting",
        )


async def test_the_page_may_load_nothing_from_elsewhere() -> None:
    async with Sandbox() as sandbox:
        for path in ("/", "/page/app.js", "/page/style/base.css"):
            answer = await asked(sandbox, path)
            assert answer.status_code == 200
            assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert "content-security-policy" not in (await asked(sandbox, "/sandbox/state")).headers
