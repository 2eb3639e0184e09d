"""The forms of words that go with a number: one step, two steps; один шаг, два шага, пять шагов.

A string of the film writes them behind the number's name: ``"{n} {n:шаг|шага|шагов}"``. How many
forms there are, and which number takes which, is said by the language file in gettext's notation.
"""

import gettext
from functools import cache


class Count(str):
    """A number of things as it is written, which chooses among the forms of a word.

    ``f"{n}"`` is the number itself, ``f"{n:step|steps}"`` the form that goes with it.
    """

    form: int

    def __new__(cls, written: str, form: int) -> "Count":
        """Write a number.

        Args:
            written: The number's digits.
            form: Which of a word's forms goes with it, from 0 on.
        """
        count = super().__new__(cls, written)
        count.form = form
        return count

    def __format__(self, forms: str) -> str:
        """Return the form that goes with the number, or the number if no forms are given.

        Raises:
            IndexError: The language has more forms than are given.
        """
        return forms.split("|")[self.form] if forms else str(self)


@cache
def plural_form(rule: str, number: int) -> int:
    """Return which form of a word goes with a number.

    Args:
        rule: An expression in n as in the header ``Plural-Forms`` of gettext: ``n != 1``.
        number: The number of things, not negative.
    """
    return int(gettext.c2py(rule)(number))
