"""What `gdmath` offers, and what it costs to import."""

import importlib.resources
import pkgutil
import subprocess
import sys

import pytest

import gdmath

MODULES = {info.name for info in pkgutil.iter_modules(gdmath.__path__)}
COMPILED = {"compiled_cache", "raycast_kernels"}
"""Modules that others import in the function that needs them."""
LIBRARIES = {"gdmath", "numpy"}
"""All that is loaded beside the standard library."""


def loaded_by(code):
    """Run code in a new interpreter; return the packages that it loaded from outside of it."""
    code += (
        "\nimport sys"
        "\npackages = {name.partition('.')[0] for name in sys.modules} - before"
        "\nprint(*packages - set(sys.stdlib_module_names))"
    )
    before = "import sys; before = {name.partition('.')[0] for name in sys.modules}\n"
    done = subprocess.run(
        [sys.executable, "-c", before + code], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return set(done.stdout.split())


def test_names():
    defined = {
        name
        for name, value in vars(gdmath).items()
        if getattr(value, "__module__", "").startswith("gdmath.") and not name.startswith("_")
    }
    assert set(gdmath.__all__) == defined
    assert gdmath.__all__ == sorted(gdmath.__all__)
    for name in gdmath.__all__:
        assert getattr(gdmath, name).__name__ == name
        assert getattr(gdmath, name).__doc__


def test_the_mathematics_load_numpy_only():
    assert (
        loaded_by(
            "from gdmath import MseLoss, gradient_descent, keras_descent\n"
            "gradient_descent(MseLoss([0, 1], [0, 1]), (0, 0), 0.1, 3)"
        )
        == LIBRARIES
    )


@pytest.mark.parametrize("module", sorted(MODULES - COMPILED))
def test_no_module_loads_more(module):
    assert loaded_by(f"import gdmath.{module}") == LIBRARIES


@pytest.mark.parametrize("name", ["keras_descent", "progress"])
def test_a_module_does_not_hide_the_function_of_its_name(name):
    loaded_by(
        f"import gdmath.{name}\n"
        f"from gdmath import {name}\n"
        f"from gdmath.{name} import {name} as same\n"
        f"assert {name} is same is gdmath.{name} and callable(same)"
    )


def test_it_is_marked_as_typed():
    assert (importlib.resources.files("gdmath") / "py.typed").is_file()
