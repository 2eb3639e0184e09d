"""When a sentence of the film is true: a rule for each of them, by its key.

The rules know nothing of how the film chooses its sentences. Where a sentence speaks of degrees
(creeps, near, about), its rule allows somewhat more than the choice does.
"""

import math
from collections.abc import Callable
from itertools import product

import numpy as np

from tests.scenes.facts import SOME_UNITS, Facts, Said

Claim = Callable[[Facts, Said], bool]

SAME = 0.012
"""Relative change of a loss that may be called hardly any."""


def _up(before: float, after: float) -> bool:
    return after > before


def _same(before: float, after: float) -> bool:
    return abs(after - before) <= SAME * before


def _share(excesses: list[float]) -> float:
    """Return the share of the excess loss that is left in the end."""
    return excesses[-1] / excesses[0]


def _gave(facts: Facts, said: Said) -> bool:
    """Tell whether a number by which x is multiplied, and one that is added, give every y."""
    sign = {"plus": 1, "minus": -1}.get(said.key, 0)
    shift = sign * said.number("shift") if sign else 0.0
    return all(
        abs(said.number("factor") * x + shift - y) <= 1e-5 * (abs(y) + abs(shift))
        for x, y in zip(facts.lecture.x, facts.lecture.y, strict=True)
    )


def _whole_step(facts: Facts) -> tuple[float, float]:
    return facts.losses[0], facts.lecture.loss(facts.whole_step)


def _step(facts: Facts, beat: str) -> tuple[float, float]:
    first = 0 if beat.endswith("first_step") else 1
    return facts.losses[first], facts.losses[first + 1]


def _so_far(facts: Facts) -> tuple[float, float]:
    return facts.losses[0], facts.losses[min(2, facts.lecture.last)]


def _never(facts: Facts, goal: float) -> bool:
    """Tell whether what an axis holds for ever is more than a goal."""
    return goal <= sum(
        excess
        for factor, excess in zip(facts.factors, facts.modes, strict=True)
        if factor <= -1 + 3e-9
    ) * (1 + 1e-6)


def _rises_at_last(facts: Facts) -> bool:
    last, before = facts.excesses[-1], facts.excesses[-2]
    return last > before and min(facts.excesses) < facts.excesses[0]


CLAIMS: dict[str, Claim] = {
    "neuron.promise.asked": lambda facts, _: facts.results.params.start is None,
    "neuron.promise.begins": lambda facts, _: facts.results.params.start is not None,
    "neuron.promise.downhill": lambda facts, _: facts.moves,
    "neuron.promise.arrives": lambda facts, _: (
        facts.lecture.excess(facts.way[-1]) <= 1.1e-5 * facts.lecture.excess(facts.start)
    ),
    "neuron.promise.underway": lambda facts, _: (
        facts.lecture.excess(facts.way[-1]) > 0.9e-6 * facts.lecture.excess(facts.start)
    ),
    "neuron.promise.diverges": lambda facts, _: (
        facts.moves and facts.lecture.loss(facts.way[-1]) > facts.lecture.loss(facts.start)
    ),
    "neuron.promise.stays": lambda facts, _: facts.stays,
    "neuron.task.factor": lambda facts, said: facts.is_line and _gave(facts, said),
    "neuron.task.plus": lambda facts, said: facts.is_line and _gave(facts, said),
    "neuron.task.minus": lambda facts, said: facts.is_line and _gave(facts, said),
    "neuron.task.constant": lambda facts, said: all(
        abs(y - said.number("y")) <= 1e-5 * abs(y) for y in facts.lecture.y
    ),
    "neuron.task.rounded": lambda facts, _: facts.is_line,
    "neuron.task.no_line": lambda facts, _: facts.is_no_line,
    "neuron.first_guess.drawn": lambda facts, _: facts.results.params.start is None,
    "neuron.first_guess.given": lambda facts, _: facts.results.params.start is not None,
    "neuron.first_guess.untaught": lambda facts, _: facts.results.params.start is None,
    "neuron.first_guess.off": lambda facts, _: abs(facts.first_error) > 0,
    "neuron.first_guess.near": lambda facts, _: (
        0 < abs(facts.first_error) <= 0.006 * abs(facts.lecture.y[0]) + 1e-6
    ),
    "neuron.first_guess.right": lambda facts, _: (
        abs(facts.first_error) <= 1e-12 * facts.largest_term
    ),
    "neuron.line.no_gaps": lambda facts, _: facts.is_line and facts.stays,
    "neuron.mse.no_squares": lambda facts, _: facts.is_line and facts.stays,
    "neuron.mse.zero": lambda facts, _: facts.is_line and facts.stays,
    "neuron.mse.least": lambda facts, _: facts.stays and facts.is_no_line,
    "neuron.mse.value": lambda facts, _: facts.moves,
    "surface.samples.grid_cut": lambda facts, _: (
        max(facts.lecture.loss(pair) for pair in product(*facts.results.ranges)) > facts.losses[0]
    ),
    "surface.samples.surface_bowl": lambda facts, _: facts.is_bowl,
    "surface.samples.surface_valley": lambda facts, _: 1.5 < facts.condition < 1000.1,
    "surface.samples.surface_ravine": lambda facts, _: facts.condition > 999.9,
    "surface.landscape.look_valley": lambda facts, _: not facts.is_bowl,
    "surface.landscape.look_bowl": lambda facts, _: facts.is_bowl,
    "surface.landscape.lowest_zero": lambda facts, _: facts.is_line,
    "surface.landscape.lowest": lambda facts, _: facts.is_no_line,
    "gradient.other_slope.flatter": lambda facts, _: facts.curvature_by_w1 > 2,
    "gradient.other_slope.steeper": lambda facts, _: facts.curvature_by_w1 < 2,
    "gradient.other_slope.alike": lambda facts, _: abs(facts.curvature_by_w1 / 2 - 1) < 0.06,
    "gradient.gradient.sum": lambda facts, _: math.hypot(*facts.gradient) > 0,
    "gradient.steepest.answer": lambda facts, _: math.hypot(*facts.gradient) > 0,
    "gradient.antigradient.misses": lambda facts, _: abs(facts.cross_with_minimum) > 1e-9,
    "gradient.antigradient.towards": lambda facts, _: abs(facts.cross_with_minimum) < 0.05,
    "gradient.steepest.level_square": lambda facts, _: (
        1 / 3 <= np.divide(*np.ptp(facts.results.ranges, axis=1)) <= 3
    ),
    "blow_up.full_step.arrow": lambda facts, _: facts.moves,
    "blow_up.full_step.stays": lambda facts, _: facts.stays,
    "blow_up.full_step.stayed": lambda facts, _: facts.stays,
    "blow_up.full_step.mse_up": lambda facts, _: _up(*_whole_step(facts)),
    "blow_up.full_step.mse_down": lambda facts, _: not _up(*_whole_step(facts)),
    "blow_up.full_step.mse_same": lambda facts, _: _same(*_whole_step(facts)),
    "blow_up.full_step.flung": lambda facts, _: facts.leap > 0 and facts.lecture.steepest > 2,
    "blow_up.full_step.flung_upright": lambda facts, _: (
        facts.leap > 0 and abs(facts.whole_step[0]) > 2 * abs(facts.start[0])
    ),
    "blow_up.full_step.goes": lambda facts, _: facts.moves,
    "blow_up.why.axis": lambda facts, _: facts.stays,
    "blow_up.why.axis_valley": lambda facts, _: facts.moves and not facts.is_bowl,
    "blow_up.why.axis_bowl": lambda facts, _: facts.moves and facts.is_bowl,
    "blow_up.why.as_far": lambda facts, _: abs(facts.lecture.steepest - 2) < 0.01,
    "blow_up.why.fell_anyway": lambda facts, _: (
        facts.leap < 0 and facts.lecture.steepest > 2 and abs(1 - facts.lecture.flattest) < 1
    ),
    "blow_up.why.on_the_floor": lambda facts, _: facts.on_floor,
    "learning_rate.definition.nowhere": lambda facts, _: facts.stays,
    "learning_rate.definition.value": lambda facts, _: facts.stays,
    "learning_rate.definition.too_far": lambda facts, _: facts.leap > 0 and facts.lecture.rate < 1,
    "learning_rate.definition.as_it_is": lambda facts, _: facts.lecture.rate == 1,
    "learning_rate.definition.shrinks": lambda facts, _: facts.lecture.rate < 1,
    "learning_rate.definition.grows": lambda facts, _: facts.lecture.rate > 1,
    "learning_rate.definition.becomes_step": lambda facts, _: facts.moves,
    **{
        f"learning_rate.{beat}.{key}": claim
        for beat in ("first_step", "second_step")
        for key, claim in {
            "stays": lambda facts, _: facts.stays,
            "mse_down": lambda facts, said: not _up(*_step(facts, said.beat)),
            "mse_up": lambda facts, said: _up(*_step(facts, said.beat)),
            "mse_same": lambda facts, said: _same(*_step(facts, said.beat)),
        }.items()
    },
    "learning_rate.first_step.stayed": lambda facts, _: facts.stays,
    "learning_rate.second_step.stayed": lambda facts, _: facts.is_lowest(facts.shown[1]),
    "learning_rate.second_step.there_already": lambda facts, _: facts.is_lowest(facts.shown[1]),
    "learning_rate.second_step.shorter": lambda facts, _: facts.steepness(1) < facts.steepness(0),
    "learning_rate.second_step.longer": lambda facts, _: facts.steepness(1) > facts.steepness(0),
    "learning_rate.three_rates.question": lambda facts, _: facts.moves,
    "learning_rate.three_rates.all_stay": lambda facts, _: facts.stays,
    "learning_rate.three_rates.verdict_crawled": lambda facts, said: (
        0.8 < _share(facts.race(said)) <= 1
    ),
    "learning_rate.three_rates.verdict_creeps": lambda facts, said: (
        0.005 < _share(facts.race(said)) < 0.95
        and facts.race(said)[-1] <= facts.race(said)[-2] * (1 + 1e-9)
    ),
    "learning_rate.three_rates.verdict_comes_close": lambda facts, said: (
        _share(facts.race(said)) < 0.02
    ),
    "learning_rate.three_rates.verdict_arrived": lambda facts, said: (
        _share(facts.race(said)) < 1e-4
    ),
    "learning_rate.three_rates.verdict_diverged": lambda facts, said: _share(facts.race(said)) > 1,
    "learning_rate.three_rates.verdict_rises": lambda facts, said: (
        min(facts.race(said)) < facts.race(said)[-1] <= facts.race(said)[0] * (1 + 1e-9)
    ),
    "learning_rate.critical_rate.below": lambda facts, _: facts.off_floor,
    "learning_rate.critical_rate.above": lambda facts, _: facts.off_floor,
    "learning_rate.critical_rate.on_floor_valley": lambda facts, _: (
        facts.on_floor and not facts.is_bowl
    ),
    "learning_rate.critical_rate.on_floor_bowl": lambda facts, _: facts.on_floor and facts.is_bowl,
    "learning_rate.critical_rate.own_at": lambda facts, _: (
        abs(facts.reach - 1) < 1e-6 and facts.off_floor
    ),
    "learning_rate.critical_rate.own_at_floor": lambda facts, _: (
        abs(facts.reach - 1) < 1e-6 and facts.on_floor
    ),
    "learning_rate.critical_rate.own_below": lambda facts, _: facts.reach < 1 and facts.moves,
    "learning_rate.critical_rate.own_far_below": lambda facts, _: (
        facts.reach < 0.5 and facts.moves and facts.off_floor
    ),
    "learning_rate.critical_rate.own_below_stays": lambda facts, _: facts.reach < 1,
    "learning_rate.critical_rate.own_above": lambda facts, _: facts.reach > 1 and facts.off_floor,
    "learning_rate.critical_rate.own_above_floor": lambda facts, _: (
        facts.reach > 1 and facts.on_floor
    ),
    "convergence.hundred_steps.so_far_down": lambda facts, _: not _up(*_so_far(facts)),
    "convergence.hundred_steps.so_far_up": lambda facts, _: _up(*_so_far(facts)),
    "convergence.hundred_steps.so_far_same": lambda facts, _: _same(*_so_far(facts)),
    "convergence.hundred_steps.end_approached": lambda facts, _: (
        not facts.diverges
        and facts.share_left < 0.95
        and (facts.course(SOME_UNITS)[-1] <= 0 or facts.reach <= 1)
    ),
    "convergence.hundred_steps.end_arrived": lambda facts, _: facts.share_left < 1.1e-6,
    "convergence.hundred_steps.end_crawled": lambda facts, _: (
        0.8 < facts.share_left <= 1 and facts.turn >= 0
    ),
    "convergence.hundred_steps.end_leapt": lambda facts, _: (
        0.8 < facts.share_left <= 1 + 1e-9 and facts.reach > 0.5 and facts.turn <= 0
    ),
    "convergence.hundred_steps.end_turns": lambda facts, _: (
        facts.reach > 1 and _rises_at_last(facts) and facts.share_left <= 1 + 1e-9
    ),
    "convergence.hundred_steps.end_diverged": lambda facts, _: facts.diverges,
    "convergence.hundred_steps.end_stayed": lambda facts, _: facts.stays,
    "convergence.on_the_surface.falls": lambda facts, _: facts.falls and facts.never_rises,
    "convergence.on_the_surface.settles": lambda facts, _: facts.falls and facts.never_rises,
    "convergence.on_the_surface.mixed": lambda facts, _: facts.falls and facts.rises,
    "convergence.on_the_surface.climbs": lambda facts, _: facts.rises and facts.never_falls,
    "convergence.on_the_surface.level": lambda facts, _: (
        facts.never_rises and facts.never_falls and facts.turn < 0
    ),
    "convergence.on_the_surface.rests": lambda facts, _: facts.never_rises and facts.never_falls,
    **{
        f"convergence.steep_and_flat.{key}": lambda facts, _: (
            facts.excesses[0] > facts.excesses[1] > facts.excesses[2]
        )
        for key in ("leaps", "leaps_left")
    },
    "convergence.steep_and_flat.ratio": lambda facts, _: not facts.is_bowl,
    "convergence.steep_and_flat.alike": lambda facts, _: facts.is_bowl,
    "convergence.steep_and_flat.one_pace": lambda facts, _: facts.condition <= 1.011,
    "convergence.steep_and_flat.two_slopes": lambda facts, _: (
        min(facts.modes) > 0 and max(map(abs, facts.factors)) < 1 + 1e-12
    ),
    "convergence.steep_and_flat.two_factors": lambda facts, _: min(facts.modes) > 0,
    "convergence.steep_and_flat.grows": lambda facts, _: facts.reach > 1 and facts.off_floor,
    "convergence.steep_and_flat.tail": lambda facts, said: (
        not facts.is_bowl
        and facts.excess_after(said.number("k"))[1] < 0.02 * facts.excess_after(said.number("k"))[0]
    ),
    "convergence.all_the_way.goes_on": lambda facts, said: (
        facts.moves
        and sum(facts.excess_after(facts.lecture.last + said.number("steps") + said.unit("steps")))
        <= said.number("goal") * (1 + 1e-6)
    ),
    "convergence.all_the_way.nothing_missing": lambda facts, _: facts.stays,
    "convergence.all_the_way.never": lambda facts, said: _never(facts, said.number("goal")),
    "convergence.all_the_way.good_enough": lambda facts, said: (
        facts.lecture.excess(facts.end) < said.number("goal") * (1 + 1e-6)
    ),
    "convergence.all_the_way.passed": lambda facts, said: (
        sum(facts.excess_after(said.number("k"))) <= said.number("goal") * (1 + 1e-6)
        and facts.lecture.excess(facts.end) >= said.number("goal") * (1 - 1e-6)
        and facts.reach > 1
    ),
    "convergence.all_the_way.within": lambda facts, said: (
        facts.lecture.excess(facts.way[-1]) < said.number("goal") * (1 + 1e-6)
    ),
    "convergence.all_the_way.too_long": lambda facts, said: (
        sum(facts.excess_after(facts.lecture.last + said.number("steps") - 1 - said.unit("steps")))
        >= said.number("goal") * (1 - 1e-6)
        and sum(facts.excess_after(facts.lecture.last + said.number("steps") + said.unit("steps")))
        < said.number("goal") * (1 + 1e-6)
    ),
    "convergence.all_the_way.too_long_by_far": lambda facts, said: (
        not _never(facts, said.number("goal"))
        and sum(facts.excess_after(1e12)) > said.number("goal")
    ),
    "convergence.all_the_way.helps": lambda facts, _: facts.condition > 999,
    "keras_training.ten_epochs.no_epochs": lambda facts, _: len(facts.keras_losses) == 1,
    "keras_training.ten_epochs.walk": lambda facts, _: len(facts.keras_losses) > 1,
    "keras_training.ten_epochs.loss_down": lambda facts, _: (
        facts.keras_losses[-1] < facts.keras_losses[0]
    ),
    "keras_training.ten_epochs.loss_up": lambda facts, _: (
        facts.keras_losses[-1] > facts.keras_losses[0] and facts.reach > 1
    ),
    "keras_training.ten_epochs.loss_rounding": lambda facts, _: facts.is_rounding,
    "keras_training.ten_epochs.loss_same": lambda facts, _: (
        _same(facts.keras_losses[0], facts.keras_losses[-1]) or facts.is_keras_rounding
    ),
    "keras_training.same_path.both_at_start": lambda facts, _: len(facts.keras_losses) == 1,
    "keras_training.same_path.difference": lambda facts, _: (
        facts.apart <= 1e-3 * float(np.ptp(facts.results.ranges, axis=1).max())
    ),
    "keras_training.same_path.beside": lambda facts, _: (
        facts.apart <= 1e-3 * float(np.abs(facts.keras_weights).max()) * (1 + 1e-6)
    ),
    "keras_training.same_path.grown": lambda facts, _: facts.is_rounding,
    "keras_training.same_path.why_rounding": lambda facts, _: facts.apart > 0 and facts.is_rounding,
    "keras_training.same_path.why_equal": lambda facts, _: facts.apart == 0,
    "keras_training.same_path.why_more": lambda facts, _: (
        facts.apart > 1e-6 * float(np.abs(facts.keras_weights).max())
    ),
    "keras_training.after.line_moves": lambda facts, _: (
        len(facts.keras_losses) > 1 and facts.keras_losses[-1] != facts.keras_losses[0]
    ),
    "keras_training.after.as_by_hand": lambda facts, _: (
        _same(facts.by_hand, facts.keras_losses[-1])
        or facts.is_zero_in_32_bits(max(facts.by_hand, facts.keras_losses[-1]))
    ),
    "keras_training.after.line_stays": lambda facts, _: (
        _same(facts.keras_losses[0], facts.keras_losses[-1]) or facts.is_keras_rounding
    ),
    "recap.keep.valley": lambda facts, _: not facts.is_bowl,
    "recap.keep.bowl": lambda facts, _: facts.is_bowl,
    "recap.new_number.ask_arrives": lambda facts, _: (
        facts.lecture.excess(facts.way[-1]) <= 1.1e-5 * facts.lecture.excess(facts.start)
    ),
    "recap.new_number.ask_stays": lambda facts, _: facts.stays,
    "recap.new_number.ask_underway": lambda facts, _: (
        facts.lecture.excess(facts.way[-1]) > 0.9e-6 * facts.lecture.excess(facts.start)
    ),
    "recap.new_number.ask_diverges": lambda facts, _: (
        facts.moves and facts.lecture.loss(facts.way[-1]) > facts.lecture.loss(facts.start)
    ),
    "recap.new_number.unseen": lambda facts, said: (
        said.number("x") not in facts.lecture.given
        and min(facts.lecture.given) < said.number("x") < max(facts.lecture.given)
    ),
    "recap.new_number.own_units": lambda facts, _: facts.results.params.standardise,
    "neuron.task.standardised": lambda facts, _: facts.results.params.standardise,
    "neuron.task.pairs_named": lambda facts, said: all(
        said.filled[name] == getattr(facts.results.params, f"{name}_label")[:22] for name in "xy"
    ),
    "surface.from_above.ravine": lambda facts, said: (
        facts.condition > 999
        and facts.flat_excess_at_critical(said.number("steps") - 1)
        > 0.99e-6 * facts.lecture.excess(facts.start)
    ),
    "recap.new_number.as_rule": lambda facts, said: (
        facts.is_line and abs(facts.answer - said.number("y")) <= 0.011 * abs(said.number("y"))
    ),
}
"""When the sentences of a key are true."""

GENERAL = {
    "neuron.task": {"pairs", "question", "only_pairs"},
    "neuron.network": {"neuron", "weights", "two_weights"},
    "neuron.first_guess": {"first_x"},
    "neuron.line": {"points", "error", "sign"},
    "neuron.mse": {"square", "smaller", "mean"},
    "surface.knobs": {"place", "w1", "w0"},
    "surface.samples": {"height", "grid"},
    "surface.landscape": {"start", "question"},
    "surface.from_above": {"rise", "map"},
    "gradient.slope": {"cut", "front", "nudge", "shrink", "partial"},
    "gradient.other_slope": {"slope"},
    "gradient.gradient": {"arrows", "vanish", "dot", "length"},
    "gradient.steepest": {"question", "one", "round", "round_curve", "level", "nowhere"},
    "gradient.antigradient": {"turned", "vanish", "local_flat", "tangent"},
    "gradient.formula": {"one", "chain", "mean", "values"},
    "gradient.any_number": {"three", "many"},
    "blow_up.full_step": {"question"},
    "blow_up.why": {"parabola_valley", "parabola_bowl", "curvature", "too_long", "factor"},
    "learning_rate.definition": {"direction_only"},
    "learning_rate.first_step": {"rule"},
    "learning_rate.second_step": {"again"},
    "learning_rate.three_rates": {"curves", "curves_and_own"},
    "learning_rate.critical_rate": {"factor", "critical"},
    "convergence.hundred_steps": {"question", "rule", "now"},
    "convergence.on_the_surface": {"same_path"},
    "convergence.steep_and_flat": {"nearer_zero"},
    "convergence.not_there_yet": {"weights", "best"},
    "convergence.all_the_way": {"at_the_cross"},
    "convergence.algorithm": {"start", "loop", "stop"},
    "keras_training.code": {"model", "predict", "compile", "fit", "epoch"},
    "keras_training.same_path": {"question"},
    "recap.keep": {"gradient", "antigradient", "rate"},
    "recap.new_number": {"answers"},
}
"""What is true of any data: definitions, questions, what is on the picture, and what claims no more
than the numbers in it, which are read back and computed anew."""

SHOWN: dict[str, Callable[[Facts], bool]] = {
    "common.mse": lambda facts: facts.is_line,
    "common.excess_mse": lambda facts: facts.is_no_line,
    "neuron.title": lambda facts: facts.is_line and abs(facts.lecture.minimum[0] - 3) < 1e-9,
    "neuron.title_factor": lambda facts: facts.is_line,
    "neuron.title_rule": lambda facts: facts.is_line,
    "neuron.title_line": lambda facts: facts.is_no_line,
    **{
        f"{beat}_{hollow}": (lambda facts, hollow=hollow: facts.is_bowl == (hollow == "bowl"))
        for beat in (
            "blow_up.why.position",
            "blow_up.why.mse_along",
            "learning_rate.critical_rate.position",
            "convergence.steep_and_flat.steep",
            "convergence.steep_and_flat.flat",
        )
        for hollow in ("bowl", "valley")
    },
    "convergence.steep_and_flat.every": lambda facts: facts.condition <= 1.011,
    "recap.keep.valley_means": lambda facts: not facts.is_bowl,
    "recap.keep.bowl_means": lambda facts: facts.is_bowl,
}
"""When the words on the stage are true that are not the same for all data."""
