"""Runs migrations on the connection that `pharmacy_app.db.upgrade` hands in: keys, locks and counting are its work, so nothing else upgrades.

The caller has begun the one transaction around everything; for SQLite with foreign keys off before it began, because
batch mode rebuilds tables and would else empty their children. See docs/decisions.
"""

from alembic import context

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=context.config.attributes.get("metadata"),
    render_as_batch=True,
    transactional_ddl=True,
    transaction_per_migration=False,
    compare_type=True,
)
context.run_migrations()
