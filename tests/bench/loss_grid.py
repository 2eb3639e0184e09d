"""The loss over the weight plane: 100 x 100 pairs of weights."""

import numpy as np

from gdmath import MseLoss
from tests.bench import Row, best_time, topic

X = np.array([[1], [3], [2], [10], [4], [7], [8]])
Y = np.array([[3, 9, 6, 30, 12, 21, 24]]).T


def mse(w1, w0):
    """The notebook's function, but for its slip: it subtracts shapes (7, 1) and (7,)."""
    y_pred = w1 * X[:, 0] + w0
    return np.mean((Y[:, 0] - y_pred) ** 2)


def notebook():
    """The notebook's loop: 10,000 calls."""
    coefs_w1 = np.linspace(-5, 10, num=100)
    coefs_w0 = np.linspace(-5, 5, num=100)
    w1s, w0s = np.meshgrid(coefs_w1, coefs_w0)
    zs = np.array([mse(i, j) for i, j in zip(np.ravel(w1s), np.ravel(w0s), strict=True)])
    return zs.reshape(w1s.shape)


@topic("grid", "the loss at 100 x 100 pairs of weights")
def loss_grid() -> list[Row]:
    """Compare the notebook's loop with `MseLoss.grid`."""
    loss = MseLoss(X[:, 0], Y[:, 0])

    def grid():
        return loss.grid((-5, 10), (-5, 5), 100)

    np.testing.assert_allclose(grid().values, notebook(), rtol=1e-9, atol=1e-9)
    return [
        Row("the notebook's loop, 10,000 calls", best_time(notebook)),
        Row("MseLoss.grid", best_time(grid), "goal: 500 x"),
        Row(
            "with MseLoss itself",
            best_time(lambda: MseLoss(X[:, 0], Y[:, 0]).grid((-5, 10), (-5, 5), 100)),
        ),
    ]
