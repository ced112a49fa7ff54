"""Changes to people's files: tidy YAML, put where it belongs, nothing else touched."""
