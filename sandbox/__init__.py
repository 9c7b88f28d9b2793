"""A Telegram and a Zalo server of our own: for tests, for training, for trying the assistant without a token."""

from sandbox.core import Settings
from sandbox.server import Sandbox

__all__ = ["Sandbox", "Settings"]
