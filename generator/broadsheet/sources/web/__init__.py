"""Papers by identifier from web services."""
