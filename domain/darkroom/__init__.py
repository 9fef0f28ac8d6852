"""Where uploaded pictures, papers and templates are opened: a process of its own, within memory and time.

What is decoded here at upload is what is shown afterwards, so nothing is accepted that cannot be shown. Reading
order: kinds (what a file is), limits, pictures, papers, capture (what the camera wrote), documents (what a .docx may
hold), placeholders, filling, `__main__` (the process), asking (how the others ask it).
"""

from domain.darkroom.asking import Developed, Filled, develop, fill

__all__ = ["Developed", "Filled", "develop", "fill"]
