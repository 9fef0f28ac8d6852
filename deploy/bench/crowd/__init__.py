"""A hundred thousand hazards: a few real lives, lived through `perform()`, and their copies by set-based SQL.

A copy differs from its life in unit, people, days, ref and number; its journal lines and notices are copied too. The
hash chains of copies are not those of their contents: what is measured is reading, and nobody verifies them here.
Reading order: county, lives, copies.
"""
