"""The place: restaurant, areas, tables and their codes, stations, settings."""
