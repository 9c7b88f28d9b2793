"""The log: no token gets into it, however it came to be in a message."""

import io
import logging

from bot.logs import Redacting

TELEGRAM = "1234567890:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
ZALO = "1893746512093847561:kZxQwErTyUiOpAsDfGhJkLzXcVbNm"


def logged(message: str, error: Exception | None = None) -> str:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Redacting("%(message)s"))
    logger = logging.getLogger("test.redacting")
    logger.handlers = [handler]
    logger.error(message, exc_info=error)
    return stream.getvalue()


def test_a_token_in_a_url_is_hidden() -> None:
    for token in (TELEGRAM, ZALO):
        assert token not in logged(f"POST https://api.example/bot{token}/sendMessage failed")


def test_a_token_alone_is_hidden() -> None:
    assert TELEGRAM not in logged(f"the token {TELEGRAM} was rejected")


def test_a_token_in_a_traceback_is_hidden() -> None:
    assert TELEGRAM not in logged("broken", RuntimeError(f"https://x/bot{TELEGRAM}/getMe"))


def test_the_rest_stays_readable() -> None:
    assert "update 12 of bot telegram-1" in logged("update 12 of bot telegram-1 could not be answered")
