"""Manim, imported without the warnings of what it imports, which tests would take for errors."""

import warnings

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import manim

__all__ = ["manim"]
