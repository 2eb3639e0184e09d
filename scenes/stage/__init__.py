"""What every chapter stands on: film, beats, regions, camera, theme, text, strings."""
