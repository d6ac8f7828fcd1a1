import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import moothall.kit.clock
from moothall.kit.migrating import NewTables


class Migration(migrations.Migration):
    """Every table of this room."""

    initial = True

    replaces = [  # what made these tables before, for halls that ran it
        ("mail", "0001_initial"),
        ("mail", "0002_markings"),
        ("mail", "0003_share_goes_with_its_conversation"),
    ]

    dependencies = [
        ("files", "0001_tables"),
        ("spaces", "0001_tables"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        NewTables(
            [
                migrations.CreateModel(
                    name="Mailbox",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "marking",
                            models.CharField(
                                choices=[("official", "OFFICIAL"), ("sensitive", "OFFICIAL-SENSITIVE")],
                                default="official",
                                max_length=9,
                                verbose_name="marking",
                            ),
                        ),
                        (
                            "handling",
                            models.CharField(blank=True, default="", max_length=400, verbose_name="handling notes"),
                        ),
                        ("address", models.EmailField(max_length=254, unique=True, verbose_name="address")),
                        ("name", models.CharField(blank=True, max_length=120, verbose_name="name")),
                        ("created_at", models.DateTimeField(default=moothall.kit.clock.now, editable=False)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("address", django.db.models.functions.text.Lower("address"))),
                                name="mailbox_lower_case",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("marking__in", ["official", "sensitive"])),
                                name="mailbox_marking_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("marking", "sensitive"), ("handling", ""), _connector="OR"),
                                name="mailbox_handling_goes_with_marking",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ImportRun",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("source_name", models.CharField(max_length=255)),
                        ("path", models.TextField(blank=True)),
                        ("seen", models.PositiveBigIntegerField(default=0)),
                        ("imported", models.PositiveBigIntegerField(default=0)),
                        ("duplicates", models.PositiveBigIntegerField(default=0)),
                        ("quarantined", models.PositiveBigIntegerField(default=0)),
                        ("bytes_done", models.PositiveBigIntegerField(default=0)),
                        ("bytes_total", models.PositiveBigIntegerField(default=0)),
                        ("seconds", models.FloatField(default=0)),
                        ("digest", models.CharField(blank=True, max_length=64)),
                        ("queued_at", models.DateTimeField(default=moothall.kit.clock.now)),
                        ("started_at", models.DateTimeField(null=True)),
                        ("paused_at", models.DateTimeField(null=True)),
                        ("finished_at", models.DateTimeField(null=True)),
                        ("failed_at", models.DateTimeField(null=True)),
                        ("failure", models.TextField(blank=True)),
                        ("ended_early", models.TextField(blank=True)),
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
                            "upload",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="files.blob",
                            ),
                        ),
                        (
                            "mailbox",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="imports", to="mail.mailbox"
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="HeldBack",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("place", models.CharField(max_length=500)),
                        ("reason", models.TextField()),
                        ("at", models.DateTimeField(default=moothall.kit.clock.now, editable=False)),
                        (
                            "blob",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.blob"
                            ),
                        ),
                        (
                            "run",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="held_back",
                                to="mail.importrun",
                            ),
                        ),
                        (
                            "mailbox",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="held_back", to="mail.mailbox"
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Custodian",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("reason", models.CharField(max_length=300, verbose_name="reason")),
                        ("added_at", models.DateTimeField(default=moothall.kit.clock.now, editable=False)),
                        (
                            "added_by",
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
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "mailbox",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="custodians",
                                to="mail.mailbox",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Thread",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("last_at", models.DateTimeField()),
                        ("message_count", models.PositiveIntegerField()),
                        (
                            "mailbox",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="threads", to="mail.mailbox"
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Message",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("message_id", models.CharField(blank=True, max_length=900)),
                        ("subject", models.CharField(blank=True, max_length=500)),
                        ("sender_name", models.CharField(blank=True, max_length=200)),
                        ("sender_address", models.CharField(blank=True, max_length=320)),
                        ("to", models.TextField(blank=True)),
                        ("cc", models.TextField(blank=True)),
                        ("at", models.DateTimeField()),
                        ("dated", models.BooleanField()),
                        ("preview", models.CharField(blank=True, max_length=150)),
                        ("has_html", models.BooleanField()),
                        ("attachments", models.TextField(blank=True)),
                        ("size", models.PositiveBigIntegerField()),
                        (
                            "blob",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.blob"
                            ),
                        ),
                        (
                            "mailbox",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="messages",
                                to="mail.mailbox",
                            ),
                        ),
                        (
                            "thread",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="messages",
                                to="mail.thread",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="ThreadRef",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("ref", models.CharField(max_length=32)),
                        (
                            "mailbox",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="mail.mailbox"
                            ),
                        ),
                        (
                            "thread",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="mail.thread"
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="ThreadShare",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField(default=moothall.kit.clock.now, editable=False)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "conversation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="spaces.conversation"
                            ),
                        ),
                        (
                            "thread",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="shares", to="mail.thread"
                            ),
                        ),
                    ],
                ),
                migrations.AddConstraint(
                    model_name="importrun",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            (
                                "seen",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("imported"), "+", models.F("duplicates")
                                    ),
                                    "+",
                                    models.F("quarantined"),
                                ),
                            )
                        ),
                        name="import_counts_add_up",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="importrun",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("finished_at", None), ("failed_at", None), _connector="OR"),
                        name="import_finished_or_failed_not_both",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="importrun",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("failed_at", None), ("failure", "")),
                            models.Q(("failed_at__isnull", False), models.Q(("failure", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="import_failure_has_reason",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="heldback",
                    constraint=models.UniqueConstraint(fields=("mailbox", "blob"), name="held_back_once_in_mailbox"),
                ),
                migrations.AddConstraint(
                    model_name="heldback",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="held_back_has_reason"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="custodian",
                    constraint=models.UniqueConstraint(fields=("mailbox", "user"), name="custodian_once"),
                ),
                migrations.AddConstraint(
                    model_name="custodian",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="custodian_has_reason"
                    ),
                ),
                migrations.AddIndex(
                    model_name="thread",
                    index=models.Index(fields=["mailbox", "-last_at", "-id"], name="thread_newest_first"),
                ),
                migrations.AddIndex(
                    model_name="message",
                    index=models.Index(fields=["thread", "at", "id"], name="message_in_thread"),
                ),
                migrations.AddConstraint(
                    model_name="message",
                    constraint=models.UniqueConstraint(fields=("mailbox", "blob"), name="message_once_in_mailbox"),
                ),
                migrations.AddConstraint(
                    model_name="threadref",
                    constraint=models.UniqueConstraint(fields=("mailbox", "ref"), name="thread_ref_once"),
                ),
                migrations.AddConstraint(
                    model_name="threadshare",
                    constraint=models.UniqueConstraint(
                        fields=("conversation",), name="conversation_shared_from_one_thread"
                    ),
                ),
            ]
        )
    ]
