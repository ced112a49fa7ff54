"""Raw output of benchmark tools in, rows with units and provenance out, and the Parquet dataset."""
