"""Broadsheet: a static-site generator for curated digests of research papers."""

__version__ = "0.1.0"
