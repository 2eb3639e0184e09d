"""What stands in space: the loss surface, its axes, paths, marks, labels, the turn to the map."""
