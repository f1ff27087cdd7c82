"""What can be ordered: categories, dishes, options, availability, stock."""
