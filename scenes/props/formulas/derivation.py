"""The gradient in formulas: what it is, how it follows from the MSE, and the sums it asks for."""

import math

import numpy as np
from manim import ManimColor

from gdmath import MseLoss
from scenes.props.formulas.formula import Formula
from scenes.stage.numbers import MINUS, NumberFormat
from scenes.stage.theme import Theme
from scenes.stage.typesetting import colored

TERMS_SHOWN = 2
"""How many terms of a sum are written before its dots."""


class GradientFormulas:
    """Writes the formulas of the gradient, each meaning in its colour.

    Named parts: ``eq`` the sign at which lines align, ``mse`` and ``lhs`` left of it, ``one`` and
    ``two`` the numbers before the sum, ``bracket`` the residual, ``inner`` its derivative.

    Args:
        theme: Colours.
        size: Height of an em in scene units.
    """

    def __init__(self, theme: Theme, size: float) -> None:
        self._theme = theme
        self._size = size
        self._weights = {1: _in("w_1", theme.w1), 0: _in("w_0", theme.w0)}
        self._x, self._y = _in("x_i", theme.data), _in("y_i", theme.data)
        self._bracket = f"({self._y} - {self._weights[1]} {self._x} - {self._weights[0]})"

    def _formula(self, formula: str) -> Formula:
        return Formula(formula, self._size, self._theme.ink)

    # What a gradient is.

    def of_many(self) -> Formula:
        """Return the gradient of a function of d variables."""
        return self._formula(
            "nabla f(x_1, dots, x_d) {{ = : eq }} lr((frac(partial f, partial x_i)))_(i=1)^d"
            " = lr((frac(partial f, partial x_1) thin, thin dots thin,"
            " thin frac(partial f, partial x_d)))"
        )

    def of_three(self) -> Formula:
        """Return the gradient of a function of three variables."""
        partials = " thin, thin ".join(f"frac(partial f, partial {name})" for name in "xyz")
        return self._formula(f"nabla f(x, y, z) {{{{ = : eq }}}} lr(({partials}))")

    def of_the_loss(self) -> Formula:
        """Return the gradient of the MSE, which has two variables."""
        w1, w0 = self._weights[1], self._weights[0]
        gradient = _in('nabla"MSE"', self._theme.gradient)
        return self._formula(
            f"{gradient};({w1}, {w0}) {{{{ = : eq }}}}"
            f" lr(({self._partial(1)} thin, thin {self._partial(0)}))"
        )

    # How it follows from the MSE.

    def mse(self) -> Formula:
        """Return the MSE as a sum over the data."""
        return self._formula(
            '{{ "MSE" : mse }} {{ = : eq }} frac({{ 1 : one }}, n) sum_(i=1)^n thin'
            f" {{{{ {self._bracket} : bracket }}}}^{{{{ 2 : two }}}}"
        )

    def chain(self, weight: int) -> Formula:
        """Return its partial derivative, by the chain rule: outer times inner derivative.

        Args:
            weight: 1 or 0, the weight by which it is differentiated.
        """
        inner = f"frac(partial, partial {self._weights[weight]}) {self._bracket}"
        return self._formula(
            f"{self._left(weight)} {{{{ = : eq }}}}"
            " frac({{ 1 : one }}, n) sum_(i=1)^n thin {{ 2 : two }}"
            f" {{{{ {self._bracket} : bracket }}}} {{{{ dot : dot }}}} {{{{ {inner} : inner }}}}"
        )

    def differentiated(self, weight: int) -> Formula:
        """Return the chain rule's line with the inner derivative carried out."""
        return self._formula(
            f"{self._left(weight)} {{{{ = : eq }}}}"
            " frac({{ 1 : one }}, n) sum_(i=1)^n thin {{ 2 : two }}"
            f" {{{{ {self._bracket} : bracket }}}} {{{{ dot : dot }}}}"
            f" {{{{ {self._inner(weight)} : inner }}}}"
        )

    def partial(self, weight: int) -> Formula:
        """Return the partial derivative as it is computed."""
        return self._formula(
            f"{self._left(weight)} {{{{ = : eq }}}}"
            " frac({{ 2 : two }}, n) sum_(i=1)^n thin"
            f" {{{{ {self._bracket} : bracket }}}} {{{{ dot : dot }}}}"
            f" {{{{ {self._inner(weight)} : inner }}}}"
        )

    # Its numbers.

    def numeric_sum(
        self,
        weight: int,
        loss: MseLoss,
        weights: tuple[float, float],
        value: str,
        numbers: NumberFormat,
        terms: int = TERMS_SHOWN,
    ) -> Formula:
        """Return the sum with the data in it, its first terms written out, and its value.

        Args:
            weight: 1 or 0, the weight by which the MSE is differentiated.
            loss: The loss, which knows the data.
            weights: The weights (w1, w0) put in.
            value: How the value is written.
            numbers: How the terms are written.
            terms: How many of them are written at most.
        """
        n = len(loss.x)
        residuals = loss.y - loss.predict(*weights)
        inner = -loss.x if weight == 1 else [-1.0] * n
        largest = float(np.abs(residuals[:terms]).max())
        is_plain = 1e-3 <= largest < 1e6
        decimals = max(0, 3 - math.floor(math.log10(largest))) if is_plain else 0
        written = []
        for residual, factor in zip(residuals[:terms], inner[:terms], strict=True):
            plain = (
                numbers.fixed(float(residual), decimals)
                if is_plain
                else numbers.significant(float(residual), 3)
            )
            first = _number(plain, enclose=True)
            second = _number(numbers.plain(float(factor)))
            if weight == 1:  # it comes from the data
                second = _in(second, self._theme.data)
            written.append(f"{first} dot ({second})")
        if n > terms:
            written.append("dots")
        color = self._theme.w1 if weight == 1 else self._theme.w0
        return self._formula(
            f"{{{{ = : eq }}}} frac({{{{ 2 : two }}}}, {_number(numbers.plain(n))})"
            f" thin lr(( {' + '.join(written)} )) {{{{ = : equals }}}}"
            f" {{{{ {_in(_number(value), color)} : value }}}}"
        )

    def value(
        self,
        values: tuple[str, str],
        numbers: NumberFormat,
        sign: str = "",
        color: ManimColor | None = None,
    ) -> Formula:
        """Return the gradient, or the one with its sign turned, as a pair of numbers.

        Args:
            values: The written numbers, by w1 and by w0.
            numbers: How numbers are written; a decimal comma asks for a semicolon between two.
            sign: Before the gradient: nothing, or ``-``.
            color: Colour of the left side; the gradient's without it.
        """
        colors = (self._theme.w1, self._theme.w0)
        w1, w0 = (_in(_number(value), own) for value, own in zip(values, colors, strict=True))
        between = ";" if numbers.decimal_sign == "," else ","
        name = _in(f'{sign} nabla"MSE"', color or self._theme.gradient)
        return self._formula(
            f"{{{{ {name} : lhs }}}} {{{{ = : eq }}}}"
            f' {{{{ (lr({w1}"{between}" thick {w0})) : value }}}}'
        )

    def single(self, weight: int, value: str) -> Formula:
        """Return a partial derivative with its value."""
        color = self._theme.w1 if weight == 1 else self._theme.w0
        return self._formula(
            f"{{{{ {_in(self._partial(weight), color)} : lhs }}}} {{{{ = : eq }}}}"
            f" {{{{ {_in(_number(value), color)} : value }}}}"
        )

    def length(self, value: str) -> Formula:
        """Return the gradient's length with its value."""
        color = self._theme.gradient
        name, number = _in('abs(nabla"MSE")', color), _in(_number(value), color)
        return self._formula(f"{{{{ {name} : lhs }}}} {{{{ = : eq }}}} {{{{ {number} : value }}}}")

    def name(self, weight: int | None = None) -> Formula:
        """Return the symbol of a partial derivative, or of the gradient, in its colour."""
        if weight is None:
            return self._formula(_in('nabla"MSE"', self._theme.gradient))
        color = self._theme.w1 if weight == 1 else self._theme.w0
        return self._formula(_in(self._partial(weight), color))

    def _left(self, weight: int) -> str:
        below = f"partial {self._weights[weight]}"
        return f'{{{{ frac(partial""{{{{ "MSE" : mse }}}}, {below}) : lhs }}}}'

    def _partial(self, weight: int) -> str:
        return f'frac(partial"MSE", partial {self._weights[weight]})'

    def _inner(self, weight: int) -> str:
        return f"(-{self._x})" if weight == 1 else "(-1)"


def _in(formula: str, color: ManimColor) -> str:
    """Return Typst maths in a colour, for use within Typst maths."""
    return "#" + colored(f"$display({formula})$", color).removeprefix("#")


def _number(written: str, enclose: bool = False) -> str:
    """Return a written number as one word of Typst's maths."""
    quoted = f'"{written}"'
    return f"({quoted})" if enclose and written.startswith(MINUS) else quoted
