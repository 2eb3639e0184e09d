"""The command ``descent`` from its first moment on: see `scenes.publish.cli` for what it does."""

from scenes.publish.interrupts import end_at_once

__all__ = ["main"]


def main() -> None:
    """Load the command, for which Python takes a second, and run it."""
    end_at_once()
    from scenes.publish.cli import main as run

    run()
