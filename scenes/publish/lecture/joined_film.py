"""The film, joined of the clips that stand in a folder."""

from collections.abc import Sequence
from typing import TypeVar

from scenes.chapters import CHAPTERS, POSTER
from scenes.publish.clips.entries import TimedCue
from scenes.publish.lecture.captions import put_captions
from scenes.publish.lecture.folder import OutFolder
from scenes.publish.lecture.listener import Console
from scenes.publish.lecture.manifest import BeatSpan, ChapterMark, ClipEntry, FilmEntry
from scenes.publish.lecture.page_frame import page_words

Timed = TypeVar("Timed", BeatSpan, TimedCue)


def join_film(
    folder: OutFolder,
    language: str,
    before: FilmEntry | None,
    clips: Sequence[ClipEntry],
    console: Console,
) -> FilmEntry | None:
    """Join the film of the clips that stand in the folder, if they are of one kind.

    Args:
        folder: The folder.
        language: Of the clips.
        before: The film that stands there whole, or None.
        clips: The clips, in the film's order.
        console: Is told what is done.
    """
    keys = [clip.key for clip in clips]
    if len(clips) < len(CHAPTERS) or not all(clip.is_current for clip in clips):
        return before and before.model_copy(update={"is_current": False})
    if before and before.clips == keys:
        return before.model_copy(update={"is_current": True})
    from scenes.files.joining import Mark, join

    base = f"{language}/descent"
    console.say(f"joining {base}.mp4")
    title = page_words(language)["title"]
    rate = clips[0].made_of.quality.frame_rate
    marks, starts, start = [], [], 0
    for clip in clips:
        marks.append(Mark(clip.title, start, start + clip.frames))
        starts.append(start / rate)
        start += clip.frames
    parts = [folder.find(clip.files["mp4"].path) for clip in clips]
    with folder.making(f"{base}.mp4") as part:
        join(parts, part, marks, {"title": title, "language": language})
    placed = list(zip(clips, starts, strict=True))
    cues = [_shifted(cue, offset) for clip, offset in placed for cue in clip.cues]
    poster = next(clip for clip in clips if clip.name == POSTER).files["png"].path
    return FilmEntry(
        title=title,
        clips=keys,
        is_current=True,
        frames=start,
        duration=start / rate,
        chapters=[
            ChapterMark(name=clip.name, title=clip.title, start=offset, end=offset + clip.duration)
            for clip, offset in placed
        ],
        beats=[_shifted(beat, offset) for clip, offset in placed for beat in clip.beats],
        cues=cues,
        files={
            "mp4": folder.described(f"{base}.mp4"),
            "png": folder.copy(folder.find(poster), f"{base}.png"),
            **put_captions(folder, base, cues),
        },
    )


def _shifted(timed: Timed, offset: float) -> Timed:
    update = {"start": timed.start + offset, "end": timed.end + offset}
    return timed.model_copy(update=update)
