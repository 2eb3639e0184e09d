"""What is drawn over updates, rates or a line through the plane."""
