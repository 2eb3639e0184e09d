"""What is shown: Manim scenes that render the lecture on gradient descent."""
