"""Where rows live: the embedded PostgreSQL, the engine, the unit of work, evidence, settings."""
