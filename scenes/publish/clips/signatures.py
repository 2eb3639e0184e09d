"""Small pictures of frames: enough to tell whether a video shows what was drawn."""

import numpy as np
from numpy.typing import NDArray

SAMPLED_ROWS = 90
"""Rows of pixels that are looked at, at least, evenly spaced; in as many columns as fit."""
ROWS, COLUMNS = 9, 16
"""Blocks that a frame is divided into; a signature is their mean luma."""

_LUMA = np.array([0.2126, 0.7152, 0.0722], dtype=np.float32)
"""Shares of red, green and blue by BT.709, as videos are encoded."""

Signature = NDArray[np.float32]
"""Mean luma of the blocks, shape (ROWS, COLUMNS), from 16 (black) to 235 (white)."""


def of_frame(frame: NDArray[np.uint8]) -> Signature:
    """Return the signature of a drawn frame, shape (height, width, 3 or 4), RGB first."""
    samples = _sampled(frame)[..., :3]
    return _block_means(16 + samples @ (_LUMA * np.float32(219 / 255)))


def of_luma(plane: NDArray[np.uint8]) -> Signature:
    """Return the signature of a decoded frame, from its luma plane (height, width)."""
    return _block_means(_sampled(plane).astype(np.float32))


def _sampled(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    stride = max(1, len(pixels) // SAMPLED_ROWS)
    return pixels[stride // 2 :: stride, stride // 2 :: stride]


def _block_means(samples: NDArray[np.float32]) -> Signature:
    rows, row_sizes = _blocks(samples.shape[0], ROWS)
    columns, column_sizes = _blocks(samples.shape[1], COLUMNS)
    sums = np.add.reduceat(np.add.reduceat(samples, rows, axis=0), columns, axis=1)
    return (sums / np.outer(row_sizes, column_sizes)).astype(np.float32)


def _blocks(length: int, count: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Divide a length: the first index of each block, and how long it is. At most ``count``."""
    ends = np.unique(np.linspace(0, length, min(count, length) + 1).round().astype(np.intp))
    return ends[:-1], np.diff(ends)
