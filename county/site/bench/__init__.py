"""Benchmarks: one file each; docs/performance.md tells what they found."""
