"""Tests: the stand-in for WeCom."""
