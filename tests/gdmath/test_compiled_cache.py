"""What is compiled is kept under all that it was made of, and used only if it is whole."""

import importlib.util
import os
import sys

import numpy as np
import pytest

from gdmath.compiler_settings import compiler_settings
from gdmath.user_cache import CACHE_VARIABLE

SOURCE = """
from gdmath.raycast_kernels import device, kernel

import helping

FACTOR = {factor}

@device
def times(value):
    return value * FACTOR

@kernel
def fill(start, stop, values):
    for i in range(start, stop):
        values[i] = times(values[i]) + helping.OFFSET
"""


@pytest.fixture
def filled(tmp_path, monkeypatch):
    """Import a kernel with constants, the file as long and as old as ever; return what it makes."""
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "cache"))
    monkeypatch.delenv("NUMBA_CACHE_DIR", raising=False)
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(sys, "dont_write_bytecode", True)

    def fill(factor=2, offset=1):
        texts = {"helping": f"OFFSET = {offset}.0\n", "painting": SOURCE.format(factor=factor)}
        for name, text in texts.items():
            file = tmp_path / f"{name}.py"
            file.write_text(text)
            os.utime(file, (1e9, 1e9))
            spec = importlib.util.spec_from_file_location(name, file)
            monkeypatch.setitem(sys.modules, name, importlib.util.module_from_spec(spec))
            spec.loader.exec_module(sys.modules[name])
        values = np.array([10.0])
        sys.modules["painting"].fill(0, 1, values)
        return values[0]

    return fill


def kept(tmp_path):
    return {
        file: file.stat().st_mtime_ns for file in (tmp_path / "cache" / "compiled").rglob("*.nb?")
    }


def test_it_is_compiled_once(filled, tmp_path):
    assert filled() == 21
    first = kept(tmp_path)
    assert len(first) == 1
    assert filled() == 21
    assert kept(tmp_path) == first


def test_constants_are_part_of_it(filled, tmp_path):
    assert filled(factor=2) == 21
    assert filled(factor=3) == 31
    assert filled(factor=3, offset=5) == 35
    assert filled(factor=2) == 21
    assert len(kept(tmp_path)) == 3


@pytest.mark.parametrize("damage", ["truncate", "flip", "empty"])
def test_a_damaged_file_is_compiled_again(damage, filled, tmp_path):
    assert filled() == 21
    for file in kept(tmp_path):
        content = bytearray(file.read_bytes())
        content[len(content) // 2] ^= 1
        size = {"truncate": len(content) // 2, "flip": len(content), "empty": 0}[damage]
        file.write_bytes(content[:size])
    damaged = kept(tmp_path)
    assert filled() == 21
    assert len(kept(tmp_path)) == 1
    assert kept(tmp_path) != damaged


def test_the_processor_and_numbas_settings_are_part_of_it(filled, tmp_path, monkeypatch):
    assert filled() == 21
    monkeypatch.setenv("NUMBA_OPT", "1")
    assert filled() == 21
    assert len(kept(tmp_path)) == 2


@pytest.mark.parametrize("name", ["NUMBA_CPU_NAME", "NUMBA_DISABLE_JIT", "NUMBA_OPT"])
def test_settings_that_change_what_is_computed_are_told(name, monkeypatch):
    before = compiler_settings()
    assert before["cpu"]
    monkeypatch.setenv(name, "generic")
    assert compiler_settings() != before


def test_settings_that_change_nothing_computed_are_not_told(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    before = compiler_settings()
    monkeypatch.setenv("NUMBA_NUM_THREADS", "3")
    monkeypatch.setenv("NUMBA_CACHE_DIR", "elsewhere")
    assert compiler_settings() == before
    (tmp_path / ".numba_config.yaml").write_text("opt: 1\n")
    assert compiler_settings() != before
