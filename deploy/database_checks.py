"""What `doctor` asks the database about its own walls: role, rights, triggers, locale."""

from collections.abc import Iterator

from sqlalchemy import Connection, text

from deploy.rights import RECORDS
from domain.store.roles import ROWS

WAY_OUT = "请用 ./bihuan prepare-database 建立三个角色"
QUESTIONS = {
    "应用的数据库角色是超级用户，触发器拦不住它；" + WAY_OUT + " (a superuser)": (
        "SELECT rolname FROM pg_roles WHERE rolname = current_user AND rolsuper"
    ),
    "应用的数据库角色是表的所有者，可以改表、停用触发器；" + WAY_OUT + " (it owns the tables)": (
        "SELECT current_user WHERE EXISTS (SELECT FROM pg_class WHERE relnamespace = 'public'::regnamespace"
        " AND relowner = current_user::regrole)"
    ),
    "应用的数据库角色能进入 Prefect 的数据库；" + WAY_OUT + " (it may enter Prefect's database)": (
        "SELECT datname FROM pg_database WHERE has_database_privilege(oid, 'CONNECT') AND datname ="
        " CASE current_database() WHEN 'bihuan' THEN 'prefect' ELSE current_database() || '_prefect' END"
    ),
    "触发器被停用或缺失，请运行 ./bihuan up；停用的由所有者 ENABLE TRIGGER (triggers are off or missing)": (
        "SELECT tgrelid::regclass || '.' || tgname FROM pg_trigger WHERE tgenabled = 'D' AND NOT tgisinternal"
        " UNION SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'"
        " AND c.relname <> 'alembic_version' AND NOT EXISTS (SELECT FROM pg_trigger t WHERE t.tgrelid = c.oid"
        " AND t.tgname = 'is_never_emptied')"
    ),
    "数据库的区域设置（LC_CTYPE）不认识中文，搜索会查不到：请导出后在 C.UTF-8 的库中恢复 (its locale is blind)": (
        "SELECT datctype FROM pg_database WHERE datname = current_database() AND cardinality(show_trgm('灭火器')) = 0"
    ),
}
TABLES = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY relname"
MAY = "SELECT has_table_privilege(:table, :right)"
RIGHTS = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE")


def complaints(connection: Connection) -> Iterator[str]:
    """Each thing that is not as it should be, in one sentence that ends with whom it concerns."""
    sound = True
    for sentence, question in QUESTIONS.items():
        if found := connection.execute(text(question)).scalars().all():
            sound = False
            yield f"{sentence}：{'、'.join(found)}"
    if sound and (odd := list(_odd_rights(connection))):
        yield f"数据库权限与声明不符，请运行 ./bihuan up (rights are not as declared)：{'、'.join(odd)}"


def _odd_rights(connection: Connection) -> Iterator[str]:
    for table in connection.execute(text(TABLES)).scalars().all():
        declared = RECORDS.get(table, ROWS).partition(", UPDATE (")[0].split(", ")
        may = [
            right
            for right in RIGHTS
            if connection.scalar(text(MAY), {"table": f'public."{table}"', "right": right})
        ]
        if may != declared:
            yield table
