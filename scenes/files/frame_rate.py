"""How many frames a second a video shows, whichever PyAV reads it."""

from fractions import Fraction

import av


def frame_rate(stream: av.VideoStream) -> Fraction:
    """Return a stream's frames per second; 0 where the file does not say.

    PyAV has rationals of its own from 19 on, which cannot be rounded; before, it had fractions.
    """
    rate = stream.average_rate
    return Fraction(rate.numerator, rate.denominator) if rate else Fraction(0)
