"""The numbers of the lecture, each with the names of the parameters that made it.

Clips are cached by what they depend on, and what a chapter depends on is what it reads here while
it is played: parameters by themselves, or results that were made of them.
"""

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, ClassVar, Final, Literal, TypeVar, cast

import numpy as np

from gdmath import Modes, MseLoss, Standardisation, Trajectory, gradient_descent, is_negligible
from gdmath.arrays import FloatArray, read_only
from scenes.files.trajectory_store import TrajectoryStore
from scenes.params import Params
from scenes.stage.ranges import Range, shown_ranges

__all__ = ["SINGLE_STEPS", "Fate", "Results"]

Fate = Literal["stays", "arrives", "diverges", "underway"]
"""What a descent comes to; see `Results.fate`."""

SINGLE_STEPS: Final = 2
"""The updates that the lecture shows one by one, before `Params.steps` more on one clock."""

GOOD_ENOUGH: Final = 1e-5
"""Share of the first excess loss, rounded down to a power of ten, that counts as having arrived."""
LONGEST_WAY: Final = 20_000
"""Updates of a descent that is shown to its goal, at the most."""

Result = TypeVar("Result")


_RECORDINGS: ContextVar[tuple[tuple["Results", set[str]], ...]] = ContextVar(
    "recordings", default=()
)
"""The recordings that this thread is in, each with the results that it is of."""


class Results:
    """What follows from the parameters: computed when asked for, once, and then kept.

    Attributes:
        single_steps: `SINGLE_STEPS`.
    """

    single_steps: ClassVar[int] = SINGLE_STEPS

    def __init__(self, params: Params, store: TrajectoryStore | None = None) -> None:
        """Prepare; nothing is computed yet.

        Args:
            params: The parameters.
            store: Where Keras' results are kept; by default in the usual places.
        """
        self._params = params
        self._store = store
        self._reads: set[str] = set()
        self._kept: dict[str, tuple[Any, frozenset[str]]] = {}
        self._recorder = _Recorder(params, self._note)

    def __repr__(self) -> str:
        return f"Results(reads={sorted(self._reads)})"

    # What was read.

    @property
    def params(self) -> Params:
        """The parameters; the name of each one that is looked up here is recorded.

        Only for looking up: it is not itself a `Params`.
        """
        return cast("Params", self._recorder)

    @property
    def reads(self) -> frozenset[str]:
        """The names of all parameters read so far, directly or through a result."""
        return frozenset(self._reads)

    @property
    def stored(self) -> dict[str, str]:
        """What was taken from Keras' stored results: see `TrajectoryStore.used`."""
        return {} if self._store is None else self._store.used

    @contextmanager
    def recording(self) -> Iterator[set[str]]:
        """Record what is read within a block.

        Yields:
            A set that collects the names of the parameters read until the block ends: directly,
            through a result, or in a recording inside this one. A result that was computed before
            counts as if it were computed now. What another thread reads meanwhile does not count.
        """
        names: set[str] = set()
        token = _RECORDINGS.set((*_RECORDINGS.get(), (self, names)))
        try:
            yield names
        finally:
            _RECORDINGS.reset(token)

    def _note(self, names: frozenset[str]) -> None:
        self._reads |= names
        for results, recording in _RECORDINGS.get():
            if results is self:
                recording.update(names)

    def _keep(self, name: str, compute: Callable[[], Result]) -> Result:
        if name not in self._kept:
            with self.recording() as names:
                value = compute()
            self._kept[name] = value, frozenset(names)
        value, made_of = self._kept[name]
        self._note(made_of)
        return cast("Result", value)

    # What was computed.

    @property
    def loss(self) -> MseLoss:
        """The loss on the data, on standardised inputs if these are asked for."""
        return self._keep("loss", lambda: MseLoss(self._inputs(), self.params.y))

    @property
    def standardisation(self) -> Standardisation | None:
        """What makes the neuron's inputs of x; None if it is given x itself."""

        def find() -> Standardisation | None:
            params = self.params
            return Standardisation.of(params.x) if params.standardise else None

        return self._keep("standardisation", find)

    @property
    def start(self) -> FloatArray:
        """Shape (2,), read-only: the weights (w1, w0) before the first update.

        Those of the parameter, or else the ones that Keras draws.
        """
        return self._keep("start", self._find_start)

    @property
    def trajectory(self) -> Trajectory:
        """The descent by hand: `SINGLE_STEPS` updates and `Params.steps` more."""
        return self._keep("trajectory", lambda: self._descend(SINGLE_STEPS + self.params.steps))

    @property
    def goal(self) -> float:
        """The excess loss below which a descent counts as having arrived.

        A power of ten, at most `GOOD_ENOUGH` of the excess loss at the start; 0 where that is 0.
        """
        return self._keep("goal", lambda: _goal_of(self.modes))

    @property
    def steps_to_goal(self) -> int | None:
        """The updates after which the excess loss is below `goal`; None if it never is."""
        return self._keep("steps_to_goal", lambda: self.modes.steps_until(self.goal))

    @property
    def fewest_steps(self) -> int | None:
        """The updates that no learning rate does without on the way to `goal`, if that is known."""

        def find() -> int | None:  # the lecture's own rate plays no part
            modes = Modes.of(self.loss, self.start, self.loss.critical_learning_rate)
            goal = _goal_of(modes)
            return modes.fewest_steps(goal) if goal else None

        return self._keep("fewest_steps", find)

    @property
    def all_the_way(self) -> Trajectory:
        """The descent by hand on to `goal`.

        It is `trajectory` where that has already arrived, never will, or would take more than
        `LONGEST_WAY` updates.
        """

        def descend() -> Trajectory:
            needed = self.steps_to_goal
            if needed is None or not self.trajectory.steps < needed <= LONGEST_WAY:
                return self.trajectory
            return self._descend(needed)

        return self._keep("all_the_way", descend)

    @property
    def fate(self) -> Fate:
        """What the descent by hand comes to, by the end of `all_the_way`.

        It ``stays`` at the minimum, ``diverges``, ``arrives`` at its goal, or is ``underway``.
        """
        return self._keep("fate", self._find_fate)

    @property
    def full_step(self) -> Trajectory:
        """One update by the whole gradient: the learning rate is 1."""
        return self._keep("full_step", lambda: self._descend(1, 1.0))

    def around_critical(self, multiple: float, steps: int) -> Trajectory:
        """Descend by hand from the start, at a multiple of the critical learning rate.

        Args:
            multiple: Of the critical learning rate, above zero: below 1 it arrives, above it not.
            steps: The number of updates.
        """

        def descend() -> Trajectory:
            rate = multiple * self.loss.critical_learning_rate
            return self._descend(steps, rate)

        return self._keep(f"around_critical({multiple!r}, {steps!r})", descend)

    def descent_at(self, learning_rate: float, steps: int) -> Trajectory:
        """Descend by hand from the start, at another learning rate than the lecture's.

        Args:
            learning_rate: The rate, above zero.
            steps: The number of updates.
        """
        return self._keep(
            f"descent_at({learning_rate!r}, {steps!r})",
            lambda: self._descend(steps, learning_rate),
        )

    @property
    def manual_epochs(self) -> Trajectory:
        """The descent by hand over as many updates as Keras trains epochs."""
        return self._keep("manual_epochs", lambda: self._descend(self.params.epochs))

    @property
    def modes(self) -> Modes:
        """The descent by hand, taken apart along the eigen-axes of the loss."""
        return self._keep(
            "modes", lambda: Modes.of(self.loss, self.start, self.params.learning_rate)
        )

    @property
    def keras(self) -> Trajectory:
        """The descent by Keras: `Params.epochs` updates from the same start."""
        return self._keep("keras", self._train)

    @property
    def ranges(self) -> tuple[Range, Range]:
        """The part of the weight plane to show: the ends of the w1 and of the w0 axis.

        As given; for "auto", and where start or minimum would not be seen, as `auto_ranges` of
        `scenes.stage.ranges` finds them.
        """
        return self._keep("ranges", self._find_ranges)

    def _find_start(self) -> FloatArray:
        start = self.params.start
        if start is None:
            return self._stored().initial_weights(self.params.seed)
        return read_only(start)

    def _find_fate(self) -> Fate:
        loss, way = self.loss, self.all_the_way
        if is_negligible(loss.excess(*map(float, self.start)), loss):
            return "stays"
        if way.outcome == "diverged":
            return "diverges"
        left = loss.excess(*map(float, way.weights[-1]))
        return "arrives" if left <= self.goal * (1 + 1e-9) else "underway"

    def _inputs(self) -> tuple[float, ...]:
        """Return what the neuron is given: x, standardised or as it is."""
        x, scale = self.params.x, self.standardisation
        return x if scale is None else tuple(scale.apply(x).tolist())

    def _descend(self, steps: int, learning_rate: float | None = None) -> Trajectory:
        """Descend from the start, at the lecture's rate unless another one is given.

        A start at the minimum stays there, and one on the valley's floor stays on it: what a rate
        above the critical one would make of the last bits of its weights is not what is told.
        """
        loss, start = self.loss, self.start
        rate = self.params.learning_rate if learning_rate is None else learning_rate
        modes = Modes.of(loss, start, rate)
        grows_from_nothing = (modes.distances == 0) & (np.abs(modes.factors) > 1)
        if modes.distances.any() and not grows_from_nothing.any():
            return gradient_descent(loss, start, rate, steps)
        weights = np.tile(start, (steps + 1, 1))
        if modes.distances.any():
            moved = modes.distances_at(np.arange(1, steps + 1)) @ loss.eigenvectors.T
            weights[1:] = loss.minimum + moved
        return Trajectory.observe(loss, weights, learning_rate=rate)

    def _train(self) -> Trajectory:
        params = self.params
        return self._stored().keras_descent(
            self._inputs(), params.y, params.learning_rate, params.epochs, self.start
        )

    def _find_ranges(self) -> tuple[Range, Range]:
        asked = self.params.w1_range, self.params.w0_range
        w1_range, w0_range = (None if ends == "auto" else ends for ends in asked)
        return shown_ranges(self.loss, self.start, w1_range, w0_range)

    def _stored(self) -> TrajectoryStore:
        if self._store is None:
            self._store = TrajectoryStore()
        return self._store


def _goal_of(modes: Modes) -> float:
    """Return the excess loss that counts as having arrived; 0 where the start's is 0."""
    excess = float(modes.excess.sum())
    return 10.0 ** math.floor(math.log10(excess * GOOD_ENOUGH)) if excess > 0 else 0.0


class _Recorder:
    """Stands for the parameters and tells which of them are looked up."""

    def __init__(self, params: Params, note: Callable[[frozenset[str]], None]) -> None:
        self._params = params
        self._note = note

    def __getattr__(self, name: str) -> object:
        if name not in type(self._params).model_fields:
            message = f"there is no parameter {name!r}"
            raise AttributeError(message)
        self._note(frozenset([name]))
        return getattr(self._params, name)
