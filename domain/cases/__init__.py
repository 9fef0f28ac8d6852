"""The engine of every kind of case: tables, clocks, the one writer, and what is derived."""
