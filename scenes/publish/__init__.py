"""From scenes to files: the `descent` command, clips, captions, the page and the slides."""

from scenes.files.imported import note_imports

note_imports()
