"""The hall is set up once; halls with people in them were set up already."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import moothall.kit.clock


class Migration(migrations.Migration):
    dependencies = [("people", "0003_ways_in")]

    operations = [
        migrations.CreateModel(
            name="Founding",
            fields=[
                ("only", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("at", models.DateTimeField(default=moothall.kit.clock.now, editable=False)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(only=1), name="founded_once")],
            },
        ),
    ]
