"""The lecture's numbers for the manifest: where the descents began and where they ended."""

from gdmath import KerasUnavailableError, Trajectory
from scenes.params import Params
from scenes.publish.lecture.manifest import DescentEnd, LectureNumbers
from scenes.stage.results import Results


def lecture_numbers(params: Params) -> LectureNumbers:
    """Compute the numbers.

    Args:
        params: The parameters in force. With some for which Keras' result is not stored, it is
            trained.
    """
    results = Results(params)
    loss = results.loss
    try:
        keras = _end(results.keras)
    except KerasUnavailableError:
        keras = None
    w1, w0 = map(float, results.start)
    return LectureNumbers(
        start=(w1, w0),
        start_loss=float(loss(w1, w0)),
        minimum=(float(loss.minimum[0]), float(loss.minimum[1])),
        minimum_loss=loss.minimum_loss,
        critical_learning_rate=loss.critical_learning_rate,
        manual=_end(results.trajectory),
        keras=keras,
    )


def _end(trajectory: Trajectory) -> DescentEnd:
    w1, w0 = map(float, trajectory.weights[-1])
    return DescentEnd(
        updates=len(trajectory.weights) - 1,
        w1=w1,
        w0=w0,
        loss=float(trajectory.losses[-1]),
        outcome=trajectory.outcome,
    )
