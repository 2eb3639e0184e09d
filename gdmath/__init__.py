"""Gradient descent of one linear neuron: what is true, as numbers."""
