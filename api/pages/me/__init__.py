"""/, /mine and /me: what waits for me, what I was told, my account and how I am reached."""
