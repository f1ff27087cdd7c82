"""A party's stay at a table: visit, guests, requests."""
