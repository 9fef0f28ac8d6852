"""Photos that arrive with a form, from a browser without scripts: kept at once, so that no refusal loses them."""

from typing import Any

from api.pages.forms import Form
from api.pages.multipart import MOST_BYTES_OF_PHOTOS, MOST_FILES, was_left_out
from api.pages.visitor import SentVisit
from domain.errors import Refusal, TooLarge
from domain.evidence.files import keep

NO_ROOM = (
    f"没有收下，一次最多提交 {MOST_BYTES_OF_PHOTOS // 1024 // 1024} MB、{MOST_FILES} 个文件；"
    "已收下的不用再选，请再选其余的提交。"
)


def keep_files(page: SentVisit, form: Form[Any]) -> bool:
    """Keep every file under the field it came with; one that is refused is told there. Whether all were kept."""
    for name, files in page.files.items():
        for n, file in enumerate(files, start=1):
            try:
                if was_left_out(file):
                    raise TooLarge(NO_ROOM, field=name)
                kept = keep(page.store, file.file, by=page.who, at=page.at)
                hashes = form.typed.setdefault(name, [])
                if kept.hash not in hashes:
                    hashes.append(kept.hash)
            except Refusal as refusal:
                which = f"第 {n} 张：" if len(files) > 1 else ""
                form.errors[name] = form.error(name) + which + refusal.detail
    return not form.errors
