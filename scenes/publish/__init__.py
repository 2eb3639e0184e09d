"""From scenes to files: the `descent` command, clips, captions, the page and the slides."""
