"""What `gdmath` offers, and what it costs to import."""

import importlib.resources
import pkgutil
import subprocess
import sys

import pytest

import gdmath

NAMES = {
    "DataError",
    "KerasUnavailableError",
    "LossGrid",
    "Modes",
    "MseLoss",
    "Quadratic",
    "Trajectory",
    "check_data",
    "change_of",
    "cleared",
    "descent_rounding",
    "gradient_cleared",
    "gradient_descent",
    "is_negligible",
    "keras_descent",
    "keras_initial_weights",
    "minimum_rounding",
    "progress",
    "turns",
    "weights_at",
}
MODULES = {info.name for info in pkgutil.iter_modules(gdmath.__path__)}
COMPILED = {"raycast_kernels"}
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
    assert set(gdmath.__all__) == NAMES
    for name in NAMES:
        value = getattr(gdmath, name)
        assert value.__name__ == name
        assert value.__module__.startswith("gdmath.")
        assert value.__doc__


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
