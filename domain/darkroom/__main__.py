"""The room of photos, papers and templates: `python -m domain.darkroom`."""

from pathlib import Path
from typing import Any

from domain.darkroom.filling import fill_template
from domain.darkroom.kinds import PDF, kind_of
from domain.darkroom.papers import develop_paper
from domain.darkroom.pictures import develop_picture
from domain.darkroom.room import Job, serve
from domain.darkroom.second_formats import refuse_second_formats


def _develop(asked: dict[str, Any]) -> dict[str, Any]:
    path, folder = Path(asked["path"]), Path(asked["folder"])
    data = path.read_bytes()
    kind = kind_of(data)
    if kind == PDF:
        return develop_paper(path, data, folder)
    refuse_second_formats(data, kind)
    del data
    return develop_picture(path, kind, folder)


def _fill(asked: dict[str, Any]) -> dict[str, Any]:
    return fill_template(asked, Path(asked["folder"]))


JOBS = {
    "photo": Job(
        _develop,
        too_slow="文件打开用时过长，请重新拍照，或另存后上传",
        fell_over="文件打不开：可能已损坏，或展开后太大。请重新拍照，或缩小后上传",
    ),
    "template": Job(
        _fill,
        too_slow="模板套用用时过长，请简化版式后上传",
        fell_over="模板打不开：可能已损坏，或展开后太大。请用 Word 或 WPS 重新保存、缩小图片后上传",
    ),
}
"""By what is asked for (`as`): a photo or paper to be developed, a template filled."""

if __name__ == "__main__":
    serve(JOBS)
