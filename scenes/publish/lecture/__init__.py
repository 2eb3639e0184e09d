"""The lecture's folder: clips, film and captions in place, the page, slides, and its manifest."""
