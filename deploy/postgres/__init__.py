"""The embedded PostgreSQL: its binaries, its cluster, its roles."""
