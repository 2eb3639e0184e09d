"""Print the part of requirements.lock that builds the rest: pyproject.toml's group `build`.

Needs nothing but Python 3.11, because it runs before anything is installed.
"""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def name_of(requirement: str) -> str:
    """Return the normalised name of the package that a requirement begins with.

    Args:
        requirement: A requirement such as ``"Meson_Python >= 0.17"``.

    Returns:
        The name as requirements.lock spells it: ``"meson-python"``.
    """
    match = re.match(r"[A-Za-z0-9._-]*[A-Za-z0-9]", requirement)
    if match is None:
        raise ValueError(f"no package name in {requirement!r}")
    return re.sub(r"[-_.]+", "-", match[0]).lower()


def entries(lock: str) -> Iterator[tuple[str, str]]:
    """Split a lock into its entries, each a requirement and the hashes that follow it.

    Args:
        lock: The text of requirements.lock.

    Yields:
        The normalised name and the text of every entry, in the lock's order. A package that has
        one version for each of several Pythons has as many entries.
    """
    for text in re.findall(r"^\S.*\n(?:[ \t].*\n)*", lock, flags=re.MULTILINE):
        yield name_of(text), text


def build_part(lock: str, pyproject: str) -> str:
    """Return the entries of the lock that the group `build` names.

    Args:
        lock: The text of requirements.lock.
        pyproject: The text of pyproject.toml.

    Returns:
        A requirements file, hashed as the lock is.

    Raises:
        ValueError: A package of the group is not in the lock.
    """
    wanted = {name_of(line) for line in tomllib.loads(pyproject)["dependency-groups"]["build"]}
    chosen = [(name, text) for name, text in entries(lock) if name in wanted]
    if missing := wanted - {name for name, _ in chosen}:
        raise ValueError(f"requirements.lock lacks {', '.join(sorted(missing))}: run make lock")
    return "".join(text for _, text in chosen)


if __name__ == "__main__":
    print(
        build_part(
            (ROOT / "requirements.lock").read_text(encoding="utf-8"),
            (ROOT / "pyproject.toml").read_text(encoding="utf-8"),
        ),
        end="",
    )
