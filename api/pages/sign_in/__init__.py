"""/sign-in: a password, its second step, or the word of a service outside."""
