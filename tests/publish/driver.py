"""The command ``descent`` with tiny pictures: ``python -m tests.publish.driver build recap``."""

import signal
import sys
import warnings

from scenes.publish.clips import qualities
from scenes.publish.clips.entries import Quality
from scenes.publish.lecture import preflight

TINY = Quality(name="preview", width=160, height=90, frame_rate=5)

if __name__ == "__main__":
    warnings.simplefilter("ignore")
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's job has it ignored
    qualities.QUALITIES["preview"] = TINY
    if "--no-space-check" in sys.argv:
        sys.argv.remove("--no-space-check")
        preflight.COPIES = 0
    from scenes.publish.cli import main

    main()
