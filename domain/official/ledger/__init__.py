"""台账 as a table: its columns, what stands in them for a reader, and the files made of it."""
