"""Clips: what one is made of and called, rendered, looked at, and kept until it is stale."""
