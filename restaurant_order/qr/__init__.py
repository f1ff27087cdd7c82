"""Codes as pictures: what a phone's camera reads."""
