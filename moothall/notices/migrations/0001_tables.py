import datetime

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import moothall.kit.clock
from moothall.kit.migrating import NewTables


class Migration(migrations.Migration):
    """Every table of this room."""

    initial = True

    replaces = [  # what made these tables before, for halls that ran it
        ("notices", "0001_initial"),
        ("notices", "0002_letters_outside"),
    ]

    dependencies = [
        ("people", "0001_tables"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        NewTables(
            [
                migrations.CreateModel(
                    name="Hours",
                    fields=[
                        (
                            "person",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                related_name="notice_hours",
                                serialize=False,
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("quiet_from", models.TimeField(default=datetime.time(20, 0), null=True)),
                        ("quiet_until", models.TimeField(default=datetime.time(7, 0), null=True)),
                        ("digest_hour", models.PositiveSmallIntegerField(default=8)),
                        (
                            "digest_day",
                            models.PositiveSmallIntegerField(
                                choices=[
                                    (0, "Monday"),
                                    (1, "Tuesday"),
                                    (2, "Wednesday"),
                                    (3, "Thursday"),
                                    (4, "Friday"),
                                    (5, "Saturday"),
                                    (6, "Sunday"),
                                ],
                                default=0,
                            ),
                        ),
                        ("zone", models.CharField(blank=True, max_length=60)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("digest_hour__lte", 23)), name="notice_digest_hour_of_the_day"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("digest_day__lte", 6)), name="notice_digest_day_of_the_week"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("quiet_from", None), ("quiet_until", None)),
                                    models.Q(("quiet_from__isnull", False), ("quiet_until__isnull", False)),
                                    _connector="OR",
                                ),
                                name="notice_quiet_hours_begin_and_end",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Letter",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "sort",
                            models.CharField(
                                choices=[
                                    ("notice", "Notice"),
                                    ("digest", "Digest"),
                                    ("account", "Signing in"),
                                    ("outside", "Letter to somebody who asked for information"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("address", models.CharField(max_length=320)),
                        ("sender", models.CharField(blank=True, max_length=320)),
                        ("message_id", models.CharField(max_length=250, unique=True)),
                        ("subject", models.TextField(blank=True)),
                        ("text", models.TextField(blank=True)),
                        ("html", models.TextField(blank=True)),
                        ("headers", models.JSONField(default=dict)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "Waiting"),
                                    ("sending", "Being sent"),
                                    ("sent", "Sent"),
                                    ("kept", "Kept here, not sent"),
                                    ("refused", "Refused"),
                                    ("bounced", "Came back"),
                                    ("dropped", "No longer wanted"),
                                ],
                                default="waiting",
                                max_length=8,
                            ),
                        ),
                        ("made_at", models.DateTimeField(default=moothall.kit.clock.now)),
                        ("attempts", models.PositiveIntegerField(default=0)),
                        ("next_try_at", models.DateTimeField(default=moothall.kit.clock.now)),
                        ("claimed_at", models.DateTimeField(null=True)),
                        ("settled_at", models.DateTimeField(null=True)),
                        ("last_error", models.TextField(blank=True)),
                        (
                            "person",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="letters",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Notice",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("kind", models.CharField(max_length=40)),
                        ("thing", models.CharField(max_length=40)),
                        ("subject", models.BigIntegerField()),
                        ("place", models.CharField(max_length=60)),
                        ("at", models.DateTimeField(default=moothall.kit.clock.now)),
                        ("read_at", models.DateTimeField(null=True)),
                        ("done_at", models.DateTimeField(null=True)),
                        ("snoozed_until", models.DateTimeField(null=True)),
                        (
                            "how",
                            models.CharField(
                                choices=[
                                    ("once", "At once"),
                                    ("daily", "In a daily digest"),
                                    ("weekly", "In a weekly digest"),
                                    ("not", "No e-mail, only on my desk"),
                                    ("mute", "Nothing, not even on my desk"),
                                ],
                                max_length=6,
                            ),
                        ),
                        ("due_at", models.DateTimeField(null=True)),
                        ("thread", models.CharField(blank=True, max_length=80)),
                        (
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "letter",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="notices",
                                to="notices.letter",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="notices",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Choice",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("kind", models.CharField(blank=True, max_length=40)),
                        ("place", models.CharField(blank=True, max_length=60)),
                        (
                            "when",
                            models.CharField(
                                choices=[
                                    ("once", "At once"),
                                    ("daily", "In a daily digest"),
                                    ("weekly", "In a weekly digest"),
                                    ("not", "No e-mail, only on my desk"),
                                    ("mute", "Nothing, not even on my desk"),
                                ],
                                max_length=6,
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="notice_choices",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("person", "kind", "place"), name="notice_choice_once"),
                            models.CheckConstraint(
                                condition=models.Q(("kind", ""), ("place", ""), _negated=True),
                                name="notice_choice_of_something",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("when__in", ["once", "daily", "weekly", "not", "mute"])),
                                name="notice_choice_known",
                            ),
                        ],
                    },
                ),
                migrations.AddIndex(
                    model_name="letter",
                    index=models.Index(
                        condition=models.Q(("state", "waiting")), fields=["next_try_at"], name="letter_waiting"
                    ),
                ),
                migrations.AddIndex(
                    model_name="letter",
                    index=models.Index(
                        condition=models.Q(("state", "sending")), fields=["claimed_at"], name="letter_in_flight"
                    ),
                ),
                migrations.AddIndex(
                    model_name="letter",
                    index=models.Index(fields=["-made_at", "-id"], name="letter_newest"),
                ),
                migrations.AddIndex(
                    model_name="letter",
                    index=models.Index(fields=["person", "-settled_at"], name="letter_of_person"),
                ),
                migrations.AddConstraint(
                    model_name="letter",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["waiting", "sending", "sent", "kept", "refused", "bounced", "dropped"])
                        ),
                        name="letter_state_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="letter",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("claimed_at__isnull", False), ("state", "sending")),
                            models.Q(("state", "sending"), _negated=True),
                            _connector="OR",
                        ),
                        name="letter_sent_by_one",
                    ),
                ),
                migrations.AddIndex(
                    model_name="notice",
                    index=models.Index(
                        condition=models.Q(("due_at__isnull", False)), fields=["due_at"], name="notice_due"
                    ),
                ),
                migrations.AddIndex(
                    model_name="notice",
                    index=models.Index(fields=["person", "-at", "-id"], name="notice_newest"),
                ),
                migrations.AddIndex(
                    model_name="notice",
                    index=models.Index(
                        condition=models.Q(("done_at", None), ("read_at", None)),
                        fields=["person", "-at"],
                        name="notice_fresh",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="notice",
                    constraint=models.UniqueConstraint(fields=("person", "thing", "subject"), name="notice_told_once"),
                ),
                migrations.AddConstraint(
                    model_name="notice",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("how__in", ["once", "daily", "weekly", "not", "mute"])),
                        name="notice_how_known",
                    ),
                ),
            ]
        )
    ]
