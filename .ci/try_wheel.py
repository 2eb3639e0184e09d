"""Install the wheel as a user does, not locked, on every Python, and build a clip with each.

    python3 .ci/try_wheel.py [PYTHON ...]

PYTHON is an interpreter, a command or a path; without any, those of the supported versions that
are on PATH or that pyenv has are tried. Says which versions could not be tried. Needs nothing but
Python 3.11, a package index, and the system libraries that .ci/setup asks for.

Exit codes: 0 all that were tried work, 1 one does not, 2 there was none to try.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SUPPORTED = ("3.11", "3.12", "3.13")
LONGEST = 1800
"""Seconds that a step may take."""
LIBRARIES = ("av", "manim", "numba", "numpy", "pillow", "pydantic", "scipy", "typer")
"""Whose versions are said."""

CHECK = """
import sys
from importlib.metadata import version
import av
with av.open(sys.argv[1]) as video:
    frames = sum(1 for _ in video.decode(video=0))
assert frames > 60, frames
print(*(f"{name} {version(name)}" for name in sys.argv[2:]), sep=", ")
"""


class FaultError(Exception):
    """A step failed; the message is what it printed."""


def version_of(python: str) -> str | None:
    """Return an interpreter's version, e.g. ``"3.12"``, or None if it does not run."""
    code = "import sys; print('%d.%d' % sys.version_info[:2])"
    try:
        done = subprocess.run(
            [python, "-c", code], capture_output=True, text=True, timeout=60, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.strip()


def candidates(version: str) -> Iterator[str]:
    """Yield the interpreters of a version that may be there, those on PATH first."""
    if found := shutil.which(f"python{version}"):
        yield found
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    yield from map(str, sorted(pyenv.glob(f"versions/{version}.*/bin/python"), reverse=True))


def find(named: Sequence[str] = ()) -> dict[str, str | None]:
    """Return the interpreters to try, by version; None where there is none.

    Args:
        named: Interpreters; without any, all supported versions are looked for.
    """
    if named:
        return {version_of(python) or python: python for python in named}
    return {
        version: next((one for one in candidates(version) if version_of(one) == version), None)
        for version in SUPPORTED
    }


def step(*command: object, folder: Path) -> str:
    """Run a command as on a machine without the checkout; return its output."""
    outside = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("DESCENT_", "PYTHON"))
    }
    done = subprocess.run(
        list(map(str, command)),
        cwd=folder,
        env={**outside, "DESCENT_CACHE": str(folder / "cache")},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=LONGEST,
        check=False,
    )
    if done.returncode:
        raise FaultError(f"{' '.join(map(str, command))}\n{done.stdout}")
    return done.stdout


def build_wheel(python: str, folder: Path) -> Path:
    """Build the wheel of the checkout."""
    pip = (python, "-m", "pip", "--disable-pip-version-check")
    step(*pip, "wheel", "--quiet", "--no-deps", "--wheel-dir", folder, ROOT, folder=folder)
    return next(folder.glob("*.whl"))


def try_wheel(python: str, wheel: Path, folder: Path) -> str:
    """Install the wheel into a new environment, build a clip; return the versions of libraries."""
    step(python, "-m", "venv", "venv", folder=folder)
    tools = folder / "venv" / "bin"
    pip = (tools / "python", "-m", "pip", "--disable-pip-version-check")
    step(*pip, "install", "--quiet", "--upgrade", wheel, folder=folder)
    out = folder / "lecture"
    build = (tools / "descent", "build", "recap", "--quality", "preview", "--out", out)
    step(*build, folder=folder)
    clip = out / "en" / "recap.mp4"
    return step(tools / "python", "-c", CHECK, clip, *LIBRARIES, folder=folder).strip()


def main(named: Sequence[str]) -> int:
    """Try every Python; say how it went, a line each."""
    found = find(named)
    missing = [version for version, python in found.items() if python is None]
    pythons = {version: python for version, python in found.items() if python is not None}
    failed = False
    with tempfile.TemporaryDirectory() as scratch:
        wheel = None
        for version, python in pythons.items():
            since = time.monotonic()
            folder = Path(scratch, re.sub(r"\W", "_", version))
            folder.mkdir()
            try:
                wheel = wheel or build_wheel(python, Path(scratch))
                used = try_wheel(python, wheel, folder)
            except (FaultError, subprocess.TimeoutExpired) as fault:
                failed = True
                print(f"Python {version}: FAILED\n{fault}", flush=True)
            else:
                seconds = time.monotonic() - since
                print(f"Python {version}: a clip built in {seconds:.0f} s with {used}", flush=True)
    for version in missing:
        print(f"Python {version}: not tried, it is not on this machine")
    return 2 if not pythons else int(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
