"""Ledgers (台账) that people kept in workbooks, read: no database, no clock, nothing decided in secret.

What a cell means is either plain, or plain with a remark that says how it was read, or asked, or refused with the
reason. Reading order: grid, columns, head, what (days, terms, money, kinds, people and units), row, rows, doubles.
"""
