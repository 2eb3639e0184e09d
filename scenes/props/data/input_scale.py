"""How it is written that a neuron is given standardised inputs."""

from collections.abc import Sequence

from gdmath import Standardisation
from scenes.props.data.linear_rule import signed_term
from scenes.stage.numbers import MINUS, NumberFormat, decimals_for

FINENESS = 2
"""The mean is written to so many digits of the spread: that is how fine the data are seen."""

FINEST = 1e-6
"""A difference smaller than this, in spreads, is none."""


def written_scale(
    scale: Standardisation, numbers: NumberFormat, beside: float | None = None
) -> tuple[str, str]:
    """Write mean and spread.

    Args:
        scale: What is written.
        numbers: How numbers are written.
        beside: An input that the mean is to be subtracted from: the difference has to show.
    """
    decimals = decimals_for(scale.spread, FINENESS)
    if beside is not None:
        away = max(abs(beside - scale.mean), FINEST * scale.spread)
        decimals = max(decimals, decimals_for(away, FINENESS))
    return numbers.in_full(round(scale.mean, decimals)), numbers.significant(scale.spread)


def signed_difference(written: str) -> tuple[str, str]:
    """Return the sign with which a written number is subtracted, and the number without it."""
    sign, size = signed_term(written)
    return (MINUS, size) if sign == "+" else ("+", size)


def line_of_given(weights: Sequence[float], scale: Standardisation, numbers: NumberFormat) -> str:
    """Write the neuron's line as it runs through the data as they were given.

    Around their mean: where the inputs are far from zero, a line of the form a x + b would need
    many digits to be of any use.

    Args:
        weights: The weights (w1, w0) of the standardised input.
        scale: What makes it of the given one.
        numbers: How numbers are written.

    Returns:
        ``1.5 · (x − 2015) + 37.5``.
    """
    w1, w0 = weights
    mean, _ = written_scale(scale, numbers)
    away_sign, away = signed_difference(mean)
    sign, shift = signed_term(numbers.significant(w0))
    shifted = "x" if away == "0" else f"(x {away_sign} {away})"
    return f"{numbers.significant(w1 / scale.spread)} · {shifted} {sign} {shift}"
