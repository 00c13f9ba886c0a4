"""Plain Python that the rest stands on: no tables, no pages."""
