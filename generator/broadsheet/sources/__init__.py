"""Readers of what contributors write: YAML and BibTeX in, frozen records and problems out."""
