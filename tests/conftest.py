"""What all tests share: nobody's settings count, and nothing is written into the checkout."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

# No run depends on chance, on the machine's load, or on what an earlier run has found.
settings.register_profile("repeatable", deadline=None, derandomize=True, database=None)
settings.load_profile("repeatable")

ROOT = Path(__file__).resolve().parent.parent


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--renew-frames",
        action="store_true",
        help="write the control frames of tests/frames anew instead of comparing with them",
    )


TAKE_LONG = {"built", "browser", "wheel", "older"}
"""Fixtures that make whole lectures, drive a browser or install: whatever needs them is long."""


@pytest.hookimpl(tryfirst=True)  # before `-m` chooses
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if TAKE_LONG.intersection(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.long)


@pytest.fixture(autouse=True, scope="session")
def no_settings_of_the_user() -> Iterator[None]:
    """Take DESCENT_ variables out of the environment, for the tests and what they start."""
    with pytest.MonkeyPatch.context() as patch:
        for name in os.environ:
            if name.startswith("DESCENT_"):
                patch.delenv(name)
        yield


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the project."""
    return ROOT
