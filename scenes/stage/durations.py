"""The few durations that no words decide, in seconds; all others are shares of a cue."""

BREATH = 0.15
"""Seconds at the end of a beat, after its words."""
FADE = 0.5
"""Seconds in which something appears or goes."""
EXCHANGE = 0.8
"""Seconds in which one picture goes, and then another appears in its place."""
OPENING = 0.5
"""Seconds in which a chapter's title and first picture come out of the background."""
CLOSING = 0.6
"""Seconds in which a chapter's last picture goes into the background."""
THINKING = 1.2
"""Seconds between a question, once it is read, and its answer."""
SHORTEST_MOVE = 0.6
"""Seconds that a movement takes at least, also at the end of its cue."""
