"""The command line: reads options, finds the command's module, and turns every refusal into one sentence."""

import argparse
import importlib
import re
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import NoReturn

from deploy.terminal import complain
from domain.store.private import write_privately
from domain.store.settings import Settings, StartError, from_environment, read_port

REFUSED = 2

# Modules are imported when they are asked for: `check` needs no database driver, `up` no test tools.
COMMANDS = {
    "demo": (
        "deploy.demo.command",
        "演示：虚构的临澄县，含数据与登录名 (a demonstration with invented data)",
    ),
    "up": ("deploy.up", "正式启动，不含演示数据 (start without demonstration data)"),
    "admin": (
        "deploy.admin",
        "设立首位系统管理员，或重置其密码 (the first administrator, or a new password for one)",
    ),
    "test": ("deploy.testing", "运行全部测试，可附 pytest 参数 (run the tests; takes pytest's arguments)"),
    "check": ("deploy.gates", "格式、静态检查、类型、引用约定、测试 (every gate)"),
    "doctor": (
        "deploy.doctor",
        "自检：配置、连通、逾期、故障 (what is configured, reachable, late, failing)",
    ),
    "prepare-database": (
        "deploy.prepare_database",
        "在自备的 PostgreSQL 上建立三个角色与两个库 (three roles on a PostgreSQL of your own)",
    ),
    "import": (
        "deploy.importing",
        "导入以前的隐患台账：先预检，--go 才写入 (take in a ledger kept before; checks only, unless --go)",
    ),
    "verify": ("deploy.verify", "核验日志链，可附存证码 (verify the chains, and codes kept outside)"),
    "bench": ("deploy.bench", "性能测试 (measure)"),
}


WORDS = (
    (re.compile(r"the following arguments are required: COMMAND"), "请写明要做什么，例如 ./bihuan demo"),
    (re.compile(r"argument COMMAND: invalid choice: '(.*)' \(.*"), r"没有“\1”这个命令"),
    (re.compile(r"argument (\S+): expected one argument"), r"\1 后面要写一个值"),
    (re.compile(r"argument (\S+): not allowed with argument (\S+)"), r"\2 和 \1 一次只能写一个"),
    (re.compile(r"argument (\S+): ignored explicit argument .*"), r"\1 后面不写值"),
    (re.compile(r"ambiguous option: (\S+) could match (.*)"), r"\1 可以是 \2，请写全"),
)
"""What argparse complains about, in Chinese."""


class Parser(argparse.ArgumentParser):
    """Refuses in one line; argparse's own refusal prints its whole usage first."""

    def error(self, message: str) -> NoReturn:
        """Raise instead of printing."""
        for english, chinese in WORDS:
            message = english.sub(chinese, message)
        raise StartError(f"{message}；用 ./bihuan --help 查看用法 (see ./bihuan --help)")


def make_parser() -> argparse.ArgumentParser:
    """Describe the commands and their options."""
    shared = Parser(add_help=False)
    shared.add_argument("--data", metavar="DIR", help="数据目录 (data directory; BIHUAN_DATA)")
    shared.add_argument("--port", metavar="N", help="网页端口 (web port, 8080; BIHUAN_PORT)")
    shared.add_argument("--prefect-port", metavar="N", help="Prefect 端口 (4200; BIHUAN_PREFECT_PORT)")
    parser = Parser(
        prog="bihuan", description="闭环：让每一条安全隐患走完闭环 (every hazard reaches closure)"
    )
    parser.add_argument("--version", action="version", version=f"bihuan {version('bihuan')}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND", parser_class=Parser)
    made = {
        name: commands.add_parser(name, parents=[shared], help=text) for name, (_, text) in COMMANDS.items()
    }
    made["demo"].add_argument(
        "--day", default="24h", metavar="20s", help="演示中一天的时长 (length of a demo day)"
    )
    made["demo"].add_argument(
        "--lan", action="store_true", help="同一网络的手机也能打开 (phones on the same network may open it)"
    )
    made["demo"].add_argument("--fresh", action="store_true", help="清空演示数据重新开始 (start over)")
    made["verify"].add_argument(
        "codes", nargs="*", metavar="CODE", help="系统外存底的存证码，如 17-3f9a… (codes kept outside)"
    )
    _describe_admin(made["admin"])
    _describe_import(made["import"])
    made["prepare-database"].add_argument("--name", metavar="NAME", help="库名，bihuan (the database's name)")
    made["prepare-database"].add_argument(
        "--print", action="store_true", help="只打印 SQL (print the SQL for an administrator)"
    )
    return parser


def _describe_admin(admin: argparse.ArgumentParser) -> None:
    admin.add_argument("--unit", metavar="NAME", help="主管部门全称 (the authority's full name)")
    admin.add_argument("--code", default="000", help="主管部门代码，用于编号 (its code, 000)")
    admin.add_argument("--region", metavar="500999", help="六位行政区划代码，隐患编号以它开头 (six digits)")
    admin.add_argument("--name", default="系统管理员", help="管理员姓名 (the administrator's name)")
    admin.add_argument("--login", default="admin", help="管理员登录名 (their login, admin)")
    of_one_account = admin.add_mutually_exclusive_group()
    of_one_account.add_argument("--reset", metavar="LOGIN", help="为已有管理员重置密码 (a new password)")
    confirm = "同意使用他人开通或重置的账号 (the second yes to an account that another opened or reset)"
    of_one_account.add_argument("--confirm", metavar="LOGIN", help=confirm)
    second = "解除丢失的动态口令 (take off a lost second factor)"
    of_one_account.add_argument("--remove-second-factor", metavar="LOGIN", help=second)


def _describe_import(taken: argparse.ArgumentParser) -> None:
    taken.add_argument("files", nargs="+", metavar="FILE", help=".xlsx .xls .ods .csv .tsv")
    who = "以谁的登录名导入，密码随后输入 (sign in as; the password is asked for)"
    taken.add_argument("--login", metavar="LOGIN", required=True, help=who)
    taken.add_argument("--go", action="store_true", help="导入可导入的行 (take in the rows that may be)")
    answer = "对一类问题的决定，如 level:较大=general (decide a kind of question; may be repeated)"
    taken.add_argument("--answer", metavar="KEY=VALUE", action="append", default=[], help=answer)
    back = "另存一份标注了问题的表格，不覆盖已有文件 (write the workbook with its bad cells marked)"
    taken.add_argument("--marked", metavar="OUT.xlsx", help=back)
    taken.add_argument("--all", action="store_true", help="逐行列出，包括可导入的行 (tell every line)")


def read_settings(options: argparse.Namespace) -> Settings:
    """Lay the command line's options over the environment's."""
    settings = from_environment()
    if options.data is not None:
        if not options.data.strip():
            raise StartError("--data 后面要写一个目录，现为空 (--data is empty)")
        settings = settings.with_data(Path(options.data))
    if options.port is not None:
        settings = replace(settings, port=read_port("--port", options.port))
    if options.prefect_port is not None:
        settings = replace(settings, prefect_port=read_port("--prefect-port", options.prefect_port))
    return settings


def refuse_what_is_no_text(arguments: list[str]) -> None:
    """Python keeps bytes that are no UTF-8 as lone surrogates, which nothing later can write down."""
    for argument in arguments:
        if not argument.isprintable() and any("\udc80" <= letter <= "\udcff" for letter in argument):
            shown = argument.encode(errors="replace").decode()
            raise StartError(f"“{shown}”不是 UTF-8 文字，请重新输入 (not UTF-8 text)")


def read_options(arguments: list[str]) -> argparse.Namespace:
    """Read the command and its options; only `test` and `bench` take more, in `rest`."""
    refuse_what_is_no_text(arguments)
    options, rest = make_parser().parse_known_args(arguments)
    if rest and options.command not in {"test", "bench"}:
        raise StartError(f"无法识别的参数：{' '.join(rest)}，用 ./bihuan --help 查看用法 (unknown argument)")
    options.rest = rest
    return options


def main(arguments: list[str]) -> int:
    """Run one command. 0 done, 1 the command found something wrong, 2 it could not start."""
    try:
        options = read_options(arguments)
        write_privately()
        module = importlib.import_module(COMMANDS[options.command][0])
        return int(module.main(read_settings(options), options))
    except StartError as error:
        complain(str(error))
        return REFUSED
    except KeyboardInterrupt:
        return 0
