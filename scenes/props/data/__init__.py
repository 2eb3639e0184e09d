"""The training data, the neuron and its line, and how wrong it is: bars, squares, tables."""
