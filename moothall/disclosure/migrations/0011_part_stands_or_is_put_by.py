"""A question stands at a position, or was put by and has none."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("disclosure", "0010_positions_counted")]

    operations = [
        migrations.AddConstraint(
            model_name="part",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("dropped_at__isnull", True), ("position__isnull", False)),
                    models.Q(("dropped_at__isnull", False), ("position__isnull", True)),
                    _connector="OR",
                ),
                name="part_stands_somewhere_or_is_put_by",
            ),
        ),
    ]
