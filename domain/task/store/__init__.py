"""What is read of the rules of tasks, in SQL."""
