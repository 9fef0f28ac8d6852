"""How Alembic reaches the database: through the connection `deploy.migrate` gives it, in one transaction."""

from alembic import context
from sqlmodel import SQLModel

context.configure(connection=context.config.attributes["connection"], target_metadata=SQLModel.metadata)
with context.begin_transaction():
    context.run_migrations()
