"""What `gdmath` offers, and that it costs nothing until it is used."""

import ast
import importlib
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
    "Params",
    "ParamsError",
    "Results",
    "Trajectory",
    "TrajectoryStore",
    "asset_path",
    "check_data",
    "gradient_descent",
    "is_negligible",
    "keras_descent",
    "keras_initial_weights",
    "progress",
}
MODULES = {info.name for info in pkgutil.iter_modules(gdmath.__path__)}
COMPILED = {"raycast_kernels"}
"""Modules that others import in the function that needs them."""
HEAVY = {"manim", "tensorflow", "keras", "numba", "scipy", "matplotlib", "pandas"}


def run(code):
    """Run code in a new interpreter; return the names of the packages that it loaded."""
    code += "\nimport sys; print(*{name.split('.')[0] for name in sys.modules})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return set(done.stdout.split())


def test_names():
    assert set(gdmath.__all__) == NAMES
    assert set(dir(gdmath)) >= NAMES
    for name in NAMES:
        value = getattr(gdmath, name)
        assert value.__name__ == name
        assert value.__module__.startswith("gdmath.")
        assert value.__doc__


def test_type_checkers_are_told_the_same():
    with open(gdmath.__file__, encoding="utf-8") as file:  # noqa: PTH123
        tree = ast.parse(file.read())
    told = {
        alias.asname or alias.name: node.module.removeprefix("gdmath.")
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module.startswith("gdmath.")
        for alias in node.names
    }
    assert set(told) == set(gdmath.__all__)
    for name, module in told.items():
        assert getattr(importlib.import_module(f"gdmath.{module}"), name) is getattr(gdmath, name)


def test_there_are_no_other_names():
    with pytest.raises(AttributeError, match="module 'gdmath' has no attribute 'descend'"):
        gdmath.descend  # noqa: B018
    with pytest.raises(ImportError):
        from gdmath import descend  # noqa: F401


def test_importing_it_loads_nothing():
    loaded = run("import gdmath; dir(gdmath)")
    assert not loaded & (HEAVY | {"numpy", "pydantic", "platformdirs"})


def test_the_mathematics_load_numpy_only():
    loaded = run(
        "from gdmath import MseLoss, gradient_descent, keras_descent\n"
        "gradient_descent(MseLoss([0, 1], [0, 1]), (0, 0), 0.1, 3)"
    )
    assert "numpy" in loaded
    assert not loaded & (HEAVY | {"pydantic", "platformdirs"})


@pytest.mark.parametrize("module", sorted(MODULES - COMPILED))
def test_no_module_loads_what_is_heavy(module):
    assert not run(f"import gdmath.{module}") & HEAVY


@pytest.mark.parametrize("first", ["gdmath.keras_descent", "gdmath.store", "gdmath.results"])
def test_a_module_does_not_hide_the_function_of_its_name(first):
    run(
        f"import {first}\n"
        "import gdmath\n"
        "from gdmath import keras_descent\n"
        "from gdmath.keras_descent import keras_weights\n"
        "assert callable(keras_descent) and callable(gdmath.keras_descent)"
    )


def test_modules_are_still_attributes_of_the_package():
    assert gdmath.loss is importlib.import_module("gdmath.loss")


def test_it_is_marked_as_typed():
    assert (importlib.resources.files("gdmath") / "py.typed").is_file()
