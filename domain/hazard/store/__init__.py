"""What is read of hazards for their rules, in SQL."""
