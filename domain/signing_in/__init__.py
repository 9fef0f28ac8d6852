"""Signing in: passwords and their rules, second factor, sessions, waits after failures, the record of it all.

Machine time throughout: a session is a matter of machines, not of the law.
"""
