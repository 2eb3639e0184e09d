"""From scenes to files."""
