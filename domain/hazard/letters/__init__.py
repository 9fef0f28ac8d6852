"""The papers of supervision as they are drafted from a hazard: what each kind says, and to whom."""
