"""`./bihuan demo`: the invented county 临澄县 to watch, apart from real data.

Reading order: command (the start), clock (its time), seed (its data, from county/), inbox (what people receive).
"""
