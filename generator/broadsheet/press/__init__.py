"""Shells, splicing and the one writer of the output folder."""
