"""The tour of the demo: one cell's month on each network, driven through the sandbox's control interface."""


async def play(url: str) -> None:
    """Play the tour against the sandbox at that address and print what is said."""
    raise NotImplementedError(url)
