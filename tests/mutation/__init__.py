"""Whether a changed definition makes stale exactly the clips whose frames it changes."""
