"""Given: conditions on what the actor supplied. Each names the field, the rule and the way out."""
