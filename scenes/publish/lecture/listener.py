"""Who is told what a build does."""

import contextlib
from collections.abc import Sequence

from scenes.publish.clips.requests import ClipRequest, Reporter
from scenes.publish.lecture.planning import Step


class Console:
    """Is told what a build does, in words; this one tells nobody."""

    def say(self, line: str) -> None:
        """Something is to be known."""

    def plan(self, steps: Sequence[Step]) -> None:
        """This is going to be done."""

    def rendering(
        self,
        requests: Sequence[ClipRequest],  # noqa: ARG002  (for those who tell somebody)
    ) -> contextlib.AbstractContextManager[Reporter]:
        """Clips are going to be rendered: return who is told of it."""
        return contextlib.nullcontext(Reporter())
