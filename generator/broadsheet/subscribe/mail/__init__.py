"""The digest by mail: what is in an edition, its HTML and text, its messages, and handing them over."""
