"""What lies in files: the assets, what is kept for a user, and how files are written safely.

Staging, atomic writes, locks, joining, Manim's writer, the store of Keras' trajectories.
"""
