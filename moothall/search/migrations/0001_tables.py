from django.db import migrations, models

import moothall.kit.clock
from moothall.kit.migrating import NewTables


class Migration(migrations.Migration):
    """Every table of this room."""

    initial = True

    replaces = [  # what made these tables before, for halls that ran it
        ("search", "0001_initial"),
        ("search", "0002_search_tally"),
    ]

    dependencies = []

    operations = [
        NewTables(
            [
                migrations.CreateModel(
                    name="OutboxRow",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("kind", models.CharField(max_length=32)),
                        ("ref", models.BigIntegerField()),
                        ("fresh", models.BooleanField(db_default=False, default=False)),
                        ("created", models.DateTimeField(default=moothall.kit.clock.now)),
                    ],
                ),
                migrations.CreateModel(
                    name="SearchTally",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("day", models.DateField(unique=True)),
                        ("searches", models.PositiveIntegerField(default=0)),
                        ("with_none", models.PositiveIntegerField(default=0)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("with_none__lte", models.F("searches"))),
                                name="search_tally_none_are_of_all",
                            )
                        ],
                    },
                ),
            ]
        )
    ]
