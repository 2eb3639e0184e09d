"""Params: every knob of the lecture, validated.

`Params.load` gathers the parameters; the later a source in this list, the weaker it is:

1. overrides in code: ``Params.load(learning_rate=0.02)``;
2. a command line: ``--set learning_rate=0.02``;
3. the environment: ``DESCENT_LEARNING_RATE=0.02``, ``DESCENT_X=0,1,2,3``;
4. the TOML file that ``DESCENT_PARAMS`` names, or that the call names in its place;
5. ``assets/params.toml``.

In any of them ``data = "prices.csv"`` names a file that x, y and their labels are read from: see
`scenes.params.data_source`. What it holds counts, not where it lies: it is no parameter itself.

What none of them mentions has its default. `Params` itself looks nowhere: ``Params(steps=5)`` is
the default lecture with five steps, whatever the environment says.
"""

import os
from collections.abc import Mapping
from typing import Any, Final, Literal, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
    field_validator,
)

from gdmath.data import MAX_MAGNITUDE, MIN_POINTS, check_lengths, check_spread
from gdmath.messages import show_limit
from scenes.params.data_source import read_named_file
from scenes.params.refusal import ParamsError, Problem, problems_of, unknown_key
from scenes.params.sources import DATA_KEYS, gather
from scenes.params.values import (
    LONGEST_LABEL,
    MAX_POINTS,
    Label,
    Language,
    Number,
    Points,
    Range,
    Start,
    Switch,
    Whole,
)

__all__ = ["Params"]

MAX_SEED: Final = 2**32 - 1
MAX_LEARNING_RATE: Final = 1e6
MAX_STEPS: Final = 10_000
MAX_EPOCHS: Final = 1_000
MIN_RESOLUTION: Final = 2
MAX_RESOLUTION: Final = 1_000


class Params(BaseModel):
    """The parameters of the lecture, with the notebook's values as defaults.

    Frozen, hashable, compared by value. `Params.load` reads the sources; the class itself none.

    Raises:
        ParamsError: If a key is unknown or a value is not allowed; all problems at once.
    """

    model_config = ConfigDict(frozen=True, validate_default=True)

    x: Points = Field(
        (1, 3, 2, 10, 4, 7, 8),
        description=f"What the neuron is given, one number per point. {MIN_POINTS} to {MAX_POINTS} "
        f"finite numbers, at most {show_limit(MAX_MAGNITUDE)} in size, not all equal.",
    )
    y: Points = Field(
        (3, 9, 6, 30, 12, 21, 24),
        description="What the neuron should answer, one number for each x, in the same order. "
        f"Finite, at most {show_limit(MAX_MAGNITUDE)} in size.",
    )
    x_label: Label = Field(
        "",
        description="What x is, with its unit: words on the axes and in the task, at most "
        f"{LONGEST_LABEL} characters. Empty for none.",
    )
    y_label: Label = Field(
        "",
        description="What y is, with its unit: words on the axes and in the task, at most "
        f"{LONGEST_LABEL} characters. Empty for none.",
    )
    standardise: Switch = Field(
        False,
        description="Whether the neuron is given (x - mean) / spread instead of x, with the "
        "standard deviation of x as its spread. True or false.",
    )
    seed: Whole = Field(
        0,
        ge=0,
        le=MAX_SEED,
        description="Seed of the random weights that Keras gives a new neuron; of no effect with a "
        f"`start`. A whole number from 0 to {MAX_SEED}.",
    )
    start: Start = Field(
        None,
        description="The weights [w1, w0] that descent starts from, each at most "
        f"{show_limit(MAX_MAGNITUDE)} in size. None for those that Keras draws with `seed`.",
    )
    learning_rate: Number = Field(
        0.01,
        gt=0,
        le=MAX_LEARNING_RATE,
        description="eta: the part of the gradient that a step subtracts from the weights. A "
        f"number greater than 0, at most {show_limit(MAX_LEARNING_RATE)}.",
    )
    steps: Whole = Field(
        100,
        ge=0,
        le=MAX_STEPS,
        description="Updates by hand, after the two that are shown singly. A whole number from 0 "
        f"to {MAX_STEPS}.",
    )
    epochs: Whole = Field(
        10,
        ge=0,
        le=MAX_EPOCHS,
        description="Epochs that Keras trains; an epoch is one pass over all points, and one "
        f"update. A whole number from 0 to {MAX_EPOCHS}.",
    )
    w1_range: Range = Field(
        (-5, 10),
        description="The ends [low, high] of the w1 axis, low < high, each at most "
        f'{show_limit(MAX_MAGNITUDE)} in size; or "auto": from the minimum and the start.',
    )
    w0_range: Range = Field(
        (-5, 5),
        description="The ends [low, high] of the w0 axis, low < high, each at most "
        f'{show_limit(MAX_MAGNITUDE)} in size; or "auto": from the minimum and the start.',
    )
    resolution: Whole = Field(
        100,
        ge=MIN_RESOLUTION,
        le=MAX_RESOLUTION,
        description="How many values of w1, and of w0, the loss is sampled at. A whole number "
        f"from {MIN_RESOLUTION} to {MAX_RESOLUTION}.",
    )
    language: Language = Field(
        "en",
        description='Language of all words: one that has a file in assets/strings, such as "en".',
    )
    theme: Literal["dark", "light"] = Field(
        "dark", description='Colours on a "dark" or on a "light" background.'
    )

    def __init__(self, /, **values: Any) -> None:
        fields = type(self).model_fields
        problems = [
            Problem("is read by Params.load only: give x and y instead", {key: str(value)})
            if key in DATA_KEYS
            else unknown_key(key, value, [*fields, *DATA_KEYS])
            for key, value in values.items()
            if key not in fields
        ]
        known = {key: value for key, value in values.items() if key in fields}
        try:
            super().__init__(**known)
        except ValidationError as error:
            defaults = {key: field.default for key, field in fields.items()}
            problems += problems_of(error, known, defaults)
        if problems:
            raise ParamsError(problems)

    @field_validator("x")
    @classmethod
    def _x_differ(cls, x: tuple[float, ...]) -> tuple[float, ...]:
        check_spread(x)
        return x

    @field_validator("y")
    @classmethod
    def _y_for_each_x(cls, y: tuple[float, ...], info: ValidationInfo) -> tuple[float, ...]:
        if "x" in info.data:  # otherwise x is wrong in itself, and said to be
            check_lengths(info.data["x"], y)
        return y

    @classmethod
    def load(
        cls,
        file: str | os.PathLike[str] | None = None,
        *,
        texts: Mapping[str, str] | None = None,
        **overrides: Any,
    ) -> Self:
        """Gather the parameters from overrides, environment and files.

        Args:
            file: A TOML file to read in place of the one that ``DESCENT_PARAMS`` names.
            texts: Parameters by key as a command line has them, written as in the environment;
                they win over it.
            **overrides: Parameters by key; they win over every other source.

        Returns:
            The parameters.

        Raises:
            ParamsError: If a file cannot be read, a key or variable is unknown or a value is not
                allowed; all problems at once, each with the source of the value.
        """
        found, problems, is_whole = gather(cls.model_fields, file, texts or {}, overrides)
        refused = read_named_file(found)
        problems += refused
        is_whole = is_whole and not refused
        try:
            params = cls(**{key: one.value for key, one in found.items()})
        except ParamsError as error:
            origins = {key: one.origin for key, one in found.items()}
            problems += [
                problem.located(origins)
                for problem in error.problems
                if len(problem.values) == 1 or is_whole  # x may fit the y of a missing file
            ]
        if problems:
            raise ParamsError(problems)
        return params
