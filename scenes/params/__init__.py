"""The parameters of the lecture: the model, its sources, and what it says when refused."""

from scenes.params.model import Params
from scenes.params.refusal import ParamsError

__all__ = ["Params", "ParamsError"]
