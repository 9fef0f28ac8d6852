"""A form read whole, however many photos came with it: what is too much of them is left out, never what was typed."""

from http import HTTPStatus

from starlette.datastructures import FormData, Headers, UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from domain.evidence.files import MOST_BYTES

MOST_FILES = 24
MOST_FIELDS = 500
MOST_BYTES_OF_PHOTOS = 3 * MOST_BYTES
"""Of all files of one form; with scripts each is made small before it is sent."""
LEFT_OUT = "x-bihuan-left-out"
READ = "bihuan.form"
"""Where a request keeps its form: its body comes once, and who refuses it reads what was typed again."""


async def read_form(request: Request) -> FormData:
    """The form; a file that was left out says so (`was_left_out`). 400 for what is none."""
    if READ not in request.scope:
        request.scope[READ] = await _parse(request)
    form: FormData = request.scope[READ]
    return form


async def _parse(request: Request) -> FormData:
    if not request.headers.get("content-type", "").lower().startswith("multipart/form-data"):
        return await request.form(max_fields=MOST_FIELDS)
    try:
        return await _Patient(request.headers, request.stream(), max_fields=MOST_FIELDS).parse()
    except MultiPartException as error:
        raise HTTPException(HTTPStatus.BAD_REQUEST, detail=error.message) from None


def was_left_out(file: UploadFile) -> bool:
    """Whether there was no room for this file."""
    return LEFT_OUT in file.headers


class _Patient(MultiPartParser):
    """Keeps reading where others give up, and writes down no more than there is room for."""

    _written = 0
    _ended = False

    def on_end(self) -> None:
        """The last boundary has come."""
        self._ended = True

    async def parse(self) -> FormData:
        """Read it whole; what breaks off before its end is no form: a photo would be missing without a word."""
        form = await super().parse()
        if not self._ended:
            for file in self._files_to_close_on_error:
                file.close()
            raise MultiPartException("The form breaks off.")
        return form

    def on_headers_finished(self) -> None:
        """A file beyond the most is left out from its first byte."""
        super().on_headers_finished()
        if self._current_part.file is not None and self._current_files > MOST_FILES:
            self._leave_out(self._current_part.file)

    def on_part_data(self, data: bytes, start: int, end: int) -> None:
        """Of one file at most a byte more than may be kept, of all together what there is room for."""
        file, many = self._current_part.file, end - start
        if file is None:
            super().on_part_data(data, start, end)
            return
        its = sum(len(piece) for part, piece in self._file_parts_to_write if part.file is file) + (
            file.size or 0
        )
        if was_left_out(file) or its > MOST_BYTES:
            return
        if self._written + many > MOST_BYTES_OF_PHOTOS:
            self._written -= its
            self._leave_out(file)
            return
        self._written += many
        super().on_part_data(data, start, end)

    @staticmethod
    def _leave_out(file: UploadFile) -> None:
        file.headers = Headers({**file.headers, LEFT_OUT: "yes"})
