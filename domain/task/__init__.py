"""The second kind of case: a task (任务) of a rule, for a unit and a period: due, done or missed.

Reading order: checklist, commands, case, people, sheet, table, clocks, notices, kind, opening, handing_in.
"""
