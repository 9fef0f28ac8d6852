"""Where uploaded pictures, papers, templates and ledgers are opened: in processes of its own, within memory and time.

What is decoded here at upload is what is shown afterwards, so nothing is accepted that cannot be shown. Reading
order: kinds (what a file is), limits, pictures, papers, capture (what the camera wrote); documents (what a .docx may
hold), placeholders, filling; packed, columns_of_text, ledgers (workbooks, opened for the lines they hold); in_place,
marked_styles, marked_sheet, plain_workbook, marking (workbooks sent back marked); room (the machine of both
processes), `__main__` and workbooks (their jobs), asking (how the others ask it).
"""

from domain.darkroom.asking import Developed, Filled, develop, fill, mark_ledger, open_ledger

__all__ = ["Developed", "Filled", "develop", "fill", "mark_ledger", "open_ledger"]
