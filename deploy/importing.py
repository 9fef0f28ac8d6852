"""`./bihuan import FILE...`: a ledger kept before, line by line; with `--go` the rows that may be become hazards."""

import argparse
import getpass
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.demo_time import stored_time
from deploy.migrate import schema_is_current
from deploy.opening import borrowed_database
from deploy.terminal import say
from domain import clock
from domain.directory.organisation import Actor
from domain.errors import CodeNeeded, NotReady, Refusal
from domain.imports.deciding import decide
from domain.imports.keeping import keep_ledger
from domain.imports.marked import marked
from domain.imports.seeing import Seen, Whole, import_seen, lines_seen, questions_seen
from domain.imports.taking_in import begin_taking_in, take_in
from domain.intake.row import Ruling
from domain.signing_in.door import NOWHERE, Knock, sign_in, sign_out
from domain.store.base import Store
from domain.store.settings import Settings, StartError

SAID_EVERY = 20
"""Batches."""
PLAIN = frozenset({Ruling.READY, Ruling.TAKEN_IN, Ruling.KNOWN})
"""Told only where every line is wanted."""


def main(settings: Settings, options: argparse.Namespace) -> int:
    """Check each file, and take it in where that is wanted; 1 when a row waits for a decision or cannot be taken in."""
    if options.marked and len(options.files) > 1:
        raise StartError("--marked 一次只标注一个文件，请分开导入 (--marked takes one FILE)")
    settings = settings.for_looking()
    answers = dict(_answer(text) for text in options.answer)
    with borrowed_database(settings) as url:
        if not schema_is_current(url):
            raise StartError("数据库结构不是本版本的，请先运行 ./bihuan up 升级 (the schema is not current)")
        store = Store.open(url.render_as_string(hide_password=False), settings.data / "evidence")
        try:
            _in_its_time(store)
            with _signed_in(store, options.login) as who:
                return max(_one(store, who, Path(file), answers, options) for file in options.files)
        except Refusal as refusal:
            raise StartError(refusal.detail) from None
        finally:
            store.close()


def _one(store: Store, who: Actor, file: Path, answers: dict[str, str], options: argparse.Namespace) -> int:
    at = clock.now()
    try:
        with file.open("rb") as body:
            ref = keep_ledger(store, body, file.name, by=who, at=at)
    except OSError as error:
        raise StartError(f"{file}：{error.strerror} (cannot be read)") from None
    if answers:
        decide(store, ref, answers, by=who, at=at)
    whole = import_seen(store, ref, who, at)
    _tell(store, file, whole, every=options.all)
    if options.marked:
        _send_back(store, whole, Path(options.marked))
    if options.go and whole.counts.get(Ruling.READY):
        _go(store, who, ref, whole.counts[Ruling.READY])
        whole = import_seen(store, ref, who, at)
    _sum(whole, options)
    return 1 if whole.counts.get(Ruling.ASKED) or whole.counts.get(Ruling.REFUSED) else 0


def _send_back(store: Store, whole: Whole, out: Path) -> None:
    """Write the marked workbook where nothing stands yet."""
    try:
        with marked(store, whole) as made, out.open("xb") as written, made.open("rb") as body:
            shutil.copyfileobj(body, written)
    except NotReady as nothing:
        say(nothing.detail)
    except FileExistsError:
        raise StartError(f"{out} 已存在，没有覆盖；请在 --marked 后换一个文件名 (the file exists)") from None
    except OSError as error:
        raise StartError(f"{out}：{error.strerror} (cannot be written)") from None
    else:
        say(f"标注了问题的表格：{out} (the workbook with its bad cells marked)")


def _go(store: Store, who: Actor, ref: str, many: int) -> None:
    at = clock.now()
    begin_taking_in(store, ref, by=who, at=at)
    while not take_in(store, ref, by=who, at=at, batches=SAID_EVERY):
        done = import_seen(store, ref, who, at).row.done
        say(f"已导入 {done}/{many} 行 ({done} of {many} rows)")


def _tell(store: Store, file: Path, whole: Whole, *, every: bool) -> None:
    """Sheet by sheet how its columns were read, then line by line what is not simply taken in, then what is asked."""
    say(f"— {file.name}，导入编号 {whole.row.ref} —")
    for place, head in whole.heads.items():
        sheet = whole.row.sheets[place]
        columns = "，".join(
            f"{one.letter} {one.title} → {one.meaning.label}{'' if one.sure else '（请核对）'}"
            for one in head.columns
        )
        say(f"工作表“{sheet['name']}”，表头在第 {head.last} 行：{columns}")
    after, more = 0, True
    while more:
        lines, more = lines_seen(store, whole, None, after, most=500)
        for line in lines:
            after = line.n
            if every or line.ruling not in PLAIN:
                _tell_line(line)
    for group in questions_seen(store, whole):
        choices = "、".join(f"{choice.value}＝{choice.label}" for choice in group.question.choices)
        say(f"? {group.question.why}（{group.many} 行）")
        say(f"  --answer '{group.question.key}=…'：{choices}")


def _tell_line(line: Seen) -> None:
    said = "；".join(f"{one.cell} {one.text}".strip() for one in (*line.questions, *line.remarks))
    say(f"第 {line.line} 行 {line.ruling.label}：{said or line.words}")


def _sum(whole: Whole, options: argparse.Namespace) -> None:
    counted = "，".join(
        f"{ruling.label} {whole.counts[ruling]}" for ruling in Ruling if whole.counts.get(ruling)
    )
    say(f"合计（行）：{counted}")
    if not options.go:
        say(
            "还没有写入任何隐患；加 --go 导入可导入的行，或在网页“导入”中逐项决定 (nothing was written; add --go)"
        )


def _in_its_time(store: Store) -> None:
    """A demonstration goes on at its own legal time, under which its sign-ins are good."""
    if (stored := stored_time(store.engine)) is not None:
        os.environ[clock.DEMO_VARIABLE] = clock.DemoClock(stored, clock.machine_now(), 1.0).text()
        clock.install(clock.from_environment())


def _answer(text: str) -> tuple[str, str]:
    key, found, value = text.rpartition("=")
    if not found or ":" not in key:
        raise StartError(f"--answer 应写作 问题=决定，例如 level:较大=general，现为“{text}” (KEY=VALUE)")
    return key, value


@contextmanager
def _signed_in(store: Store, login: str) -> Iterator[Actor]:
    """Whoever knows the password acts, as at the page; the session ends with the command."""
    asks = sys.stdin.isatty()
    password = getpass.getpass(f"{login} 的密码 (password): ") if asks else sys.stdin.readline().rstrip("\n")
    try:
        opened = sign_in(store, Knock(login, password))
    except CodeNeeded:
        code = getpass.getpass("动态口令 (code): ") if asks else sys.stdin.readline().strip()
        opened = sign_in(store, Knock(login, password, code))
    try:
        if opened.duty is not None:
            raise StartError(
                "请先在网页登录，完成密码或动态口令的设置 (finish your sign-in on the page first)"
            )
        yield opened.who
    finally:
        sign_out(store, opened.token, NOWHERE)
