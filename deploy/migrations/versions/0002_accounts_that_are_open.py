"""Whether an account is open decides for whom 经办 may enter what came on paper: processes must hear of it."""

from alembic import op

revision = "0002"
down_revision = "0001"

STATEMENTS = """
DROP TRIGGER account_changed ON account;
CREATE TRIGGER account_changed AFTER INSERT OR DELETE OR UPDATE OF id, person_id, login, active ON account
    FOR EACH STATEMENT EXECUTE FUNCTION bihuan_organisation_changed();
"""


def upgrade() -> None:
    """An account opened or closed raises the organisation's version."""
    op.execute(STATEMENTS)
