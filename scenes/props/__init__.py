"""What is put on the stage: plots, heat map, path, fitted line, loss curve, tables, counters."""
