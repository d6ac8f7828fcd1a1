"""Requests whose cost is added up against the limit."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import moothall.kit.clock


class Migration(migrations.Migration):
    """Which requests are added up, and how much of an estimate is theirs."""

    dependencies = [
        ("disclosure", "0002_mail_floods"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="estimate",
            name="others",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.CreateModel(
            name="AddedUp",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("turn", models.PositiveSmallIntegerField(default=1)),
                ("bundle", models.UUIDField(null=True)),
                ("why", models.TextField()),
                ("at", models.DateTimeField(default=moothall.kit.clock.now, editable=False)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="added_up", to="disclosure.case"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["bundle"], name="added_up_together")],
                "constraints": [
                    models.UniqueConstraint(fields=("case", "turn"), name="case_added_up_in_turn"),
                    models.CheckConstraint(condition=models.Q(("why", ""), _negated=True), name="added_up_says_why"),
                ],
            },
        ),
    ]
