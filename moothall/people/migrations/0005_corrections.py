"""What people ask to have put right."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

import moothall.kit.clock


class Migration(migrations.Migration):
    dependencies = [("people", "0004_founding")]

    operations = [
        migrations.CreateModel(
            name="Correction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("asked", models.TextField(max_length=2000)),
                ("asked_at", models.DateTimeField(default=moothall.kit.clock.now, editable=False)),
                ("answer", models.TextField(blank=True, max_length=2000)),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["answered_at", "asked_at"], name="correction_waiting")],
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(answered_at=None, answered_by=None)
                        | (Q(answered_by__isnull=False) & ~Q(answer="")),
                        name="correction_answered_in_words",
                    )
                ],
            },
        ),
    ]
