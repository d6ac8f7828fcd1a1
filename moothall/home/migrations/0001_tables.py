from django.db import migrations, models

from moothall.kit.migrating import NewTables


class Migration(migrations.Migration):
    """Every table of this room."""

    initial = True

    replaces = [  # what made these tables before, for halls that ran it
        ("home", "0001_heartbeat"),
    ]

    dependencies = []

    operations = [
        NewTables(
            [
                migrations.CreateModel(
                    name="Heartbeat",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=120, unique=True)),
                        ("at", models.DateTimeField()),
                    ],
                ),
            ]
        )
    ]
