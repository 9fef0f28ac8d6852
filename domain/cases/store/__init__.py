"""How a case is read, locked and written, in SQL."""
