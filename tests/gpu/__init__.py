"""Measures on an NVIDIA card what the digest's papers are about; docs/gpu-runs.md tells how to run it."""
