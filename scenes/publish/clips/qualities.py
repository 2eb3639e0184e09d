"""How large and how smooth clips are made."""

from scenes.publish.clips.entries import Quality

QUALITIES = {
    quality.name: quality
    for quality in (
        Quality(name="preview", width=854, height=480, frame_rate=15),
        Quality(name="lecture", width=1920, height=1080, frame_rate=60),
        Quality(name="4k", width=3840, height=2160, frame_rate=60),
    )
}
"""Those that can be asked for, by name; sizes and rates are Manim's -ql, its default and -qk."""
