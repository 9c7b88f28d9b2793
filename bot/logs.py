"""What is logged: what happened and where, never a token, never what somebody wrote."""

import logging
import re

# A token in a URL ("/bot123456:AAE…/sendMessage"), however it got into a message or a traceback.
TOKEN = re.compile(r"bot(?:\d+:)?[A-Za-z0-9_%:-]{6,}(?=/)|\b\d{5,12}:[A-Za-z0-9_-]{20,}\b")


class Redacting(logging.Formatter):
    """Writes a record with every token replaced, tracebacks included."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line as it may be kept."""
        return TOKEN.sub("bot[token]", super().format(record))


def set_up(level: str) -> None:
    """Log to standard error at that level; libraries that would log URLs or texts are kept to warnings."""
    handler = logging.StreamHandler()
    handler.setFormatter(Redacting("%(asctime)s %(levelname)-7s %(name)s: %(message)s"))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in ("httpx", "httpcore", "telegram", "apscheduler", "aiohttp", "sqlalchemy", "alembic"):
        logging.getLogger(name).setLevel(logging.WARNING)
