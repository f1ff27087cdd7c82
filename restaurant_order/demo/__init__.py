"""A believable restaurant to try the house with; it goes in through the same doors as any other."""
