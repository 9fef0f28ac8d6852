"""Where uploaded pictures and papers are opened: a process of its own, one at a time, within memory and time.

What is decoded here at upload is what is shown afterwards, so nothing is accepted that cannot be shown. Reading
order: kinds (what a file is), limits, pictures, papers, capture (what the camera wrote), `__main__` (the process),
asking (how the others ask it).
"""

from domain.darkroom.asking import Developed, develop

__all__ = ["Developed", "develop"]
