import uuid

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import moothall.kit.clock
from moothall.kit.migrating import NewTables


class Migration(migrations.Migration):
    """Every table of this room."""

    initial = True

    replaces = [  # what made these tables before, for halls that ran it
        ("disclosure", "0001_holidays"),
        ("disclosure", "0002_cases"),
        ("disclosure", "0003_searches"),
        ("disclosure", "0004_review"),
        ("disclosure", "0005_letters"),
        ("disclosure", "0006_intake"),
        ("disclosure", "0007_log"),
        ("disclosure", "0008_openings"),
        ("disclosure", "0009_part_position"),
        ("disclosure", "0010_positions_counted"),
        ("disclosure", "0011_part_stands_or_is_put_by"),
        ("disclosure", "0002_mail_floods"),
        ("disclosure", "0003_laws_clocks_and_figures"),
    ]

    dependencies = [
        ("files", "0001_tables"),
        ("people", "0001_tables"),
        ("records", "0001_tables"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        NewTables(
            [
                migrations.CreateModel(
                    name="PastCase",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "regime",
                            models.CharField(
                                choices=[
                                    ("foia", "Freedom of information"),
                                    ("eir", "Environmental information"),
                                    ("sar", "Subject access"),
                                    ("foisa", "Freedom of information (Scotland)"),
                                    ("eisr", "Environmental information (Scotland)"),
                                    ("reuse", "Re-use"),
                                    ("review", "Internal review"),
                                    ("reconsideration", "Reconsideration"),
                                    ("reuse_review", "Review of re-use"),
                                    ("complaint", "Data protection complaint"),
                                ],
                                max_length=15,
                            ),
                        ),
                        ("received_on", models.DateField(db_index=True)),
                        ("due_on", models.DateField(null=True)),
                        ("answered_on", models.DateField(null=True)),
                        ("closed_on", models.DateField(null=True)),
                        ("outcome", models.CharField(blank=True, max_length=10)),
                        ("sections", models.JSONField(default=list)),
                        ("happened", models.JSONField(default=list)),
                        ("review", models.JSONField(default=list)),
                        (
                            "ruling",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("not_upheld", "Not upheld: we were right"),
                                    ("partly", "Upheld in part"),
                                    ("upheld", "Upheld: we were wrong"),
                                    ("settled", "Settled without a decision notice"),
                                    ("withdrawn", "Withdrawn"),
                                ],
                                max_length=10,
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="ReviewItem",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        ("seal", models.CharField(max_length=60)),
                        ("kind", models.CharField(max_length=20)),
                        ("digest", models.CharField(max_length=64)),
                        ("family", models.PositiveIntegerField()),
                        ("place", models.PositiveIntegerField()),
                        ("thread", models.PositiveIntegerField(null=True)),
                        ("group", models.PositiveIntegerField(null=True)),
                        ("likeness", models.FloatField(null=True)),
                        ("date", models.DateTimeField(null=True)),
                        ("was_found", models.BooleanField()),
                        ("problem", models.CharField(blank=True, max_length=300)),
                    ],
                ),
                migrations.CreateModel(
                    name="Answer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "outcome",
                            models.CharField(
                                choices=[
                                    ("given", "Given"),
                                    ("partly", "Given in part"),
                                    ("withheld", "Withheld"),
                                    ("not_held", "Not held"),
                                    ("neither", "Neither confirmed nor denied"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("words", models.TextField()),
                        ("enclosed", models.TextField(blank=True)),
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
                ),
                migrations.CreateModel(
                    name="Case",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("year", models.PositiveSmallIntegerField()),
                        ("number", models.PositiveIntegerField()),
                        ("title", models.CharField(max_length=200)),
                        ("words", models.TextField()),
                        (
                            "first_regime",
                            models.CharField(
                                choices=[
                                    ("foia", "Freedom of information"),
                                    ("eir", "Environmental information"),
                                    ("sar", "Subject access"),
                                    ("foisa", "Freedom of information (Scotland)"),
                                    ("eisr", "Environmental information (Scotland)"),
                                    ("reuse", "Re-use"),
                                    ("review", "Internal review"),
                                    ("reconsideration", "Reconsideration"),
                                    ("reuse_review", "Review of re-use"),
                                    ("complaint", "Data protection complaint"),
                                ],
                                max_length=15,
                            ),
                        ),
                        (
                            "regime",
                            models.CharField(
                                choices=[
                                    ("foia", "Freedom of information"),
                                    ("eir", "Environmental information"),
                                    ("sar", "Subject access"),
                                    ("foisa", "Freedom of information (Scotland)"),
                                    ("eisr", "Environmental information (Scotland)"),
                                    ("reuse", "Re-use"),
                                    ("review", "Internal review"),
                                    ("reconsideration", "Reconsideration"),
                                    ("reuse_review", "Review of re-use"),
                                    ("complaint", "Data protection complaint"),
                                ],
                                max_length=15,
                            ),
                        ),
                        (
                            "body",
                            models.CharField(
                                choices=[
                                    ("council", "Council"),
                                    ("central", "Central government"),
                                    ("school", "School"),
                                    ("scottish", "Scottish authority"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("received_on", models.DateField()),
                        (
                            "channel",
                            models.CharField(
                                choices=[
                                    ("form", "By our form"),
                                    ("email", "By e-mail"),
                                    ("forwarded", "Passed on by a colleague"),
                                    ("post", "By post"),
                                    ("phone", "By telephone"),
                                    ("in_person", "In person"),
                                ],
                                max_length=9,
                            ),
                        ),
                        ("source", models.CharField(blank=True, max_length=40)),
                        ("original", models.CharField(blank=True, max_length=64)),
                        (
                            "language",
                            models.CharField(choices=[("en", "English"), ("cy", "Welsh")], default="en", max_length=2),
                        ),
                        ("sensitive", models.BooleanField(default=False)),
                        ("due_on", models.DateField(null=True)),
                        ("notice_due_on", models.DateField(null=True)),
                        ("waiting_since", models.DateField(null=True)),
                        ("closed_on", models.DateField(null=True)),
                        ("opened_at", models.DateTimeField(default=moothall.kit.clock.now, editable=False)),
                        ("token", models.UUIDField(editable=False, null=True, unique=True)),
                        (
                            "about",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "hold",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="records.hold",
                            ),
                        ),
                        (
                            "of",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reviews",
                                to="disclosure.case",
                            ),
                        ),
                        (
                            "opened_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "owner",
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
                    name="Attestation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("private", "A private channel, such as a telephone’s messages"),
                                    ("outside", "A system outside this hall"),
                                    ("own", "A councillor’s own mailbox or space"),
                                ],
                                max_length=7,
                            ),
                        ),
                        ("of_what", models.CharField(max_length=300)),
                        ("container", models.CharField(blank=True, max_length=40)),
                        ("asked_name", models.CharField(blank=True, max_length=200)),
                        ("words", models.CharField(max_length=2000)),
                        ("asked_on", models.DateField()),
                        ("answer", models.TextField(blank=True)),
                        ("attested_at", models.DateTimeField(null=True)),
                        (
                            "asked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "asked_of",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "written_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="attestations",
                                to="disclosure.case",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="AddedUp",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("turn", models.PositiveSmallIntegerField(default=1)),
                        ("bundle", models.UUIDField(null=True)),
                        ("why", models.TextField()),
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
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="added_up",
                                to="disclosure.case",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="CaseEvent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("regime_changed", "Regime changed"),
                                    ("valid", "Became a valid request"),
                                    ("clarification_asked", "Clarification asked for"),
                                    ("fees_notice", "Fees notice given"),
                                    ("identity_asked", "Proof of identity asked for"),
                                    ("clarified", "Clarification received"),
                                    ("fee_paid", "Fee received"),
                                    ("identity_proved", "Identity proved"),
                                    ("extended", "Time extended"),
                                    ("acknowledged", "Acknowledged"),
                                    ("answered", "Answered"),
                                    ("withdrawn", "Withdrawn"),
                                    ("note", "Note"),
                                    ("refusal_notice", "Refusal notice given"),
                                    ("transferred", "Passed to another authority"),
                                    ("regulator_asks", "The regulator took it up"),
                                    ("regulator_told", "We answered the regulator"),
                                    ("regulator_decides", "The regulator decided"),
                                    ("closed", "Closed"),
                                    ("redated", "Dates counted anew"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("on", models.DateField()),
                        (
                            "to",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("foia", "Freedom of information"),
                                    ("eir", "Environmental information"),
                                    ("sar", "Subject access"),
                                    ("foisa", "Freedom of information (Scotland)"),
                                    ("eisr", "Environmental information (Scotland)"),
                                    ("reuse", "Re-use"),
                                    ("review", "Internal review"),
                                    ("reconsideration", "Reconsideration"),
                                    ("reuse_review", "Review of re-use"),
                                    ("complaint", "Data protection complaint"),
                                ],
                                max_length=15,
                            ),
                        ),
                        ("days", models.PositiveSmallIntegerField(null=True)),
                        ("words", models.TextField(blank=True)),
                        ("at", models.DateTimeField(default=moothall.kit.clock.now, editable=False)),
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
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="events", to="disclosure.case"
                            ),
                        ),
                        (
                            "strikes",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="struck_by",
                                to="disclosure.caseevent",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Check",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("agrees", models.BooleanField()),
                        ("words", models.TextField(blank=True)),
                        ("at", models.DateTimeField(default=moothall.kit.clock.now, editable=False)),
                        (
                            "answer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="checks",
                                to="disclosure.answer",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Closure",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("first_on", models.DateField(verbose_name="first day")),
                        ("last_on", models.DateField(verbose_name="last day")),
                        ("name", models.CharField(max_length=200, verbose_name="name")),
                        ("open", models.BooleanField(default=False, verbose_name="open after all")),
                        ("at", models.DateTimeField(default=moothall.kit.clock.now, editable=False)),
                    ],
                    options={
                        "indexes": [models.Index(fields=["first_on", "last_on"], name="closure_by_day")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("last_on__gte", models.F("first_on"))),
                                name="closure_ends_after_it_begins",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("name", ""), _negated=True), name="closure_has_a_name"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Cover",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("first_on", models.DateField()),
                        ("last_on", models.DateField()),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "said_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "stand_in",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Estimate",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("what", models.TextField()),
                        ("sample", models.JSONField()),
                        ("total", models.PositiveIntegerField()),
                        ("already", models.PositiveIntegerField(default=0)),
                        ("others", models.PositiveIntegerField(default=0)),
                        ("fewest", models.PositiveIntegerField()),
                        ("likely", models.PositiveIntegerField()),
                        ("most", models.PositiveIntegerField()),
                        ("evidence", models.TextField()),
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
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="estimates",
                                to="disclosure.case",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Holiday",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "nation",
                            models.CharField(
                                choices=[
                                    ("ENG", "England"),
                                    ("WLS", "Wales"),
                                    ("SCT", "Scotland"),
                                    ("NIR", "Northern Ireland"),
                                ],
                                max_length=3,
                                verbose_name="nation",
                            ),
                        ),
                        ("day", models.DateField(verbose_name="day")),
                        ("name", models.CharField(max_length=200, verbose_name="name")),
                        ("struck", models.BooleanField(default=False, verbose_name="struck out")),
                        ("source", models.CharField(max_length=300, verbose_name="source")),
                        ("at", models.DateTimeField(default=moothall.kit.clock.now, editable=False)),
                    ],
                    options={
                        "indexes": [models.Index(fields=["day", "nation"], name="holiday_by_day")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("nation__in", ["ENG", "WLS", "SCT", "NIR"])),
                                name="holiday_of_a_nation",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("name", ""), _negated=True), models.Q(("source", ""), _negated=True)
                                ),
                                name="holiday_has_name_and_source",
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
                            "kind",
                            models.CharField(
                                choices=[
                                    ("acknowledgement", "Acknowledgement"),
                                    ("clarification", "Asking what is meant"),
                                    ("fees_notice", "Fees notice"),
                                    ("extension", "More time for the public interest"),
                                    ("answer", "Answer"),
                                    ("part_refusal", "Answer with a part refused"),
                                    ("refusal", "Refusal"),
                                    ("cost", "Refusal for its cost"),
                                    ("vexatious", "Refusal as vexatious or repeated"),
                                    ("ncnd", "Neither confirming nor denying"),
                                    ("eir_refusal", "Environmental refusal"),
                                    ("eir_extension", "More time for complexity and volume"),
                                    ("sar_answer", "Copy of personal data"),
                                    ("sar_refusal", "Refusal of personal data"),
                                    ("not_held", "Not held"),
                                    ("transfer", "Another authority holds it"),
                                    ("review_outcome", "Outcome of a review"),
                                    ("complaint", "Outcome of a complaint"),
                                ],
                                max_length=15,
                            ),
                        ),
                        (
                            "language",
                            models.CharField(choices=[("en", "English"), ("cy", "Welsh")], default="en", max_length=2),
                        ),
                        ("drafted_at", models.DateTimeField(default=moothall.kit.clock.now, editable=False)),
                        ("put_by_at", models.DateTimeField(null=True)),
                        ("sent_at", models.DateTimeField(null=True)),
                        (
                            "sent_how",
                            models.CharField(
                                blank=True, choices=[("email", "By e-mail"), ("post", "By post")], max_length=5
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="letters",
                                to="disclosure.case",
                            ),
                        ),
                        (
                            "drafted_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "sent_by",
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
                    name="Approver",
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
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "letter",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="approvers",
                                to="disclosure.letter",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="LogEntry",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("key", models.CharField(max_length=12)),
                        ("version", models.PositiveSmallIntegerField(default=1)),
                        (
                            "regime",
                            models.CharField(
                                choices=[
                                    ("foia", "Freedom of information"),
                                    ("eir", "Environmental information"),
                                    ("sar", "Subject access"),
                                    ("foisa", "Freedom of information (Scotland)"),
                                    ("eisr", "Environmental information (Scotland)"),
                                    ("reuse", "Re-use"),
                                    ("review", "Internal review"),
                                    ("reconsideration", "Reconsideration"),
                                    ("reuse_review", "Review of re-use"),
                                    ("complaint", "Data protection complaint"),
                                ],
                                max_length=15,
                            ),
                        ),
                        ("reference", models.CharField(max_length=20)),
                        ("title", models.CharField(max_length=200)),
                        ("asked", models.TextField()),
                        ("answered", models.TextField()),
                        (
                            "outcome",
                            models.CharField(
                                choices=[
                                    ("given", "Given"),
                                    ("partly", "Given in part"),
                                    ("withheld", "Withheld"),
                                    ("not_held", "Not held"),
                                    ("neither", "Neither confirmed nor denied"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("sections", models.CharField(blank=True, max_length=400)),
                        (
                            "licence",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("OGL-UK-3.0", "Open Government Licence 3.0"),
                                    ("CC-BY-4.0", "Creative Commons Attribution 4.0"),
                                    ("CC0-1.0", "Public domain"),
                                    ("", "No licence: somebody else’s rights are in it"),
                                ],
                                default="OGL-UK-3.0",
                                max_length=12,
                            ),
                        ),
                        (
                            "language",
                            models.CharField(choices=[("en", "English"), ("cy", "Welsh")], default="en", max_length=2),
                        ),
                        ("received_on", models.DateField()),
                        ("answered_on", models.DateField()),
                        ("published_at", models.DateTimeField(default=moothall.kit.clock.now, editable=False)),
                        ("withdrawn_at", models.DateTimeField(null=True)),
                        ("withdrawn_because", models.TextField(blank=True)),
                        (
                            "case",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="published",
                                to="disclosure.case",
                            ),
                        ),
                        (
                            "published_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "withdrawn_by",
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
                    name="LogFile",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=200)),
                        (
                            "blob",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.blob"
                            ),
                        ),
                        (
                            "entry",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="files",
                                to="disclosure.logentry",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="LogWord",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("word", models.CharField(max_length=40)),
                        ("weight", models.PositiveSmallIntegerField()),
                        (
                            "entry",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="words",
                                to="disclosure.logentry",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="NotSearched",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("what", models.CharField(max_length=300)),
                        ("why", models.CharField(max_length=400)),
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
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="not_searched",
                                to="disclosure.case",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Opening",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("words", models.CharField(blank=True, max_length=1000)),
                        ("at", models.DateTimeField(default=moothall.kit.clock.now, editable=False)),
                        ("generation", models.CharField(max_length=40)),
                        ("version", models.CharField(max_length=10)),
                        ("stamp", models.BigIntegerField()),
                        ("total", models.PositiveIntegerField()),
                        ("unheld", models.JSONField(default=dict)),
                        ("digest", models.CharField(max_length=64)),
                        (
                            "case",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="opening",
                                to="disclosure.case",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Part",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField()),
                        ("position", models.PositiveSmallIntegerField(default=1, null=True)),
                        ("words", models.TextField()),
                        ("dropped_at", models.DateTimeField(null=True)),
                        (
                            "asset",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="records.informationasset",
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="parts", to="disclosure.case"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["position", "number"],
                    },
                ),
                migrations.CreateModel(
                    name="Consultation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("whom", models.CharField(max_length=200)),
                        ("asked_on", models.DateField()),
                        ("asked", models.TextField()),
                        ("at", models.DateTimeField(default=moothall.kit.clock.now, editable=False)),
                        ("heard_on", models.DateField(null=True)),
                        ("heard", models.TextField(blank=True)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "heard_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "part",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="consultations",
                                to="disclosure.part",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                    },
                ),
                migrations.AddField(
                    model_name="answer",
                    name="part",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="disclosure.part"
                    ),
                ),
                migrations.CreateModel(
                    name="Allocation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("turn", models.PositiveSmallIntegerField(default=1)),
                        ("due_on", models.DateField()),
                        ("words", models.TextField(blank=True)),
                        ("at", models.DateTimeField(default=moothall.kit.clock.now, editable=False)),
                        ("chased_at", models.DateTimeField(null=True)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "team",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="people.team",
                            ),
                        ),
                        (
                            "part",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="allocations",
                                to="disclosure.part",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Proactive",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("what", models.CharField(max_length=300)),
                        (
                            "scheme",
                            models.CharField(
                                choices=[
                                    ("who", "Who we are and what we do"),
                                    ("spend", "What we spend and how we spend it"),
                                    ("priorities", "What our priorities are and how we are doing"),
                                    ("decisions", "How we make decisions"),
                                    ("policies", "Our policies and procedures"),
                                    ("lists", "Lists and registers"),
                                    ("services", "The services we offer"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("why", models.TextField(blank=True)),
                        ("at", models.DateTimeField(default=moothall.kit.clock.now, editable=False)),
                        ("done_on", models.DateField(null=True)),
                        ("where", models.CharField(blank=True, max_length=500)),
                        ("dropped_because", models.TextField(blank=True)),
                        (
                            "asset",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="records.informationasset",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "done_by",
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
                    name="Reason",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("citation", models.CharField(max_length=40)),
                        ("answers", models.JSONField(default=dict)),
                        ("ncnd", models.BooleanField(default=False)),
                        ("dropped", models.BooleanField(default=False)),
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
                            "part",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reasons",
                                to="disclosure.part",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Received",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("seal", models.CharField(max_length=64, unique=True)),
                        ("message_id", models.CharField(blank=True, max_length=900)),
                        ("source", models.CharField(blank=True, max_length=40)),
                        ("sender", models.CharField(blank=True, max_length=320)),
                        ("subject", models.CharField(blank=True, max_length=500)),
                        ("at", models.DateTimeField(default=moothall.kit.clock.now, editable=False)),
                        (
                            "became",
                            models.CharField(
                                choices=[
                                    ("case", "A case was opened"),
                                    ("note", "It was added to a case"),
                                    ("machine", "A machine sent it"),
                                    ("held", "It waits to be looked at"),
                                    ("aside", "It was put aside"),
                                ],
                                max_length=7,
                            ),
                        ),
                        (
                            "why",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("unreadable", "It could not be read"),
                                    ("empty", "There are no words in it"),
                                    ("often", "Very many came from this sender at once"),
                                    ("flood", "Very many came at once, from many senders"),
                                    ("colleague", "A colleague sent it"),
                                    ("others", "It names a case, and comes from somebody else than who asked"),
                                    ("loop", "It came from ourselves, or went in a circle"),
                                    ("bounce", "It reports that a mail did not arrive"),
                                    ("automatic", "It was sent automatically"),
                                    ("list", "It came through a mailing list"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("detail", models.CharField(blank=True, max_length=300)),
                        ("settled_at", models.DateTimeField(null=True)),
                        ("settled_why", models.CharField(blank=True, max_length=400)),
                        (
                            "blob",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.blob"
                            ),
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
                ),
                migrations.CreateModel(
                    name="RegulatorLetter",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("reference", models.CharField(blank=True, max_length=60)),
                        ("reply_by", models.DateField(null=True)),
                        (
                            "ruling",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("not_upheld", "Not upheld: we were right"),
                                    ("partly", "Upheld in part"),
                                    ("upheld", "Upheld: we were wrong"),
                                    ("settled", "Settled without a decision notice"),
                                    ("withdrawn", "Withdrawn"),
                                ],
                                max_length=10,
                            ),
                        ),
                        (
                            "event",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="regulator",
                                to="disclosure.caseevent",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="ReleasedFile",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=150)),
                        ("withheld", models.TextField(blank=True)),
                        ("passed", models.BooleanField()),
                        ("findings", models.JSONField(default=list)),
                        ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("at", models.DateTimeField(default=moothall.kit.clock.now, editable=False)),
                        ("taken_back_at", models.DateTimeField(null=True)),
                        (
                            "blob",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.blob"
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="released",
                                to="disclosure.case",
                            ),
                        ),
                        (
                            "letter",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="released",
                                to="disclosure.letter",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Requester",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(blank=True, max_length=200)),
                        ("email", models.CharField(blank=True, max_length=254)),
                        ("address", models.TextField(blank=True)),
                        ("key", models.CharField(blank=True, max_length=254)),
                        ("postal_key", models.CharField(blank=True, max_length=64)),
                        (
                            "case",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="requester",
                                to="disclosure.case",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Reuse",
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
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="reused", to="disclosure.case"
                            ),
                        ),
                        (
                            "entry",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reuses",
                                to="disclosure.logentry",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Decision",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "tag",
                            models.CharField(
                                choices=[
                                    ("in", "In scope"),
                                    ("out", "Out of scope"),
                                    ("ask", "Needs a specialist"),
                                    ("exempt", "Exempt"),
                                ],
                                max_length=6,
                            ),
                        ),
                        (
                            "reader",
                            models.CharField(
                                choices=[
                                    ("first", "First reader"),
                                    ("second", "Second reader"),
                                    ("elusion", "Reader of the discard pile"),
                                ],
                                default="first",
                                max_length=7,
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=400)),
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
                            "carried_from",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="disclosure.decision",
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="decisions",
                                to="disclosure.reviewitem",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Copy",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("key", models.CharField(max_length=60)),
                        ("custodian", models.CharField(max_length=320)),
                        ("location", models.CharField(max_length=200)),
                        ("searches", models.TextField(blank=True)),
                        (
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="copies",
                                to="disclosure.reviewitem",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="ReviewSet",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField(default=moothall.kit.clock.now, editable=False)),
                        ("alike", models.FloatField(default=0.8)),
                        ("found", models.PositiveIntegerField()),
                        ("item_count", models.PositiveIntegerField()),
                        ("family_count", models.PositiveIntegerField()),
                        ("digest", models.CharField(max_length=64)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="review_sets",
                                to="disclosure.case",
                            ),
                        ),
                    ],
                ),
                migrations.AddField(
                    model_name="reviewitem",
                    name="review_set",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="disclosure.reviewset",
                    ),
                ),
                migrations.CreateModel(
                    name="Sample",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "purpose",
                            models.CharField(
                                choices=[("second", "For a second reader"), ("elusion", "From the discard pile")],
                                max_length=7,
                            ),
                        ),
                        ("seed", models.CharField(max_length=64)),
                        ("pile", models.PositiveIntegerField()),
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
                            "review_set",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="samples",
                                to="disclosure.reviewset",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Drawn",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("place", models.PositiveIntegerField()),
                        (
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="disclosure.reviewitem",
                            ),
                        ),
                        (
                            "sample",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="drawn",
                                to="disclosure.sample",
                            ),
                        ),
                    ],
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
                            "file",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="signatures",
                                to="disclosure.releasedfile",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="StatutorySearch",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("query", models.CharField(blank=True, max_length=1000)),
                        ("filters", models.JSONField(default=dict)),
                        ("reason", models.CharField(max_length=400)),
                        ("at", models.DateTimeField(default=moothall.kit.clock.now, editable=False)),
                        ("generation", models.CharField(max_length=40)),
                        ("version", models.CharField(max_length=10)),
                        ("stamp", models.BigIntegerField()),
                        ("cut", models.BooleanField(default=False)),
                        ("total", models.PositiveIntegerField()),
                        ("kinds", models.JSONField(default=dict)),
                        ("containers", models.JSONField(default=dict)),
                        ("left_out", models.JSONField(default=list)),
                        ("unsearched", models.JSONField(null=True)),
                        ("digest", models.CharField(max_length=64)),
                        ("seconds", models.FloatField(default=0)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="searches",
                                to="disclosure.case",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="SearchHit",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("key", models.CharField(max_length=60)),
                        ("container", models.CharField(max_length=40)),
                        (
                            "search",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="hits",
                                to="disclosure.statutorysearch",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Terms",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("from_on", models.DateField(verbose_name="in force from")),
                        (
                            "body",
                            models.CharField(
                                choices=[
                                    ("council", "Council"),
                                    ("central", "Central government"),
                                    ("school", "School"),
                                    ("scottish", "Scottish authority"),
                                ],
                                default="council",
                                max_length=8,
                                verbose_name="kind of body",
                            ),
                        ),
                        (
                            "nation",
                            models.CharField(
                                choices=[
                                    ("ENG", "England"),
                                    ("WLS", "Wales"),
                                    ("SCT", "Scotland"),
                                    ("NIR", "Northern Ireland"),
                                ],
                                default="ENG",
                                max_length=3,
                                verbose_name="nation",
                            ),
                        ),
                        (
                            "weekend_rule",
                            models.CharField(
                                choices=[
                                    ("ico", "The day it arrives (the Act, and the ICO)"),
                                    ("code", "The next working day (the Code of Practice)"),
                                ],
                                default="ico",
                                max_length=4,
                                verbose_name="requests that come at a weekend",
                            ),
                        ),
                        (
                            "regulator",
                            models.CharField(
                                default="Information Commissioner’s Office", max_length=120, verbose_name="regulator"
                            ),
                        ),
                        (
                            "regulator_address",
                            models.TextField(
                                default="Wycliffe House, Water Lane, Wilmslow, Cheshire, SK9 5AF",
                                verbose_name="its address",
                            ),
                        ),
                        (
                            "regulator_site",
                            models.CharField(
                                default="ico.org.uk/make-a-complaint", max_length=200, verbose_name="its website"
                            ),
                        ),
                        (
                            "review_days",
                            models.PositiveSmallIntegerField(
                                default=40,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(250),
                                ],
                                verbose_name="working days to ask for a review",
                            ),
                        ),
                        (
                            "inside_days",
                            models.CharField(default="3, 10, 17", max_length=40, verbose_name="inside dates"),
                        ),
                        (
                            "approvals",
                            models.PositiveSmallIntegerField(
                                default=1,
                                validators=[
                                    django.core.validators.MinValueValidator(0),
                                    django.core.validators.MaxValueValidator(3),
                                ],
                                verbose_name="approvals before an answer goes",
                            ),
                        ),
                        (
                            "hold_at_once",
                            models.BooleanField(
                                default=True, verbose_name="hold what is closest to a request when it comes"
                            ),
                        ),
                        (
                            "reply_to",
                            models.CharField(blank=True, max_length=200, verbose_name="where requesters write"),
                        ),
                        ("said_at", models.DateTimeField(default=moothall.kit.clock.now, editable=False)),
                        (
                            "said_by",
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
                    name="Counted",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("lists", models.CharField(max_length=40)),
                        ("at", models.DateTimeField(default=moothall.kit.clock.now, editable=False)),
                        (
                            "closure",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="disclosure.closure",
                            ),
                        ),
                        (
                            "holiday",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="disclosure.holiday",
                            ),
                        ),
                        (
                            "terms",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="disclosure.terms",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="ThreadLine",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("thread", models.PositiveIntegerField()),
                        ("place", models.PositiveIntegerField()),
                        ("beside", models.TextField(blank=True)),
                        (
                            "item",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="disclosure.reviewitem",
                            ),
                        ),
                        (
                            "review_set",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="lines",
                                to="disclosure.reviewset",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="TimeSpent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "activity",
                            models.CharField(
                                choices=[
                                    ("determine", "Finding out whether we hold it"),
                                    ("locate", "Locating it"),
                                    ("retrieve", "Retrieving it"),
                                    ("extract", "Extracting it"),
                                    ("read", "Reading and reviewing"),
                                    ("redact", "Redacting"),
                                    ("consult", "Consulting others"),
                                    ("write", "Writing the answer"),
                                ],
                                max_length=9,
                            ),
                        ),
                        ("minutes", models.SmallIntegerField()),
                        ("on", models.DateField()),
                        ("words", models.CharField(blank=True, max_length=300)),
                        ("at", models.DateTimeField(default=moothall.kit.clock.now, editable=False)),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="time", to="disclosure.case"
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Waiver",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "what",
                            models.CharField(
                                choices=[
                                    ("why", "Why it applies (FOIA s.17(4))"),
                                    ("public_interest", "The public interest (FOIA s.17(4))"),
                                    ("notice", "The whole notice, as an earlier one was given (FOIA s.17(6))"),
                                ],
                                max_length=15,
                            ),
                        ),
                        ("cited", models.CharField(blank=True, max_length=40)),
                        ("reason", models.TextField()),
                        ("dropped", models.BooleanField(default=False)),
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
                            "letter",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="waivers",
                                to="disclosure.letter",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Wording",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField()),
                        ("subject", models.CharField(max_length=200)),
                        ("text", models.TextField()),
                        ("details", models.JSONField(default=dict)),
                        ("digest", models.CharField(max_length=64)),
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
                            "letter",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="wordings",
                                to="disclosure.letter",
                            ),
                        ),
                    ],
                ),
                migrations.AddField(
                    model_name="letter",
                    name="wording",
                    field=models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="disclosure.wording",
                    ),
                ),
                migrations.CreateModel(
                    name="Approval",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("digest", models.CharField(max_length=64)),
                        ("agrees", models.BooleanField()),
                        ("words", models.TextField(blank=True)),
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
                            "wording",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="approvals",
                                to="disclosure.wording",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="CapacityHeld",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("container", models.CharField(max_length=40)),
                        ("held", models.BooleanField(default=True)),
                        ("words", models.CharField(max_length=400)),
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
                            "holder",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["container", "-id"], name="capacity_latest")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("words", ""), _negated=True), name="capacity_says_why"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("container__startswith", "mailbox:"),
                                    ("container__startswith", "space:"),
                                    _connector="OR",
                                ),
                                name="capacity_of_a_mailbox_or_space",
                            ),
                        ],
                    },
                ),
                migrations.AddIndex(
                    model_name="case",
                    index=models.Index(
                        condition=models.Q(("closed_on__isnull", True)),
                        fields=["due_on", "id"],
                        name="case_open_by_due",
                    ),
                ),
                migrations.AddIndex(
                    model_name="case",
                    index=models.Index(fields=["-received_on", "-id"], name="case_newest"),
                ),
                migrations.AddConstraint(
                    model_name="case",
                    constraint=models.UniqueConstraint(fields=("year", "number"), name="case_numbered_once"),
                ),
                migrations.AddConstraint(
                    model_name="case",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("title", ""), _negated=True), models.Q(("words", ""), _negated=True)
                        ),
                        name="case_in_words",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="case",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            (
                                "regime__in",
                                [
                                    "foia",
                                    "eir",
                                    "sar",
                                    "foisa",
                                    "eisr",
                                    "reuse",
                                    "review",
                                    "reconsideration",
                                    "reuse_review",
                                    "complaint",
                                ],
                            )
                        ),
                        name="case_regime_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="case",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            (
                                "first_regime__in",
                                [
                                    "foia",
                                    "eir",
                                    "sar",
                                    "foisa",
                                    "eisr",
                                    "reuse",
                                    "review",
                                    "reconsideration",
                                    "reuse_review",
                                    "complaint",
                                ],
                            )
                        ),
                        name="case_first_regime_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="case",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("channel__in", ["form", "email", "forwarded", "post", "phone", "in_person"])
                        ),
                        name="case_channel_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="case",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("body__in", ["council", "central", "school", "scottish"])),
                        name="case_body_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="attestation",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("kind__in", ["private", "outside", "own"])), name="attestation_kind_known"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="attestation",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("of_what", ""), _negated=True), models.Q(("words", ""), _negated=True)
                        ),
                        name="attestation_says_of_what",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="attestation",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("asked_name", ""), ("asked_of__isnull", False)),
                            models.Q(("asked_of__isnull", True), models.Q(("asked_name", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="attestation_asked_of_someone",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="attestation",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", ""), ("attested_at__isnull", True), ("written_by__isnull", True)),
                            models.Q(
                                models.Q(("answer", ""), _negated=True),
                                ("attested_at__isnull", False),
                                ("written_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="attestation_answered_or_not",
                    ),
                ),
                migrations.AddIndex(
                    model_name="addedup",
                    index=models.Index(fields=["bundle"], name="added_up_together"),
                ),
                migrations.AddConstraint(
                    model_name="addedup",
                    constraint=models.UniqueConstraint(fields=("case", "turn"), name="case_added_up_in_turn"),
                ),
                migrations.AddConstraint(
                    model_name="addedup",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("why", ""), _negated=True), name="added_up_says_why"
                    ),
                ),
                migrations.AddIndex(
                    model_name="caseevent",
                    index=models.Index(fields=["case", "on", "id"], name="case_event_in_order"),
                ),
                migrations.AddConstraint(
                    model_name="caseevent",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "regime_changed",
                                    "valid",
                                    "clarification_asked",
                                    "fees_notice",
                                    "identity_asked",
                                    "clarified",
                                    "fee_paid",
                                    "identity_proved",
                                    "extended",
                                    "acknowledged",
                                    "answered",
                                    "withdrawn",
                                    "note",
                                    "refusal_notice",
                                    "transferred",
                                    "regulator_asks",
                                    "regulator_told",
                                    "regulator_decides",
                                    "closed",
                                    "redated",
                                ],
                            )
                        ),
                        name="case_event_kind_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="caseevent",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "regime_changed"), models.Q(("to", ""), _negated=True)),
                            models.Q(models.Q(("kind", "regime_changed"), _negated=True), ("to", "")),
                            _connector="OR",
                        ),
                        name="case_event_says_to_which_regime",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="check",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("agrees", True), models.Q(("words", ""), _negated=True), _connector="OR"),
                        name="check_that_disagrees_says_why",
                    ),
                ),
                migrations.AddIndex(
                    model_name="cover",
                    index=models.Index(fields=["stand_in", "first_on", "last_on"], name="cover_by_stand_in"),
                ),
                migrations.AddConstraint(
                    model_name="cover",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("last_on__gte", models.F("first_on"))), name="cover_ends_after_it_begins"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="cover",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("person", models.F("stand_in")), _negated=True), name="cover_by_another"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="estimate",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("what", ""), _negated=True), models.Q(("evidence", ""), _negated=True)
                        ),
                        name="estimate_in_words",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="estimate",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("fewest__lte", models.F("likely")), ("likely__lte", models.F("most"))),
                        name="estimate_in_order",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="approver",
                    constraint=models.UniqueConstraint(fields=("letter", "person"), name="approver_asked_once"),
                ),
                migrations.AddIndex(
                    model_name="logentry",
                    index=models.Index(
                        condition=models.Q(("withdrawn_at", None)),
                        fields=["-published_at", "-id"],
                        name="log_entry_newest",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="logentry",
                    constraint=models.UniqueConstraint(fields=("key", "version"), name="log_entry_version_once"),
                ),
                migrations.AddConstraint(
                    model_name="logentry",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("title", ""), _negated=True),
                            models.Q(("asked", ""), _negated=True),
                            models.Q(("answered", ""), _negated=True),
                        ),
                        name="log_entry_in_words",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="logentry",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("outcome__in", ["given", "partly", "withheld", "not_held", "neither"])),
                        name="log_entry_outcome_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="logentry",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("licence__in", ["OGL-UK-3.0", "CC-BY-4.0", "CC0-1.0", ""])),
                        name="log_entry_licence_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="logentry",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("regime__in", ["sar", "complaint"]), _negated=True),
                        name="log_entry_of_nobodys_own_data",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="logentry",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("withdrawn_at", None), models.Q(("withdrawn_because", ""), _negated=True), _connector="OR"
                        ),
                        name="log_entry_withdrawn_for_a_reason",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="logfile",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="log_file_named"
                    ),
                ),
                migrations.AddIndex(
                    model_name="logword",
                    index=models.Index(fields=["word", "entry"], name="log_word_found"),
                ),
                migrations.AddConstraint(
                    model_name="logword",
                    constraint=models.UniqueConstraint(fields=("entry", "word"), name="log_word_once"),
                ),
                migrations.AddConstraint(
                    model_name="notsearched",
                    constraint=models.CheckConstraint(
                        condition=models.Q(models.Q(("what", ""), _negated=True), models.Q(("why", ""), _negated=True)),
                        name="not_searched_says_why",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="part",
                    constraint=models.UniqueConstraint(fields=("case", "number"), name="part_numbered_once"),
                ),
                migrations.AddConstraint(
                    model_name="part",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("dropped_at__isnull", True), ("position__isnull", False)),
                            models.Q(("dropped_at__isnull", False), ("position__isnull", True)),
                            _connector="OR",
                        ),
                        name="part_stands_somewhere_or_is_put_by",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="part",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("words", ""), _negated=True), name="part_in_words"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="consultation",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("whom", ""), _negated=True), models.Q(("asked", ""), _negated=True)
                        ),
                        name="consultation_in_words",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="consultation",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("heard", ""), ("heard_by", None), ("heard_on", None)),
                            models.Q(
                                ("heard_by__isnull", False),
                                ("heard_on__gte", models.F("asked_on")),
                                models.Q(("heard", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="consultation_is_heard_after_asking",
                    ),
                ),
                migrations.AddIndex(
                    model_name="answer",
                    index=models.Index(fields=["part", "-id"], name="answer_latest"),
                ),
                migrations.AddConstraint(
                    model_name="answer",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("outcome__in", ["given", "partly", "withheld", "not_held", "neither"])),
                        name="answer_outcome_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="answer",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("words", ""), _negated=True), name="answer_in_words"
                    ),
                ),
                migrations.AddIndex(
                    model_name="allocation",
                    index=models.Index(fields=["person", "due_on"], name="allocation_of_person"),
                ),
                migrations.AddIndex(
                    model_name="allocation",
                    index=models.Index(fields=["team", "due_on"], name="allocation_of_team"),
                ),
                migrations.AddConstraint(
                    model_name="allocation",
                    constraint=models.UniqueConstraint(fields=("part", "turn"), name="part_asked_of_one_at_a_time"),
                ),
                migrations.AddConstraint(
                    model_name="allocation",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("person__isnull", False), ("team__isnull", True)),
                            models.Q(("person__isnull", True), ("team__isnull", False)),
                            _connector="OR",
                        ),
                        name="allocation_to_a_person_or_a_team",
                    ),
                ),
                migrations.AddIndex(
                    model_name="proactive",
                    index=models.Index(
                        condition=models.Q(("done_on", None), ("dropped_because", "")),
                        fields=["-id"],
                        name="proactive_open",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="proactive",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("what", ""), _negated=True), name="proactive_says_what"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="proactive",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("scheme__in", ["who", "spend", "priorities", "decisions", "policies", "lists", "services"])
                        ),
                        name="proactive_in_a_class",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="proactive",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("done_on", None), models.Q(("where", ""), _negated=True), _connector="OR"),
                        name="proactive_done_somewhere",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="proactive",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("done_on", None), ("dropped_because", ""), _connector="OR"),
                        name="proactive_done_or_dropped",
                    ),
                ),
                migrations.AddIndex(
                    model_name="reason",
                    index=models.Index(fields=["part", "citation", "-id"], name="reason_latest"),
                ),
                migrations.AddConstraint(
                    model_name="reason",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("citation", ""), _negated=True), name="reason_names_its_section"
                    ),
                ),
                migrations.AddIndex(
                    model_name="received",
                    index=models.Index(
                        condition=models.Q(("message_id", ""), _negated=True),
                        fields=["message_id"],
                        name="received_by_message_id",
                    ),
                ),
                migrations.AddIndex(
                    model_name="received",
                    index=models.Index(fields=["became", "-at", "-id"], name="received_newest"),
                ),
                migrations.AddIndex(
                    model_name="received",
                    index=models.Index(
                        condition=models.Q(("case__isnull", True)), fields=["-at", "-id"], name="received_without_case"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="received",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("became__in", ["case", "note", "machine", "held", "aside"])),
                        name="received_became_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="received",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            (
                                "why__in",
                                [
                                    "",
                                    "unreadable",
                                    "empty",
                                    "often",
                                    "flood",
                                    "colleague",
                                    "others",
                                    "loop",
                                    "bounce",
                                    "automatic",
                                    "list",
                                ],
                            )
                        ),
                        name="received_why_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="received",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("became__in", ("case", "note")), ("case__isnull", False)),
                            models.Q(models.Q(("became__in", ("case", "note")), _negated=True), ("case__isnull", True)),
                            _connector="OR",
                        ),
                        name="received_with_its_case",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="received",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("became__in", ("case", "note")), models.Q(("why", ""), _negated=True), _connector="OR"
                        ),
                        name="received_no_case_says_why",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="received",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("became", "aside"), _negated=True),
                            models.Q(("settled_why", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="received_put_aside_for_a_reason",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="regulatorletter",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("ruling__in", ["", "not_upheld", "partly", "upheld", "settled", "withdrawn"])
                        ),
                        name="regulator_ruling_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="regulatorletter",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("ruling", ""), ("reply_by", None), _connector="OR"),
                        name="regulator_rules_or_asks_for_a_reply",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="releasedfile",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="released_file_named"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="releasedfile",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("letter", None), ("passed", True), _connector="OR"),
                        name="released_file_passed_the_gate",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="releasedfile",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("letter", None), ("taken_back_at", None), _connector="OR"),
                        name="released_file_went_or_was_taken_back",
                    ),
                ),
                migrations.AddIndex(
                    model_name="requester",
                    index=models.Index(
                        condition=models.Q(("key", ""), _negated=True), fields=["key"], name="requester_by_key"
                    ),
                ),
                migrations.AddIndex(
                    model_name="requester",
                    index=models.Index(
                        condition=models.Q(("postal_key", ""), _negated=True),
                        fields=["postal_key"],
                        name="requester_by_postal_key",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="reuse",
                    constraint=models.UniqueConstraint(fields=("entry", "case"), name="log_entry_served_a_case_once"),
                ),
                migrations.AddIndex(
                    model_name="decision",
                    index=models.Index(fields=["item", "reader", "-id"], name="review_decision_newest"),
                ),
                migrations.AddConstraint(
                    model_name="decision",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("tag__in", ["in", "out", "ask", "exempt"])),
                        name="review_decision_tag_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="decision",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("reader__in", ["first", "second", "elusion"])),
                        name="review_decision_reader_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="copy",
                    constraint=models.UniqueConstraint(fields=("item", "key"), name="review_copy_once"),
                ),
                migrations.AddIndex(
                    model_name="reviewset",
                    index=models.Index(fields=["case", "-id"], name="review_set_newest"),
                ),
                migrations.AddConstraint(
                    model_name="reviewset",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("alike__gt", 0), ("alike__lte", 1)), name="review_set_likeness_is_a_share"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="reviewset",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("family_count__lte", models.F("item_count")), ("item_count__lte", models.F("found"))
                        ),
                        name="review_set_counts_agree",
                    ),
                ),
                migrations.AddIndex(
                    model_name="reviewitem",
                    index=models.Index(fields=["review_set", "thread"], name="review_item_in_thread"),
                ),
                migrations.AddIndex(
                    model_name="reviewitem",
                    index=models.Index(fields=["review_set", "group"], name="review_item_in_group"),
                ),
                migrations.AddConstraint(
                    model_name="reviewitem",
                    constraint=models.UniqueConstraint(
                        fields=("review_set", "number"), name="review_item_numbered_once"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="reviewitem",
                    constraint=models.UniqueConstraint(fields=("review_set", "seal"), name="review_item_once"),
                ),
                migrations.AddConstraint(
                    model_name="reviewitem",
                    constraint=models.UniqueConstraint(
                        fields=("review_set", "family", "place"), name="review_item_once_in_family"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="reviewitem",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("group", None), ("likeness", None)),
                            models.Q(("group__gte", 0), ("likeness__gt", 0), ("likeness__lte", 1)),
                            _connector="OR",
                        ),
                        name="review_item_likeness_in_a_group",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="sample",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("purpose__in", ["second", "elusion"])), name="review_sample_purpose_known"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="sample",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("seed", ""), _negated=True), name="review_sample_has_seed"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="drawn",
                    constraint=models.UniqueConstraint(fields=("sample", "item"), name="review_drawn_once"),
                ),
                migrations.AddConstraint(
                    model_name="drawn",
                    constraint=models.UniqueConstraint(fields=("sample", "place"), name="review_drawn_in_order"),
                ),
                migrations.AddConstraint(
                    model_name="signature",
                    constraint=models.UniqueConstraint(fields=("file", "by"), name="signature_once_of_each"),
                ),
                migrations.AddIndex(
                    model_name="statutorysearch",
                    index=models.Index(fields=["case", "-id"], name="statutory_search_newest"),
                ),
                migrations.AddConstraint(
                    model_name="statutorysearch",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="statutory_search_has_reason"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="searchhit",
                    constraint=models.UniqueConstraint(fields=("search", "key"), name="search_hit_once"),
                ),
                migrations.AddIndex(
                    model_name="terms",
                    index=models.Index(fields=["-from_on", "-id"], name="terms_latest"),
                ),
                migrations.AddConstraint(
                    model_name="terms",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("body__in", ["council", "central", "school", "scottish"])),
                        name="terms_of_a_known_body",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="terms",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("nation__in", ["ENG", "WLS", "SCT", "NIR"])), name="terms_of_a_nation"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="terms",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("weekend_rule__in", ["ico", "code"])), name="terms_of_a_weekend_rule"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="terms",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("regulator", ""), _negated=True),
                            models.Q(("regulator_address", ""), _negated=True),
                        ),
                        name="terms_name_regulator",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="threadline",
                    constraint=models.UniqueConstraint(
                        fields=("review_set", "thread", "place"), name="review_line_once"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="threadline",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("item__isnull", False), models.Q(("beside", ""), _negated=True), _connector="OR"
                        ),
                        name="review_line_is_something",
                    ),
                ),
                migrations.AddIndex(
                    model_name="timespent",
                    index=models.Index(fields=["case", "activity"], name="time_by_activity"),
                ),
                migrations.AddConstraint(
                    model_name="timespent",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            (
                                "activity__in",
                                ["determine", "locate", "retrieve", "extract", "read", "redact", "consult", "write"],
                            )
                        ),
                        name="time_activity_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="timespent",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("minutes__gte", -1440), ("minutes__lte", 1440), models.Q(("minutes", 0), _negated=True)
                        ),
                        name="time_of_a_day_at_most",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="waiver",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="waiver_says_why"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="waiver",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("what__in", ["why", "public_interest", "notice"])),
                        name="waiver_of_what_the_law_names",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="wording",
                    constraint=models.UniqueConstraint(fields=("letter", "number"), name="wording_numbered_once"),
                ),
                migrations.AddConstraint(
                    model_name="wording",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("subject", ""), _negated=True),
                            models.Q(("text", ""), _negated=True),
                            models.Q(("digest", ""), _negated=True),
                        ),
                        name="wording_in_words",
                    ),
                ),
                migrations.AddIndex(
                    model_name="letter",
                    index=models.Index(fields=["case", "-id"], name="letter_of_case"),
                ),
                migrations.AddConstraint(
                    model_name="letter",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "acknowledgement",
                                    "clarification",
                                    "fees_notice",
                                    "extension",
                                    "answer",
                                    "part_refusal",
                                    "refusal",
                                    "cost",
                                    "vexatious",
                                    "ncnd",
                                    "eir_refusal",
                                    "eir_extension",
                                    "sar_answer",
                                    "sar_refusal",
                                    "not_held",
                                    "transfer",
                                    "review_outcome",
                                    "complaint",
                                ],
                            )
                        ),
                        name="letter_kind_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="letter",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("language__in", ["en", "cy"])), name="letter_language_known"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="letter",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("sent_at", None), ("sent_by", None), ("sent_how", ""), ("wording", None)),
                            models.Q(
                                ("put_by_at", None),
                                ("sent_at__isnull", False),
                                ("sent_by__isnull", False),
                                ("wording__isnull", False),
                                ("sent_how__in", ["email", "post"]),
                            ),
                            _connector="OR",
                        ),
                        name="letter_is_sent_wholly_or_not",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="approval",
                    constraint=models.UniqueConstraint(fields=("wording", "by"), name="approval_once_of_each"),
                ),
                migrations.AddConstraint(
                    model_name="approval",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("agrees", True), models.Q(("words", ""), _negated=True), _connector="OR"),
                        name="approval_refused_says_why",
                    ),
                ),
            ]
        ),
    ]
