"""Invitations and one-time codes."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import moothall.kit.clock


class Migration(migrations.Migration):
    dependencies = [("people", "0002_staff_number")]

    operations = [
        migrations.CreateModel(
            name="WayIn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "form",
                    models.CharField(
                        choices=[("link", "Invitation by e-mail"), ("code", "One-time code on a slip")], max_length=4
                    ),
                ),
                ("nonce", models.CharField(max_length=43, unique=True)),
                ("digest", models.CharField(blank=True, max_length=128)),
                ("made_at", models.DateTimeField(default=moothall.kit.clock.now, editable=False)),
                ("expires_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "made_by",
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
                        related_name="ways_in",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=["user"],
                        condition=models.Q(used_at=None, withdrawn_at=None),
                        name="one_way_in_at_a_time",
                    ),
                    models.CheckConstraint(condition=models.Q(form__in=["link", "code"]), name="way_in_form_known"),
                ]
            },
        ),
    ]
