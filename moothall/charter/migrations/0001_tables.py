import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import moothall.kit.clock
from moothall.kit.migrating import NewTables


class Migration(migrations.Migration):
    """Every table of this room."""

    initial = True

    replaces = [  # what made these tables before, for halls that ran it
        ("charter", "0001_initial"),
        ("charter", "0003_cards_shown"),
    ]

    dependencies = [
        ("people", "0001_tables"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        NewTables(
            [
                migrations.CreateModel(
                    name="Charter",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveIntegerField(unique=True)),
                        ("title", models.CharField(max_length=160)),
                        ("introduction", models.TextField()),
                        ("source", models.CharField(blank=True, max_length=300)),
                        ("note", models.CharField(blank=True, max_length=600)),
                        ("digest", models.CharField(blank=True, max_length=64)),
                        ("begun_at", models.DateTimeField(default=moothall.kit.clock.now, editable=False)),
                        ("adopted_at", models.DateTimeField(null=True)),
                        (
                            "adopted_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "begun_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Commitment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField()),
                        ("short", models.CharField(max_length=24)),
                        ("words", models.CharField(max_length=400)),
                        (
                            "check_key",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("people", "The people it touches were involved"),
                                    ("purpose", "Our own plans ask for it"),
                                    ("value", "Every benefit has a plan, and is read"),
                                    ("risk", "Risks are answered, and lessons shared"),
                                    ("owner", "The business owns it"),
                                    ("measure", "Every measure quotes a plan"),
                                    ("guide", "Nobody is a guru"),
                                ],
                                max_length=10,
                            ),
                        ),
                        (
                            "charter",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="commitments",
                                to="charter.charter",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Entry",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("body", models.TextField()),
                        (
                            "prompts",
                            models.CharField(
                                choices=[
                                    ("own", "None: I just write"),
                                    ("charter", "The charter’s own questions"),
                                    ("gibbs", "Gibbs’ reflective cycle"),
                                    ("after_action", "After-action review"),
                                    ("start_stop", "Start, stop, continue"),
                                ],
                                default="own",
                                max_length=12,
                            ),
                        ),
                        ("about", models.CharField(blank=True, max_length=60)),
                        ("written_at", models.DateTimeField(default=moothall.kit.clock.now, editable=False)),
                        ("edited_at", models.DateTimeField(null=True)),
                        ("token", models.UUIDField(editable=False, null=True, unique=True)),
                        (
                            "writer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="journal",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "entries",
                    },
                ),
                migrations.CreateModel(
                    name="Invitation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("words", models.CharField(blank=True, max_length=600)),
                        ("made_at", models.DateTimeField(default=moothall.kit.clock.now, editable=False)),
                        (
                            "charter",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="invitations",
                                to="charter.charter",
                            ),
                        ),
                        (
                            "invited",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="charter_invitations",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "inviter",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="charter_invited",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Shown",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "check_key",
                            models.CharField(
                                choices=[
                                    ("people", "The people it touches were involved"),
                                    ("purpose", "Our own plans ask for it"),
                                    ("value", "Every benefit has a plan, and is read"),
                                    ("risk", "Risks are answered, and lessons shared"),
                                    ("owner", "The business owns it"),
                                    ("measure", "Every measure quotes a plan"),
                                    ("guide", "Nobody is a guru"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("at", models.DateTimeField(default=moothall.kit.clock.now, editable=False)),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="card_shown",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "shown",
                    },
                ),
                migrations.CreateModel(
                    name="Signature",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("signatory", models.CharField(max_length=40)),
                        ("turn", models.PositiveSmallIntegerField(default=1)),
                        ("words", models.CharField(blank=True, max_length=600)),
                        ("digest", models.CharField(max_length=64)),
                        ("signed_at", models.DateTimeField(default=moothall.kit.clock.now, editable=False)),
                        ("public", models.BooleanField(default=False)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "charter",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="signatures",
                                to="charter.charter",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="charter_signatures",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "team",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="charter_signatures",
                                to="people.team",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Withdrawal",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField(default=moothall.kit.clock.now, editable=False)),
                        ("why", models.CharField(blank=True, max_length=600)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "signature",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="withdrawal",
                                to="charter.signature",
                            ),
                        ),
                    ],
                ),
                migrations.AddConstraint(
                    model_name="charter",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("adopted_at__isnull", True), ("adopted_by__isnull", True), ("digest", "")),
                            models.Q(("adopted_at__isnull", False), models.Q(("digest", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="charter_adopted_with_its_digest",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="charter",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("adopted_at__isnull", True),
                            ("number", 1),
                            models.Q(("adopted_by__isnull", False), models.Q(("note", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="charter_adopted_by_someone_who_says_what_changed",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="commitment",
                    constraint=models.UniqueConstraint(fields=("charter", "number"), name="commitment_numbered_once"),
                ),
                migrations.AddConstraint(
                    model_name="commitment",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("number__gte", 1)), name="commitment_numbered_from_one"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="commitment",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("short", ""), _negated=True), models.Q(("words", ""), _negated=True)
                        ),
                        name="commitment_in_words",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="commitment",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("check_key__in", ["", "people", "purpose", "value", "risk", "owner", "measure", "guide"])
                        ),
                        name="commitment_check_known",
                    ),
                ),
                migrations.AddIndex(
                    model_name="entry",
                    index=models.Index(fields=["writer", "-id"], name="journal_of_writer"),
                ),
                migrations.AddConstraint(
                    model_name="entry",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("body", ""), _negated=True), name="journal_says_something"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="entry",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("prompts__in", ["own", "charter", "gibbs", "after_action", "start_stop"])),
                        name="journal_prompts_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="entry",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("about", ""), ("about__contains", ":"), _connector="OR"),
                        name="journal_about",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="invitation",
                    constraint=models.UniqueConstraint(
                        fields=("charter", "inviter", "invited"), name="invited_once_by_each"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="invitation",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("inviter", models.F("invited")), _negated=True), name="invites_not_oneself"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="shown",
                    constraint=models.UniqueConstraint(fields=("person", "check_key"), name="card_shown_once"),
                ),
                migrations.AddConstraint(
                    model_name="shown",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("check_key__in", ["people", "purpose", "value", "risk", "owner", "measure", "guide"])
                        ),
                        name="card_shown_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="signature",
                    constraint=models.UniqueConstraint(
                        fields=("charter", "signatory", "turn"), name="signature_once_each_turn"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="signature",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("by", models.F("person")), ("person__isnull", False), ("team__isnull", True)),
                            models.Q(("person__isnull", True), ("team__isnull", False)),
                            models.Q(
                                ("person__isnull", True),
                                ("signatory", "organisation"),
                                ("team__isnull", True),
                                models.Q(("words", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="signature_of_one_signatory",
                    ),
                ),
            ]
        )
    ]
