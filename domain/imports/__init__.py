"""历史导入 (rows 41, 42): a ledger is kept, read and judged (预检), decided, taken in row by row, or taken back.

Reading order: who_may, keeping, reading, deciding, taking_in, taking_back, seeing.
"""
