"""Photos and papers as files: by hash, sealed, shown, cleared away."""
