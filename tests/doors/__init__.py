"""Tests: every door, and what should not pass it."""
