"""The people who work here: staff, roles, sign-in sessions, PINs."""
