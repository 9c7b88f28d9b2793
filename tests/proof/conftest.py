"""Long proofs: `make proof`, or `pytest tests/proof`. They kill, fill and flood on purpose, and each prints a table of what it found."""

from pathlib import Path

import pytest


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """These tests run only when they are named: they take minutes."""
    named = any("proof" in str(argument) for argument in config.args)
    return None if named or collection_path.name == "conftest.py" else True
