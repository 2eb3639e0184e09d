"""Gradient descent of one linear neuron: what is true, as numbers.

>>> from gdmath import MseLoss, gradient_descent
>>> loss = MseLoss([1, 3, 2, 10, 4, 7, 8], [3, 9, 6, 30, 12, 21, 24])
>>> gradient_descent(loss, start=(0, 0), learning_rate=0.01, steps=100)
Trajectory(100 steps at learning rate 0.01, loss 312.429 -> 0.0169602, descending)

Weights are ordered (w1, w0) everywhere, and every loss is the mean squared error.
"""

# Imported plainly: all of it costs hardly more than NumPy. What would cost more, Keras and Numba,
# is imported inside the functions that need it.
from gdmath.data import DataError, check_data
from gdmath.descent import gradient_descent
from gdmath.keras_descent import KerasUnavailableError, keras_descent, keras_initial_weights
from gdmath.loss import MseLoss
from gdmath.loss_grid import LossGrid
from gdmath.modes import Modes
from gdmath.progress import change_of, progress, turns
from gdmath.quadratic import Quadratic
from gdmath.rounding import (
    cleared,
    descent_rounding,
    gradient_cleared,
    is_negligible,
    minimum_rounding,
)
from gdmath.standardisation import Standardisation
from gdmath.trajectory import Trajectory, weights_at

__all__ = [
    "DataError",
    "KerasUnavailableError",
    "LossGrid",
    "Modes",
    "MseLoss",
    "Quadratic",
    "Standardisation",
    "Trajectory",
    "change_of",
    "check_data",
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
]
