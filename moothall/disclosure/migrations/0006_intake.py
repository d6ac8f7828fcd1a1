import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

import moothall.kit.clock

BECAME = [
    ("case", "A case was opened"),
    ("note", "It was added to a case"),
    ("machine", "A machine sent it"),
    ("held", "It waits to be looked at"),
    ("aside", "It was put aside"),
]
WHY = [
    ("unreadable", "It could not be read"),
    ("empty", "There are no words in it"),
    ("often", "Very many came from this sender at once"),
    ("others", "It names a case, and comes from somebody else than who asked"),
    ("loop", "It came from ourselves, or went in a circle"),
    ("bounce", "It reports that a mail did not arrive"),
    ("automatic", "It was sent automatically"),
    ("list", "It came through a mailing list"),
]
WITH_A_CASE = ("case", "note")


class Migration(migrations.Migration):
    """Letters: what came in, whole."""

    dependencies = [
        ("disclosure", "0005_letters"),
        ("files", "0003_file_texts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Received",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("seal", models.CharField(max_length=64, unique=True)),
                ("message_id", models.CharField(blank=True, max_length=900)),
                ("source", models.CharField(blank=True, max_length=40)),
                ("sender", models.CharField(blank=True, max_length=320)),
                ("subject", models.CharField(blank=True, max_length=500)),
                ("at", models.DateTimeField(default=moothall.kit.clock.now, editable=False)),
                ("became", models.CharField(choices=BECAME, max_length=7)),
                ("why", models.CharField(blank=True, choices=WHY, max_length=10)),
                ("detail", models.CharField(blank=True, max_length=300)),
                ("settled_at", models.DateTimeField(null=True)),
                ("settled_why", models.CharField(blank=True, max_length=400)),
                (
                    "blob",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.blob"),
                ),
                (
                    "case",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="received",
                        to="disclosure.case",
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=~Q(("message_id", "")), fields=["message_id"], name="received_by_message_id"
                    ),
                    models.Index(fields=["became", "-at", "-id"], name="received_newest"),
                    models.Index(
                        condition=Q(("case__isnull", True)), fields=["-at", "-id"], name="received_without_case"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(("became__in", [key for key, _words in BECAME])), name="received_became_known"
                    ),
                    models.CheckConstraint(
                        condition=Q(("why__in", ["", *(key for key, _words in WHY)])), name="received_why_known"
                    ),
                    models.CheckConstraint(
                        condition=Q(("became__in", WITH_A_CASE), ("case__isnull", False))
                        | Q(~Q(("became__in", WITH_A_CASE)), ("case__isnull", True)),
                        name="received_with_its_case",
                    ),
                    models.CheckConstraint(
                        condition=Q(("became__in", WITH_A_CASE)) | ~Q(("why", "")), name="received_no_case_says_why"
                    ),
                    models.CheckConstraint(
                        condition=~Q(("became", "aside")) | ~Q(("settled_why", "")),
                        name="received_put_aside_for_a_reason",
                    ),
                ],
            },
        ),
    ]
