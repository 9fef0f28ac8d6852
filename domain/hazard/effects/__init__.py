"""What changes: pure functions of (case, command, act) that return the changed columns.

Besides columns of the hazard a dict may carry directions to the writer: `begin` and `end` (terms by name),
`give_number`, `paper` (a new or changed paper), `close_papers` (a reason), and `state` when the row's target depends
on the case.
"""
