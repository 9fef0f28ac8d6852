"""What leaves on paper: the ledger (台账) as a table. Counted and read by the same filters as every list."""
