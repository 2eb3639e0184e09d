"""How long clips take to be rendered, compared with each other: for estimates of the time left.

How fast the machine is, and what else it does, shows while it renders.
"""

from dataclasses import dataclass

from scenes.publish.clips.requests import ClipRequest


@dataclass(frozen=True)
class _Usual:
    seconds: float
    """That the chapter plays with the default parameters."""
    frame: float
    """Processor time of a frame at 1080p, in milliseconds: drawn and encoded."""


_CHAPTERS = {
    "neuron": _Usual(81, 53),
    "surface": _Usual(54, 100),
    "gradient": _Usual(100, 44),
    "blow_up": _Usual(41, 69),
    "learning_rate": _Usual(71, 61),
    "convergence": _Usual(75, 62),
    "keras_training": _Usual(46, 50),
    "recap": _Usual(31, 41),
}
"""As measured at five frames a second on one machine; only their ratios count."""
_OTHER = _Usual(62, 60)
"""Of a chapter that is not in the list."""
WEBM = 2
"""How many times as long a clip takes without background: VP9 with alpha is two videos."""


def usual_frames(request: ClipRequest) -> int:
    """Return about how many frames a clip has that was never rendered."""
    seconds = _CHAPTERS.get(request.chapter, _OTHER).seconds
    return round(seconds * request.quality.frame_rate)


def cost_of_a_frame(request: ClipRequest) -> float:
    """Return what a frame costs, compared with those of other clips of the same quality."""
    cost = _CHAPTERS.get(request.chapter, _OTHER).frame
    return cost * WEBM if request.transparent else cost
