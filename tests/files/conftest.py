"""What the tests of files share: Manim, imported without the warnings of what it imports."""

import tests.quiet_manim  # noqa: F401
