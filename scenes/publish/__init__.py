"""From scenes to files: stills for now."""
