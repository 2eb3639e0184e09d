"""Which sentences the chapters choose for a lecture, without playing them.

Each choice is made by the chapters' own functions; only the order of the calls is written anew
here. What the played film says is held against the same rules by `test_film`.
"""

from collections.abc import Iterator

import numpy as np

from gdmath import Modes, change_of, cleared, is_negligible
from gdmath.rounding import SINGLE, descent_rounding
from scenes.chapters import blow_up, convergence, gradient, keras_training, learning_rate, neuron
from scenes.chapters.recap import is_learned, unseen_number
from scenes.props.data.linear_rule import LinearRule
from scenes.props.space.bowl import hollow_of, is_bowl, shape_of
from scenes.stage.results import SINGLE_STEPS, Results
from scenes.stage.strings import number_format
from tests.scenes.facts import RACE_STEPS, Said

NUMBERS = number_format("en")


def choices(results: Results) -> Iterator[Said]:
    """Yield what is chosen for a lecture, chapter by chapter, with the numbers that rules ask."""
    for chapter in (_neuron, _surface, _gradient, _blow_up, _learning_rate, _convergence):
        yield from chapter(results)
    yield from _keras(results)
    yield from _recap(results)


def _said(beat: str, key: str, **filled: str) -> Said:
    return Said(beat, key, f"{beat}.{key} {filled}", filled, "en")


def _stays(results: Results) -> bool:
    return is_negligible(results.loss.excess(*map(float, results.start)), results.loss)


def _neuron(results: Results) -> Iterator[Said]:
    loss, start = results.loss, results.start
    drawn = results.params.start is None
    yield _said("neuron.promise", "asked" if drawn else "begins")
    yield _said("neuron.promise", results.fate)
    rule = LinearRule.of(loss)
    yield _said("neuron.task", neuron.rule_said(rule), **neuron.rule_values(rule, NUMBERS.plain))
    error = float(loss.y[0] - loss.predict(*map(float, start))[0])
    right = is_negligible(error**2, loss)
    yield _said("neuron.first_guess", neuron.first_answer_said(right, False, drawn))
    if is_negligible(loss(*map(float, start)), loss):
        yield _said("neuron.line", "no_gaps")
        yield _said("neuron.mse", "zero")
    else:
        yield _said("neuron.mse", "least" if _stays(results) else "value")


def _surface(results: Results) -> Iterator[Said]:
    loss = results.loss
    yield _said("surface.samples", f"surface_{shape_of(loss)}")
    yield _said("surface.landscape", f"look_{hollow_of(loss)}")
    zero = is_negligible(loss.minimum_loss, loss)
    yield _said("surface.landscape", "lowest_zero" if zero else "lowest")


def _gradient(results: Results) -> Iterator[Said]:
    loss, start = results.loss, results.start
    yield _said("gradient.other_slope", gradient.compared_with(*map(float, np.diag(loss.hessian))))
    if loss.gradient(*map(float, start)).all() and not _stays(results):
        misses = gradient.misses_minimum(loss, start)
        yield _said("gradient.antigradient", "misses" if misses else "towards")


def _blow_up(results: Results) -> Iterator[Said]:
    loss = results.loss
    change = change_of(*map(float, results.full_step.losses[:2]))
    if _stays(results):
        yield _said("blow_up.full_step", "stays")
        yield _said("blow_up.why", "axis")
    else:
        yield _said("blow_up.full_step", blow_up.jump_of(change, False))
        yield _said("blow_up.full_step", f"mse_{change}")
        yield _said("blow_up.why", f"axis_{hollow_of(loss)}")
    if not Modes.of(loss, results.start, 1.0).distances[1]:
        yield _said("blow_up.why", "on_the_floor")
        return
    landing = blow_up.landing_of(float(loss.eigenvalues[1]), change)
    if landing is not None:
        yield _said("blow_up.why", landing)


def _learning_rate(results: Results) -> Iterator[Said]:
    loss, rate, stays = results.loss, results.params.learning_rate, _stays(results)
    way, critical = results.trajectory, results.loss.critical_learning_rate
    change = change_of(*map(float, results.full_step.losses[:2]))
    if stays:
        yield _said("learning_rate.definition", "nowhere")
        yield _said("learning_rate.three_rates", "all_stay")
    else:
        yield _said("learning_rate.definition", learning_rate.length_question(rate, change))
        yield _said("learning_rate.definition", learning_rate.scaling_of(rate))
        for beat, k in (("first_step", 0), ("second_step", 1)):
            if k + 1 < len(way.losses) and not is_negligible(
                loss.excess(*map(float, way.weights[k])), loss
            ):
                before, after = (cleared(value, loss) for value in way.losses[k : k + 2])
                yield _said(f"learning_rate.{beat}", f"mse_{change_of(before, after)}")
        for rival in learning_rate.round_rates(critical, rate):
            race = results.descent_at(rival, RACE_STEPS)
            verdict = learning_rate.verdict_of(race, loss)
            filled = {"rate": NUMBERS.plain(rival), "k": NUMBERS.plain(race.steps)}
            yield _said("learning_rate.three_rates", f"verdict_{verdict}", **filled)
    on_floor = not results.modes.distances[1]
    if on_floor:
        yield _said("learning_rate.critical_rate", f"on_floor_{hollow_of(loss)}")
    side = learning_rate.side_of(rate, critical)
    yield _said("learning_rate.critical_rate", learning_rate.own_side_said(side, stays, on_floor))


def _convergence(results: Results) -> Iterator[Said]:
    loss, way, modes = results.loss, results.trajectory, results.modes
    first = min(SINGLE_STEPS, way.steps)
    start, now = (NUMBERS.loss(cleared(way.losses[k], loss)) for k in (0, first))
    yield _said(
        "convergence.hundred_steps",
        convergence.so_far_sentence(float(way.losses[0]), float(way.losses[first]), start == now),
    )
    yield _said("convergence.hundred_steps", f"end_{convergence.end_of(way, loss)}")
    yield _said("convergence.on_the_surface", convergence.walk_sentence(way, loss))
    yield _said("convergence.steep_and_flat", "alike" if is_bowl(loss) else "ratio")
    flat, steep = map(NUMBERS.factor, modes.factors)
    alike = flat == steep and convergence.condition(loss) <= convergence.ROUND
    if modes.excess.all():
        yield _said("convergence.steep_and_flat", convergence.pace_sentence(modes, alike))
    tail = None if is_bowl(loss) else convergence.first_of_tail(modes, way, first)
    if tail is not None:
        yield _said("convergence.steep_and_flat", "tail", k=NUMBERS.plain(tail))
    else:
        yield _said("convergence.steep_and_flat", convergence.factors_sentence(modes))
    needed, last = results.steps_to_goal, way.steps
    rest = convergence.rest_sentence(modes, results.goal, needed, last, results.all_the_way.steps)
    goal = NUMBERS.decades([results.goal])[0] if results.goal else "0"
    more = "" if needed is None else NUMBERS.count(max(0, needed - last))
    k = NUMBERS.plain(needed or 0)
    yield _said("convergence.all_the_way", rest, goal=goal, steps=more, k=k)


def _keras(results: Results) -> Iterator[Said]:
    loss, way = results.loss, results.keras
    if not way.steps:
        return
    start, end = (NUMBERS.loss(keras_training.shown_loss(way.losses[k], loss)) for k in (0, -1))
    yield _said(
        "keras_training.ten_epochs",
        keras_training.loss_sentence(way, results.manual_epochs, start == end),
    )
    apart = keras_training.differences(way, results.manual_epochs)
    size = float(np.abs(results.manual_epochs.weights[: len(apart)]).max())
    bounds = descent_rounding(loss, way.weights, way.learning_rate, SINGLE)[: len(apart)]
    extent = float(np.ptp(results.ranges, axis=1).max())
    yield _said(
        "keras_training.same_path",
        keras_training.difference_sentence(apart, bounds, size, extent),
    )


def _recap(results: Results) -> Iterator[Said]:
    loss, fate = results.loss, results.fate
    yield _said("recap.keep", hollow_of(loss))
    yield _said("recap.new_number", f"ask_{fate}")
    rule, x = LinearRule.of(loss), unseen_number(loss.x)
    w1, w0 = map(float, results.all_the_way.weights[-1])
    if rule is not None:
        expected = rule.slope * x + rule.intercept
        if is_learned(fate, w1 * x + w0, expected):
            yield _said("recap.new_number", "as_rule", y=NUMBERS.plain(expected))
