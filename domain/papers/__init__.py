"""Official papers: what one says, typed and frozen at signing, and its looks (page, PDF, Word file)."""
