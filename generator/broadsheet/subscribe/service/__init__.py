"""The subscription service: who wants the digest by mail, asked twice, kept outside the repository."""
