"""Formulas, and how one turns into the next."""
