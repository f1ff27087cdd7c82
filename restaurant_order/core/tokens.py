"""Secrets in cookies and links: random, and kept only as digests."""

import hashlib
import secrets


def new_token() -> str:
    """256 random bits, safe in a URL or cookie."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """What is kept of a token: SHA-256, enough for a secret nobody could guess."""
    return hashlib.sha256(token.encode()).hexdigest()
