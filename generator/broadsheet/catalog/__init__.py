"""The whole collection: ids and URLs, duplicates, people, corpus-wide checks."""
