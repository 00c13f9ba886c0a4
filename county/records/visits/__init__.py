"""Visits to residents and firms: why, by whom, in which order, what came of them."""
