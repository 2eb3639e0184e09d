"""What lies in the weight plane: heat map, path, arrows, level lines, eigen-axes."""
