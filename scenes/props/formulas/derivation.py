"""The gradient in formulas: how it follows from the MSE, the sums it asks for, what it is."""

from manim import ManimColor

from gdmath import MseLoss
from scenes.props.data.error_table import DIGITS, write_column
from scenes.props.formulas.formula import Formula
from scenes.stage.numbers import MINUS, NumberFormat
from scenes.stage.theme import Theme
from scenes.stage.typesetting import colored, escape

TERMS_SHOWN = 2
"""How many terms of a sum are written before its dots."""


class GradientFormulas:
    """Writes the formulas of the gradient, each meaning in its colour.

    Named parts: ``eq`` the sign at which lines align, ``lhs`` left of it, ``sum`` what makes a
    mean of the terms, ``outer`` and ``inner`` the derivatives of the chain rule, ``dot`` between.

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

    def of_three(self) -> Formula:
        """Return the gradient of a function of three variables; its parts are ``u1`` to ``u3``.

        What they share is the part ``frame``.
        """
        partials = " , ".join(
            f"{{{{ thin frac(partial f, partial u_{index}) thin : u{index} }}}}"
            for index in (1, 2, 3)
        )
        return self._formula(
            f"{{{{ nabla f(u_1, u_2, u_3) : lhs }}}} {{{{ = : eq }}}}"
            f" {{{{ lr(({partials})) : frame }}}}"
        )

    def of_many(self) -> Formula:
        """Return the gradient of a function of m variables, in short and written out.

        Its parts are ``short``, then ``first``, ``dots`` and ``last``, in the part ``frame``.
        """
        return self._formula(
            "{{ nabla f(u_1, dots, u_m) : lhs }} {{ = : eq }}"
            " {{ lr((frac(partial f, partial u_j)))_(j=1)^m : short }}"
            " {{ = lr(({{ frac(partial f, partial u_1) : first }} thin, thin {{ dots : dots }}"
            " thin, thin {{ frac(partial f, partial u_m) : last }})) : frame }}"
        )

    # How it follows from the MSE.

    def squared_error(self, weight: int, outer: str, inner: str) -> Formula:
        """Return the partial derivative of one squared error, by the chain rule.

        Its parts are ``operator``, ``square``, ``eq``, ``outer``, ``dot`` and ``inner``.

        Args:
            weight: 1 or 0, the weight by which it is differentiated.
            outer: What the outer derivative is called.
            inner: What the inner derivative is called.
        """
        own = self._theme.w1 if weight == 1 else self._theme.w0
        # As wide as what it names, whatever its own width: no gap opens beside a short bracket.
        name = f"#box(width: 0pt, height: 0.8em, place(center, {colored(escape(inner), own)[1:]}))"
        return self._formula(
            f"{{{{ frac(partial, partial {self._weights[weight]}) : operator }}}}"
            f" {{{{ {self._bracket}^2 : square }}}} {{{{ = : eq }}}}"
            f' {{{{ underbrace(2 {self._bracket}, "{outer}") : outer }}}} {{{{ dot : dot }}}}'
            f" {{{{ underbrace({self._inner(weight)}, {name}) : inner }}}}"
        )

    def partial(self, weight: int) -> Formula:
        """Return the partial derivative of the MSE: the mean of those of the squared errors."""
        return self._formula(
            f'{{{{ frac(partial"MSE", partial {self._weights[weight]}) : lhs }}}}'
            " {{ = : eq }} {{ frac(1, n) sum_(i=1)^n thin : sum }}"
            f" {{{{ 2 {self._bracket} : outer }}}} {{{{ dot : dot }}}}"
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
            numbers: How the terms are written; the errors as in their table, where it has room.
            terms: How many of them are written at most.
        """
        n = len(loss.x)
        residuals = loss.y - loss.predict(*weights)
        inner = -loss.x if weight == 1 else [-1.0] * n
        errors = write_column(residuals.tolist(), numbers, DIGITS[0])
        written = []
        for plain, factor in zip(errors, inner, strict=True):
            first = _number(plain, enclose=True)
            second = _number(numbers.plain(float(factor)))
            if weight == 1:  # it comes from the data
                second = _in(second, self._theme.data)
            written.append(f"{first} dot ({second})")
        del written[terms:]
        if n > terms:
            written.append("dots")
        color = self._theme.w1 if weight == 1 else self._theme.w0
        return self._formula(
            f"{{{{ = : eq }}}} {{{{ frac(2, {_number(numbers.plain(n))})"
            f" thin lr(( {' + '.join(written)} )) : terms }}}}"
            f" {{{{ = {_in(_number(value), color)} : value }}}}"
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

    def name(self, weight: int | None = None) -> Formula:
        """Return the symbol of a partial derivative, or of the gradient, in its colour."""
        if weight is None:
            return self._formula(_in('nabla"MSE"', self._theme.gradient))
        color = self._theme.w1 if weight == 1 else self._theme.w0
        return self._formula(_in(self._partial(weight), color))

    def _partial(self, weight: int) -> str:
        return f'frac(partial"MSE", partial {self._weights[weight]})'

    def _inner(self, weight: int) -> str:
        derivative = f"-{self._x}" if weight == 1 else "-1"
        own = self._theme.w1 if weight == 1 else self._theme.w0
        return _in(f"({derivative})", own)


def _in(formula: str, color: ManimColor) -> str:
    """Return Typst maths in a colour, for use within Typst maths."""
    return "#" + colored(f"$display({formula})$", color).removeprefix("#")


def _number(written: str, enclose: bool = False) -> str:
    """Return a written number as one word of Typst's maths."""
    quoted = f'"{written}"'
    return f"({quoted})" if enclose and written.startswith(MINUS) else quoted
