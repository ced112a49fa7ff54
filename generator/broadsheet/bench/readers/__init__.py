"""A module for each format of a benchmark tool, and what some of them share."""
