"""Gradient descent of one linear neuron: what is true, as numbers.

>>> from gdmath import MseLoss, gradient_descent
>>> loss = MseLoss([1, 3, 2, 10, 4, 7, 8], [3, 9, 6, 30, 12, 21, 24])
>>> gradient_descent(loss, start=(0, 0), learning_rate=0.01, steps=100)
Trajectory(100 steps at learning rate 0.01, loss 312.429 -> 0.0169602, descending)

Weights are ordered (w1, w0) everywhere, and every loss is the mean squared error. The names below
load their modules when they are first used (PEP 562): NumPy, pydantic and Keras take their time.
"""

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from gdmath.assets import asset_path
    from gdmath.data import DataError, check_data
    from gdmath.descent import gradient_descent
    from gdmath.keras_descent import (
        KerasUnavailableError,
        keras_descent,
        keras_initial_weights,
    )
    from gdmath.loss import LossGrid, MseLoss
    from gdmath.modes import Modes
    from gdmath.params import Params, ParamsError
    from gdmath.progress import is_negligible, progress
    from gdmath.results import Results
    from gdmath.store import TrajectoryStore
    from gdmath.trajectory import Trajectory
else:  # hidden from type checkers: to them it would mean that there is any name

    def __getattr__(name: str) -> object:
        if name not in _MODULES:
            message = f"module {__name__!r} has no attribute {name!r}"
            raise AttributeError(message)
        value = getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
        globals()[name] = value
        return value


__all__ = [
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
]

_MODULES: Final = {
    "DataError": "data",
    "KerasUnavailableError": "keras_descent",
    "LossGrid": "loss",
    "Modes": "modes",
    "MseLoss": "loss",
    "Params": "params",
    "ParamsError": "params",
    "Results": "results",
    "Trajectory": "trajectory",
    "TrajectoryStore": "store",
    "asset_path": "assets",
    "check_data": "data",
    "gradient_descent": "descent",
    "is_negligible": "progress",
    "keras_descent": "keras_descent",
    "keras_initial_weights": "keras_descent",
    "progress": "progress",
}
"""Where each name is defined: what is said above to type checkers, for use at run time."""


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


class _Package(ModuleType):
    """Lets `gdmath.keras_descent` be the function, not the module that defines it.

    The import system makes a module an attribute of its package when it is first imported, which
    would hide the function.
    """

    def __setattr__(self, name: str, value: object) -> None:
        if not (name in _MODULES and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
