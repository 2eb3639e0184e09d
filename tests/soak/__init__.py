"""Faults made on purpose, at random and by the hundred: `make soak`."""
