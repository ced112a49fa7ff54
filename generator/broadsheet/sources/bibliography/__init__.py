"""Bibliographic formats, in and out: BibTeX, RIS, CSL-JSON, Zotero, and what their texts, names and dates need."""
