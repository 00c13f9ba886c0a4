"""Tests: the adapter of WeCom."""
