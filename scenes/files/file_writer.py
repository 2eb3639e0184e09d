"""Where Manim's files are made: in private, and moved to their names when they are whole.

Manim writes the parts of a film into a folder that all renders of that film share. Two at once
break each other there, and what a killed one leaves breaks the next.
"""

from dataclasses import replace
from pathlib import Path
from typing import Any

from manim.scene.scene_file_writer import SceneFileWriter
from manim.typing import StrPath

from scenes.files.atomic import move_into_place
from scenes.files.gif import write_gif
from scenes.files.joining import join
from scenes.files.segment_encoder import SegmentEncoder
from scenes.files.staging import StagingFolder, clear_leftovers


class StageFileWriter(SceneFileWriter):
    """Writes film, sections and subtitles in a staging folder beside the film's place.

    A section is one part of the film, from one encoder: opening one for each animation, as Manim
    does, costs as much as drawing several frames, and a key frame each.

    Args:
        settings: Manim's; its plan says where the files are to be.
    """

    def __init__(self, settings: Any) -> None:
        self._published = settings.plan
        self._staging: StagingFolder | None = None
        super().__init__(settings)

    def next_section(self, *args: Any, **kwargs: Any) -> None:
        """Begin a section, and with it another part of the film."""
        self._end_part()
        super().next_section(*args, **kwargs)

    def add_partial_movie_file(self, hash_animation: str | None) -> None:
        """Plan a part of the film, in the staging folder, or go on with the one that is open."""
        if self._current_encode_job is not None:
            hash_animation = None  # no part of its own, as if it were skipped
        if self.output_spec.is_video and hash_animation is not None and self._staging is None:
            self._open_staging()
        super().add_partial_movie_file(hash_animation)

    def begin_animation(self, allow_write: bool = False, **kwargs: Any) -> None:
        """Begin a part of the film, unless one is open."""
        if self._current_encode_job is None:
            super().begin_animation(allow_write, **kwargs)

    def end_animation(self, allow_write: bool = False) -> None:
        """Leave the part open for the section's next animation."""

    def _end_part(self) -> None:
        if self._current_encode_job is not None:
            self.close_partial_movie_stream()

    def _create_segment_encoder(self, target: Path) -> SegmentEncoder:
        assert self.video_encoder is not None
        return SegmentEncoder(target=target, spec=self.video_encoder)

    def _open_staging(self) -> None:
        plan = self._published
        self._staging = StagingFolder(plan.primary_artifact.parent)
        folder = self._staging.folder
        sections = plan.sections_dir and folder / "sections"
        self.output_plan = replace(
            plan,
            primary_artifact=folder / plan.primary_artifact.name,
            segment_cache_dir=folder / "parts",
            sections_dir=sections,
            section_index=sections and sections / plan.section_index.name,
            subcaption_file=folder / plan.subcaption_file.name,
            concat_manifest=folder / plan.concat_manifest.name,
        )

    def combine_files(
        self,
        input_files: list[str],
        output_file: Path,
        create_gif: bool = False,
        includes_sound: bool = False,
    ) -> None:
        """Join the parts of the film, or of a section, without encoding them again.

        A GIF is made of the joined film, as the command ``descent`` makes it.
        """
        parts = [Path(file) for file in input_files]
        joined = output_file.with_suffix(parts[0].suffix)
        if joined.suffix != ".mp4":  # without background
            super().combine_files(input_files, output_file, create_gif, includes_sound)
            return
        output_file.parent.mkdir(parents=True, exist_ok=True)
        join(parts, joined)
        if create_gif:
            write_gif(joined, output_file)
            joined.unlink()

    def print_file_ready_message(self, file_path: StrPath) -> None:
        """Say where the film is going to be, not where it is put together."""
        super().print_file_ready_message(
            self._published.primary_artifact.parent / Path(file_path).name
        )

    def finish(self) -> None:
        """Put the film together and move it, with all that belongs to it, to its place."""
        self._end_part()
        super().finish()
        if self._staging is None:
            return
        made, published = self.output_plan, self._published
        if made.sections_dir is not None:
            published.sections_dir.mkdir(parents=True, exist_ok=True)
            names = {section.video for section in self.sections if section.video is not None}
            for name in names:
                move_into_place(made.sections_dir / name, published.sections_dir / name)
            _publish(made.section_index, published.section_index)
            for old in published.sections_dir.glob(
                f"{published.output_stem}_[0-9][0-9][0-9][0-9]_*"
            ):
                if old.name not in names:
                    old.unlink()
        if self.subcaptions:
            _publish(made.subcaption_file, published.subcaption_file)
        else:
            published.subcaption_file.unlink(missing_ok=True)
        _publish(made.primary_artifact, published.primary_artifact)
        self.output_plan = published
        self.final_file_path = published.primary_artifact
        self._close_staging()

    def abort_encode_jobs(self, reraise_encoder_failures: bool = False) -> None:
        """Give up: nothing of what was made stays."""
        try:
            super().abort_encode_jobs(reraise_encoder_failures)
        finally:
            self._close_staging()

    def _close_staging(self) -> None:
        if self._staging is not None:
            self._staging.close()
            self._staging = None
            clear_leftovers(self._published.primary_artifact.parent)


def _publish(made: Path | None, published: Path | None) -> None:
    """Move a file that Manim's plan has a place for, as it does for every video."""
    assert made is not None
    assert published is not None
    move_into_place(made, published)
