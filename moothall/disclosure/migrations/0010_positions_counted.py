"""Count the questions that stand: one, two, three."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def count(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """The parts that stand, in the order of their numbers; those that were put by stand nowhere."""
    parts = apps.get_model("disclosure", "Part").objects.using(editor.connection.alias)
    parts.exclude(dropped_at=None).update(position=None)
    before, position = None, 0
    for pk, case in parts.filter(dropped_at=None).order_by("case", "number").values_list("pk", "case"):
        position = position + 1 if case == before else 1
        before = case
        parts.filter(pk=pk).update(position=position)


class Migration(migrations.Migration):
    dependencies = [("disclosure", "0009_part_position")]

    operations = [migrations.RunPython(count, migrations.RunPython.noop)]
