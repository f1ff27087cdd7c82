"""The menu as a spreadsheet: one row per dish, read with care and written so that it reads back."""
