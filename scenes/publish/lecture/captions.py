"""The narration as caption files."""

import datetime
from collections.abc import Sequence

import srt  # type: ignore[import-untyped]

from scenes.publish.clips.entries import File, TimedCue
from scenes.publish.lecture.folder import OutFolder


def to_srt(cues: Sequence[TimedCue]) -> str:
    """Write cues as SubRip (``.srt``)."""
    text: str = srt.compose(
        [
            srt.Subtitle(
                index=index,
                start=datetime.timedelta(seconds=cue.start),
                end=datetime.timedelta(seconds=cue.end),
                content=cue.text,
            )
            for index, cue in enumerate(cues, start=1)
        ]
    )
    return text


def to_vtt(cues: Sequence[TimedCue]) -> str:
    """Write cues as WebVTT (``.vtt``)."""
    blocks = [f"{_time(cue.start)} --> {_time(cue.end)}\n{_escape(cue.text)}\n" for cue in cues]
    return "\n".join(["WEBVTT\n", *blocks])


def _time(seconds: float) -> str:
    minutes, milliseconds = divmod(round(seconds * 1000), 60_000)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{milliseconds // 1000:02}.{milliseconds % 1000:03}"


def _escape(text: str) -> str:
    """Keep signs that WebVTT reads as markup, and an arrow, which ends a cue."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def put_captions(folder: OutFolder, base: str, cues: Sequence[TimedCue]) -> dict[str, File]:
    """Write caption files into a folder, and describe them by kind."""
    return {
        "vtt": folder.write(f"{base}.vtt", to_vtt(cues)),
        "srt": folder.write(f"{base}.srt", to_srt(cues)),
    }
