"""Pages of tasks: one with its checklist, and how a day went."""
