"""How files are written safely: staging, atomic writes, locks, joining, Manim's writer."""
