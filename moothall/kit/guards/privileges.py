"""What the role that the hall runs as may do in PostgreSQL, where another role owns the tables.

It may read and write rows, and nothing that a guard refuses in every case: so a break-in into the hall can neither take
a guard off nor do what the guard is for.
"""

from collections.abc import Sequence

from django.db.backends.base.base import BaseDatabaseWrapper

from .rules import Event, Guard

HISTORY = "django_migrations"  # written by migrations alone


def limit(connection: BaseDatabaseWrapper, role: str, guards: Sequence[Guard]) -> None:
    """Give a role what it needs on the tables of this schema, and take what it must not have; done again, the same."""
    name = connection.ops.quote_name(role)
    statements = [
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
        f"GRANT USAGE ON SCHEMA public TO {name}",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {name}",
        f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {name}",
        f"REVOKE INSERT, UPDATE, DELETE ON {HISTORY} FROM {name}",
    ]
    tables = set(connection.introspection.table_names())
    for guard in guards:
        table = guard.model._meta.db_table
        never = {rule.event for rule in guard.rules("postgresql") if rule.always} - {Event.TRUNCATE}
        if table in tables and never:
            statements.append(f"REVOKE {', '.join(sorted(never))} ON {connection.ops.quote_name(table)} FROM {name}")
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
