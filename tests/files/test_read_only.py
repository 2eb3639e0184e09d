"""Compiled functions where nothing may be written but the cache, and where not even that may be."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from gdmath.user_cache import CACHE_VARIABLE
from tests.conftest import ROOT

AS_ANYBODY = ["setpriv", "--bounding-set=-dac_override", "--inh-caps=-dac_override"]
"""How root runs what the permissions of files shall hold for."""

CAST = """
import warnings
warnings.simplefilter("ignore")  # of what Manim imports
import gdmath.raycast_kernels, scenes.props.plane.loss_painting
import scenes.props.space.surface_painting  # their functions ask for a cache when they are defined
warnings.simplefilter("error")
from gdmath.raycast import CutQuadratic, occluded
surface = CutQuadratic((0.0, 0.0), [[1.0, 0.0], [0.0, 1.0]], 0.0, 1.0, (-1.0, 1.0), (-1.0, 1.0))
print(*occluded(surface, [[0.0, 0.0, 0.5], [0.5, 0.0, -0.5]], direction=(0.0, 0.0, 1.0)))
try:
    open("new", "w")
except PermissionError:
    print("read-only")
"""


@pytest.fixture
def checkout(tmp_path):
    """A checkout and, in it, a home folder; nobody may write to them."""
    folder = tmp_path / "checkout"
    for package in ("gdmath", "scenes"):
        shutil.copytree(
            ROOT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__")
        )
    (folder / "home").mkdir()
    folders = [folder, *(path for path in folder.rglob("*") if path.is_dir())]
    for each in folders:
        each.chmod(0o555)
    yield folder
    for each in folders:
        each.chmod(0o755)


def cast(checkout: Path, cache: Path) -> list[str]:
    """Cast rays in a process of its own, and return the lines that it prints."""
    is_root = os.geteuid() == 0
    if is_root and shutil.which("setpriv") is None:
        pytest.skip("file permissions do not hold for root, and there is no setpriv")
    hidden = {"NUMBA_CACHE_DIR", "XDG_CACHE_HOME"}
    environment = {name: text for name, text in os.environ.items() if name not in hidden}
    done = subprocess.run(
        [*(AS_ANYBODY if is_root else []), sys.executable, "-B", "-c", CAST],
        cwd=checkout,
        env=environment
        | {"HOME": str(checkout / "home"), "PYTHONPATH": str(checkout), CACHE_VARIABLE: str(cache)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return done.stdout.splitlines()


def compiled(folder: Path) -> dict[Path, int]:
    """Return Numba's files below a folder and when each was written."""
    return {file: file.stat().st_mtime_ns for file in folder.rglob("*.nb[ci]")}


def test_what_is_compiled_is_kept_in_the_cache(checkout, tmp_path):
    cache = tmp_path / "cache"
    assert cast(checkout, cache) == ["False True", "read-only"]
    kept = compiled(cache / "compiled")
    assert any("cast_rays" in file.name for file in kept)
    assert cast(checkout, cache) == ["False True", "read-only"]
    assert compiled(cache / "compiled") == kept, "it was compiled again"
    assert not compiled(checkout)


def test_without_any_cache_it_is_compiled_all_the_same(checkout):
    assert cast(checkout, checkout / "cache") == ["False True", "read-only"]
    assert not compiled(checkout)
