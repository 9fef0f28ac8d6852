"""What photos must show (rows 1, 20, 29, 30): compared by their pictures, so that other bytes make no new photo.

The same photo means equal pixels as decoded: one that was written anew at another quality, or cut, is another photo.
"""

from collections.abc import Iterable

from domain.calendar import at_time, day_of
from domain.cases.case import Case
from domain.cases.steps import Act
from domain.commands import LookBackOk, Reopen, Report, ServeMeasure, Submit
from domain.errors import WrongInput
from domain.hazard.checks.bounds import between, now

AFTERWARDS = "请至少拍一张整改后的照片；整改的是文件资料的，拍下文件即可。"
OR_WHY = "不便拍照时请写明原因。"


def report_has_photos(case: Case, command: Report, _act: Act) -> None:
    """A photo or a reason for none; what was put right on the spot looks otherwise than before."""
    if not command.photos and not command.no_photo_because:
        raise WrongInput("请至少拍一张照片；不便拍照时请写明原因。", field="photos")
    if not command.no_photo_because:
        refuse_papers_alone(case, command.photos, f"请至少拍一张照片；{OR_WHY}")
    no_picture_twice(case, command.photos, "photos")
    if command.fixed is None:
        return
    if case.shown_by(command.fixed.photos) & case.shown_by(command.photos):
        raise WrongInput("整改后照片与整改前照片相同，请重新拍摄。", field="fixed.photos")
    _refuse_of_another_hazard(case, command.fixed.photos, "fixed.photos")
    refuse_papers_alone(case, command.fixed.photos, AFTERWARDS, "fixed.photos")
    no_picture_twice(case, command.fixed.photos, "fixed.photos")


def after_photos_are_new(case: Case, command: Submit, _act: Act) -> None:
    """An after-photo of this round: not the one taken before, none shown in an earlier round or on another hazard."""
    shown, before = case.shown_by(command.photos), case.shown_by(case.hazard.before_photos)
    of_earlier_rounds = case.shown_by(case.shown_before)
    if shown & before:
        raise WrongInput("整改后照片与整改前照片相同，请重新拍摄。", field="photos")
    if shown & of_earlier_rounds:
        raise WrongInput("这张照片以前各轮已经用过，请拍本次整改后的现场。", field="photos")
    no_picture_twice(case, command.photos, "photos")
    _refuse_of_another_hazard(case, command.photos)
    old = of_earlier_rounds | before
    of_this_round = [photo for photo in case.hazard.after_photos if not case.shown_by([photo]) & old]
    if not command.photos and not of_this_round:
        raise WrongInput("请上传整改后的照片。", field="photos")
    refuse_papers_alone(case, [*command.photos, *of_this_round], AFTERWARDS)


def shows_that_it_came_back(case: Case, command: Reopen, _act: Act) -> None:
    """重新整改 rests on evidence: a photo, or a reason why there is none."""
    if not command.photos and not command.no_photo_because:
        raise WrongInput("请拍下再次出现的情况；不便拍照时请写明原因。", field="photos")
    if not command.no_photo_because:
        refuse_papers_alone(case, command.photos, f"请拍下再次出现的情况；{OR_WHY}")


def photos_are_new(case: Case, command: Reopen | LookBackOk, _act: Act) -> None:
    """What shows how it is now was not shown before."""
    old = {*case.shown_before, *case.hazard.before_photos, *case.hazard.after_photos}
    if case.shown_by(command.photos) & case.shown_by(old):
        raise WrongInput("这张照片以前已经用过，请拍现在的现场。", field="photos")
    no_picture_twice(case, command.photos, "photos")


def photos_are_of_today(case: Case, command: LookBackOk, act: Act) -> None:
    """回头看 (settled point 27): photos taken on the day itself, none of them shown before."""
    photos_are_new(case, command, act)
    _refuse_of_another_hazard(case, command.photos)
    refuse_papers_alone(case, command.photos, "请在现场拍一张今天的照片。")
    first = (at_time(day_of(case.at), "00:00"), "今天零时")
    between(command.seen_at, first, now(case), field="seen_at", called="查看时间")
    if any(day_of(taken) != day_of(case.at) for taken in case.taken):
        raise WrongInput("回头看须用当天在现场拍的照片，请重新拍摄。", field="photos")


def receipt_shows_a_receipt(case: Case, command: ServeMeasure, _act: Act) -> None:
    """送达回证 (row 35) is a photo of the signed form: what shows this hazard shows no receipt."""
    of_the_place = {*case.hazard.before_photos, *case.hazard.after_photos}
    if case.shown_by(command.photos) & case.shown_by(of_the_place):
        raise WrongInput("这是隐患照片，请拍签收后的送达回证；没有回证的可以不附。", field="photos")


def _refuse_of_another_hazard(case: Case, photos: Iterable[str], field: str = "photos") -> None:
    """What another hazard shows, shows nothing of this one. Which one it is stays untold to who may not know of it."""
    found = next((photo for photo in photos if _of_another_hazard(case, photo)), None)
    if found is not None:
        name = case.elsewhere[found]
        used = f"已用于隐患 {name}" if name else "以前已经用过"
        raise WrongInput(f"这张照片{used}，请拍本条整改后的现场。", field=field)


def _of_another_hazard(case: Case, photo: str) -> bool:
    """Papers aside: one may prove what was put right in several places."""
    return photo in case.elsewhere and photo not in case.documents


def refuse_papers_alone(case: Case, photos: Iterable[str], instead: str, field: str = "photos") -> None:
    """Papers (PDF) show no place: they may stand beside a photo, not instead of one; `instead` is the way out."""
    if (given := set(photos)) and given <= case.documents:
        raise WrongInput(f"只有 PDF，看不到现场：{instead}PDF 可以一并附上。", field=field)


def no_picture_twice(case: Case, photos: list[str], field: str) -> None:
    """The same bytes twice are counted once where they come in; here it is the same picture in other bytes."""
    if len(case.shown_by(photos)) < len(photos):
        raise WrongInput("有两张照片是同一张，请删去一张，或补拍另一张。", field=field)
