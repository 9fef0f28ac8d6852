"""The engine of the tables, and the predicates and clocks the tables are written with."""
