"""Ways to follow: feeds."""
