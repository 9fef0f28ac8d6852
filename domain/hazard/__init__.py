"""A hazard (隐患): its table, who acts, its clocks and ladder, papers, listing, notices."""
