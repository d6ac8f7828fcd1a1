import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import moothall.kit.clock
import moothall.records.models.bundles
from moothall.kit.migrating import NewTables


class Migration(migrations.Migration):
    """Every table of this room."""

    initial = True

    replaces = [  # what made these tables before, for halls that ran it
        ("records", "0001_initial"),
        ("records", "0002_handed_over"),
        ("records", "0003_owners_asked"),
        ("records", "0004_brought_in_again"),
        ("records", "0005_placed_by_the_hall"),
    ]

    dependencies = [
        ("files", "0001_tables"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        NewTables(
            [
                migrations.CreateModel(
                    name="AccessReview",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("container", models.CharField(max_length=60)),
                        ("opened_at", models.DateTimeField(default=moothall.kit.clock.now, editable=False)),
                        ("due_on", models.DateField()),
                        ("reminded_on", models.DateField(null=True)),
                        ("closed_at", models.DateTimeField(null=True)),
                        (
                            "closed_by",
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
                    name="AccessDecision",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("outcome", models.CharField(choices=[("keep", "Keep"), ("remove", "Remove")], max_length=6)),
                        ("words", models.CharField(blank=True, max_length=200)),
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
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "review",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="decisions",
                                to="records.accessreview",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Application",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("kind", models.CharField(max_length=20)),
                        ("ref", models.BigIntegerField(null=True)),
                        ("event_date", models.DateField(null=True)),
                        ("made_at", models.DateTimeField(default=moothall.kit.clock.now, editable=False)),
                        ("preview", models.JSONField(null=True)),
                        ("preview_digest", models.CharField(blank=True, max_length=64)),
                        ("switched_on_at", models.DateTimeField(null=True)),
                        ("switched_off_at", models.DateTimeField(null=True)),
                        (
                            "made_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "switched_off_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "switched_on_by",
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
                    name="AssetImport",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField(default=moothall.kit.clock.now, editable=False)),
                        ("name", models.CharField(max_length=150)),
                        ("made", models.PositiveIntegerField(default=0)),
                        ("changed", models.PositiveIntegerField(default=0)),
                        ("unchanged", models.PositiveIntegerField(default=0)),
                        ("refused", models.PositiveIntegerField(default=0)),
                        ("columns", models.JSONField(default=list)),
                        ("unknown_columns", models.JSONField(default=list)),
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
                    name="Bundle",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("thing", models.CharField(max_length=60)),
                        ("container", models.CharField(max_length=60)),
                        ("title", models.CharField(max_length=200)),
                        ("reason", models.CharField(max_length=400)),
                        ("asked_at", models.DateTimeField(default=moothall.kit.clock.now, editable=False)),
                        ("expires_at", models.DateTimeField(default=moothall.records.models.bundles._a_week_on)),
                        ("made_at", models.DateTimeField(null=True)),
                        ("failed", models.CharField(blank=True, max_length=300)),
                        ("files", models.PositiveIntegerField(default=0)),
                        ("size", models.PositiveBigIntegerField(default=0)),
                        ("digest", models.CharField(blank=True, max_length=64)),
                        (
                            "asked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "blob",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="files.blob",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="DeclaredRecord",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("thing", models.CharField(max_length=60)),
                        ("container", models.CharField(max_length=60)),
                        ("title", models.CharField(max_length=200)),
                        ("why", models.CharField(max_length=400)),
                        ("asset", models.CharField(blank=True, max_length=60)),
                        ("declared_at", models.DateTimeField(default=moothall.kit.clock.now, editable=False)),
                        ("digest", models.CharField(max_length=64)),
                        ("files", models.PositiveIntegerField()),
                        ("size", models.PositiveBigIntegerField()),
                        ("origin", models.CharField(blank=True, max_length=120)),
                        ("origin_thing", models.CharField(blank=True, max_length=60)),
                        ("origin_by", models.CharField(blank=True, max_length=120)),
                        ("origin_at", models.DateTimeField(null=True)),
                        (
                            "blob",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.blob"
                            ),
                        ),
                        (
                            "declared_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Disposal",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("cutoff", models.DateField()),
                        ("transfer", models.BooleanField(default=False)),
                        ("handed_after", models.BigIntegerField(default=0)),
                        ("handed_at", models.DateTimeField(null=True)),
                        ("receipt", models.CharField(blank=True, max_length=200)),
                        ("received_by", models.CharField(blank=True, max_length=200)),
                        ("received_on", models.DateField(null=True)),
                        ("receipt_entered_at", models.DateTimeField(null=True)),
                        ("foreseen", models.JSONField(default=dict)),
                        ("proposed_at", models.DateTimeField(default=moothall.kit.clock.now, editable=False)),
                        ("approved_at", models.DateTimeField(null=True)),
                        ("declined_at", models.DateTimeField(null=True)),
                        ("declined_reason", models.CharField(blank=True, max_length=400)),
                        ("after", models.BigIntegerField(default=0)),
                        ("started_at", models.DateTimeField(null=True)),
                        ("taken_at", models.DateTimeField(null=True)),
                        ("finished_at", models.DateTimeField(null=True)),
                        ("trouble", models.TextField(blank=True)),
                        ("digest", models.CharField(blank=True, max_length=64)),
                        ("counts", models.JSONField(default=dict)),
                        ("first_day", models.DateField(null=True)),
                        ("last_day", models.DateField(null=True)),
                        (
                            "application",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="disposals",
                                to="records.application",
                            ),
                        ),
                        (
                            "approved_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "declined_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "proposed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "receipt_entered_by",
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
                    name="DisposalItem",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("unit", models.CharField(max_length=20)),
                        ("ref", models.BigIntegerField()),
                        ("container", models.CharField(max_length=40)),
                        ("day", models.DateField()),
                        (
                            "outcome",
                            models.CharField(
                                choices=[
                                    ("disposed", "Disposed of"),
                                    ("held", "Held"),
                                    ("kept", "Kept, as something else rests on it"),
                                    ("changed", "Changed since it was handed over, so it stays"),
                                ],
                                max_length=8,
                            ),
                        ),
                        (
                            "disposal",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="items", to="records.disposal"
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="HandoverBundle",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        ("sha256", models.CharField(max_length=64)),
                        ("manifest", models.CharField(max_length=64)),
                        ("things", models.PositiveIntegerField()),
                        ("files", models.PositiveIntegerField()),
                        ("size", models.PositiveBigIntegerField()),
                        ("made_at", models.DateTimeField(default=moothall.kit.clock.now, editable=False)),
                        ("removed_at", models.DateTimeField(null=True)),
                        (
                            "blob",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="files.blob",
                            ),
                        ),
                        (
                            "disposal",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="bundles",
                                to="records.disposal",
                            ),
                        ),
                        (
                            "removed_by",
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
                    name="HandedThing",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("unit", models.CharField(max_length=20)),
                        ("ref", models.BigIntegerField()),
                        ("container", models.CharField(max_length=40)),
                        ("day", models.DateField()),
                        ("fingerprint", models.CharField(blank=True, max_length=64)),
                        (
                            "disposal",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="handed",
                                to="records.disposal",
                            ),
                        ),
                        (
                            "bundle",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="records.handoverbundle",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Hold",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("reason", models.TextField()),
                        ("case", models.CharField(blank=True, max_length=120)),
                        ("placed_at", models.DateTimeField(default=moothall.kit.clock.now, editable=False)),
                        ("released_at", models.DateTimeField(editable=False, null=True)),
                        ("release_reason", models.TextField(blank=True)),
                        ("token", models.UUIDField(editable=False, null=True, unique=True)),
                        (
                            "owner",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "placed_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "released_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "db_table": "records_hold",
                    },
                ),
                migrations.CreateModel(
                    name="HoldReview",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("due_on", models.DateField()),
                        ("reviewed_at", models.DateTimeField(editable=False, null=True)),
                        ("note", models.CharField(blank=True, max_length=400)),
                        (
                            "hold",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="reviews", to="records.hold"
                            ),
                        ),
                        (
                            "reviewed_by",
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
                    name="HoldSearch",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("query", models.CharField(max_length=1000)),
                        ("added_at", models.DateTimeField(default=moothall.kit.clock.now, editable=False)),
                        ("run_at", models.DateTimeField(default=moothall.kit.clock.now)),
                        (
                            "added_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "hold",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="searches", to="records.hold"
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="HoldScope",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("kind", models.CharField(max_length=20)),
                        ("ref", models.BigIntegerField(default=0)),
                        ("address", models.CharField(blank=True, max_length=254)),
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
                            "hold",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="scopes", to="records.hold"
                            ),
                        ),
                        (
                            "search",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="finds",
                                to="records.holdsearch",
                            ),
                        ),
                    ],
                    options={
                        "db_table": "records_holdscope",
                    },
                ),
                migrations.CreateModel(
                    name="InformationAsset",
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
                        ("identifier", models.CharField(max_length=40, unique=True, verbose_name="identifier")),
                        ("name", models.CharField(max_length=200, verbose_name="name")),
                        ("description", models.TextField(blank=True, max_length=2000, verbose_name="description")),
                        ("function", models.CharField(blank=True, max_length=200, verbose_name="function")),
                        ("service", models.CharField(blank=True, max_length=120, verbose_name="service")),
                        ("location", models.CharField(blank=True, max_length=200, verbose_name="where it is kept")),
                        ("form", models.CharField(blank=True, max_length=120, verbose_name="form")),
                        ("purpose", models.TextField(blank=True, max_length=2000, verbose_name="purpose")),
                        (
                            "personal_data",
                            models.CharField(
                                choices=[("unknown", "Not known yet"), ("no", "No"), ("yes", "Yes")],
                                default="unknown",
                                max_length=7,
                            ),
                        ),
                        ("personal_categories", models.TextField(blank=True, max_length=2000)),
                        ("special_category", models.BooleanField(default=False)),
                        ("criminal_offence", models.BooleanField(default=False)),
                        ("special_condition", models.CharField(blank=True, max_length=200)),
                        (
                            "lawful_basis",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("a", "Consent, art. 6(1)(a)"),
                                    ("b", "Contract, art. 6(1)(b)"),
                                    ("c", "Legal obligation, art. 6(1)(c)"),
                                    ("d", "Vital interests, art. 6(1)(d)"),
                                    ("e", "Public task, art. 6(1)(e)"),
                                    ("f", "Legitimate interests, art. 6(1)(f)"),
                                ],
                                max_length=1,
                            ),
                        ),
                        ("record_of_processing", models.CharField(blank=True, max_length=200)),
                        ("dpia", models.CharField(blank=True, max_length=200)),
                        ("who_has_access", models.TextField(blank=True, max_length=2000)),
                        ("shared_with", models.TextField(blank=True, max_length=2000)),
                        ("contracts", models.CharField(blank=True, max_length=200)),
                        ("volume", models.CharField(blank=True, max_length=200)),
                        ("covers_from", models.DateField(null=True)),
                        ("covers_to", models.DateField(null=True)),
                        ("value", models.TextField(blank=True, max_length=2000)),
                        (
                            "criticality",
                            models.CharField(
                                choices=[
                                    ("unknown", "Not decided yet"),
                                    ("low", "Low: a month without it does little harm"),
                                    ("medium", "Medium: needed within a week"),
                                    ("high", "High: needed within a day"),
                                    ("vital", "Vital: people come to harm without it"),
                                ],
                                default="unknown",
                                max_length=7,
                            ),
                        ),
                        ("risks", models.TextField(blank=True, max_length=2000)),
                        ("retention", models.CharField(blank=True, max_length=200)),
                        ("publication", models.CharField(blank=True, max_length=200)),
                        (
                            "searchable",
                            models.CharField(
                                choices=[("no", "No"), ("part", "In part"), ("yes", "Yes")], default="no", max_length=4
                            ),
                        ),
                        ("searchable_words", models.CharField(blank=True, max_length=200)),
                        ("connector", models.CharField(blank=True, max_length=120)),
                        ("coverage", models.PositiveSmallIntegerField(null=True)),
                        ("indexed_on", models.DateField(null=True)),
                        ("closed", models.BooleanField(default=False)),
                        ("reviewed_before", models.DateField(null=True)),
                        ("review_by", models.DateField(null=True)),
                        ("ended_on", models.DateField(null=True)),
                        ("ended_because", models.CharField(blank=True, max_length=200)),
                        ("created_at", models.DateTimeField(default=moothall.kit.clock.now, editable=False)),
                        ("changed_at", models.DateTimeField(default=moothall.kit.clock.now, editable=False)),
                        ("brought_from", models.CharField(blank=True, editable=False, max_length=120)),
                        ("token", models.UUIDField(editable=False, null=True, unique=True)),
                        (
                            "created_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "custodian",
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
                    name="AssetReview",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("on", models.DateField(default=moothall.kit.clock.today)),
                        ("words", models.TextField(max_length=2000)),
                        ("next_on", models.DateField()),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "asset",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reviews",
                                to="records.informationasset",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="AssetReminder",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("due_on", models.DateField()),
                        ("stage", models.CharField(choices=[("due", "Due"), ("late", "Late")], max_length=4)),
                        ("sent_at", models.DateTimeField(default=moothall.kit.clock.now, editable=False)),
                        (
                            "asset",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="reminders",
                                to="records.informationasset",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="InformationSystem",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=120, unique=True)),
                        ("slug", models.SlugField(max_length=80, unique=True)),
                        ("also_called", models.CharField(blank=True, max_length=200)),
                        ("outside", models.BooleanField(default=False)),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("supported", "Supported"),
                                    ("guided", "Allowed with guidance"),
                                    ("not_allowed", "Not allowed"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("what_for", models.CharField(max_length=400)),
                        ("why_not", models.CharField(blank=True, max_length=400)),
                        ("use_instead_words", models.CharField(blank=True, max_length=200)),
                        ("guidance", models.CharField(blank=True, max_length=300)),
                        ("supplier", models.CharField(blank=True, max_length=200)),
                        ("data_location", models.CharField(blank=True, max_length=200)),
                        ("sign_in", models.CharField(blank=True, max_length=200)),
                        ("export", models.CharField(blank=True, max_length=200)),
                        ("encryption", models.CharField(blank=True, max_length=300)),
                        ("backup", models.CharField(blank=True, max_length=300)),
                        ("restore_tested_on", models.DateField(null=True)),
                        ("access_control", models.CharField(blank=True, max_length=300)),
                        ("patching", models.CharField(blank=True, max_length=300)),
                        ("incident_contact", models.CharField(blank=True, max_length=200)),
                        ("assurance", models.TextField(blank=True)),
                        ("review_on", models.DateField(null=True)),
                        ("added_at", models.DateTimeField(default=moothall.kit.clock.now, editable=False)),
                        ("changed_at", models.DateTimeField(default=moothall.kit.clock.now)),
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
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="systems_owned",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "use_instead",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="replaces",
                                to="records.informationsystem",
                            ),
                        ),
                    ],
                ),
                migrations.AddField(
                    model_name="informationasset",
                    name="system",
                    field=models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.informationsystem",
                    ),
                ),
                migrations.CreateModel(
                    name="OfficialAccount",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=120)),
                        ("address", models.CharField(blank=True, max_length=300)),
                        ("purpose", models.CharField(max_length=300)),
                        ("opened_on", models.DateField(null=True)),
                        ("closed_at", models.DateTimeField(null=True)),
                        ("closed_reason", models.CharField(blank=True, max_length=300)),
                        (
                            "first_owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "second_owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "system",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="accounts",
                                to="records.informationsystem",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="RefusedRow",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        ("reason", models.TextField()),
                        ("cells", models.JSONField()),
                        (
                            "of",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="rows",
                                to="records.assetimport",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Report",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "matter",
                            models.CharField(
                                choices=[("block", "I can’t get to it"), ("question", "May I use it?")], max_length=8
                            ),
                        ),
                        ("system_words", models.CharField(blank=True, max_length=120)),
                        ("purpose", models.CharField(max_length=400)),
                        ("met", models.CharField(blank=True, max_length=400)),
                        ("asked_at", models.DateTimeField(default=moothall.kit.clock.now, editable=False)),
                        ("due_on", models.DateField()),
                        ("answer", models.CharField(blank=True, max_length=1000)),
                        ("opened", models.BooleanField(null=True)),
                        ("answered_at", models.DateTimeField(null=True)),
                        ("token", models.UUIDField(editable=False, null=True, unique=True)),
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
                            "asked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "system",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reports",
                                to="records.informationsystem",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="RetentionRule",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("reference", models.CharField(max_length=40)),
                        ("class_path", models.CharField(max_length=300)),
                        ("title", models.CharField(max_length=200)),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "trigger",
                            models.CharField(
                                choices=[
                                    ("created", "When it was written or sent"),
                                    ("last_activity", "The last activity in it"),
                                    ("brought_in", "When it was brought into the hall"),
                                    ("review", "Its last review"),
                                    ("contract_end", "The end of the contract"),
                                    ("date", "A day that is entered where the rule is applied"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("years", models.PositiveSmallIntegerField(default=0)),
                        ("months", models.PositiveSmallIntegerField(default=0)),
                        ("days", models.PositiveSmallIntegerField(default=0)),
                        (
                            "action",
                            models.CharField(
                                choices=[
                                    ("destroy", "Destroy"),
                                    ("review", "Review, then keep or destroy"),
                                    ("transfer", "Transfer to an archive, then destroy here"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("authority", models.CharField(max_length=400)),
                        ("placeholder", models.BooleanField(default=False)),
                        ("created_at", models.DateTimeField(default=moothall.kit.clock.now, editable=False)),
                        (
                            "created_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "supersedes",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="superseded_by",
                                to="records.retentionrule",
                            ),
                        ),
                    ],
                ),
                migrations.AddField(
                    model_name="informationasset",
                    name="retention_rule",
                    field=models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.retentionrule",
                    ),
                ),
                migrations.AddField(
                    model_name="application",
                    name="rule",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="applications",
                        to="records.retentionrule",
                    ),
                ),
                migrations.CreateModel(
                    name="ReviewDecision",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("unit", models.CharField(max_length=20)),
                        ("ref", models.BigIntegerField()),
                        ("verdict", models.CharField(choices=[("keep", "Keep"), ("destroy", "Destroy")], max_length=8)),
                        ("keep_until", models.DateField(null=True)),
                        ("reason", models.CharField(max_length=400)),
                        ("at", models.DateTimeField(default=moothall.kit.clock.now, editable=False)),
                        (
                            "application",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="decisions",
                                to="records.application",
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
                    name="ReviewRequest",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("container", models.CharField(max_length=40)),
                        ("asked_at", models.DateTimeField(default=moothall.kit.clock.now, editable=False)),
                        ("reminded_at", models.DateTimeField(null=True)),
                        ("closed_at", models.DateTimeField(null=True)),
                        (
                            "application",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="requests",
                                to="records.application",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="ScheduleImport",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField(default=moothall.kit.clock.now, editable=False)),
                        ("name", models.CharField(max_length=150)),
                        ("added", models.PositiveIntegerField(default=0)),
                        ("amended", models.PositiveIntegerField(default=0)),
                        ("unchanged", models.PositiveIntegerField(default=0)),
                        ("refused", models.JSONField(default=list)),
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
                    name="Tally",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("day", models.DateField()),
                        ("pages", models.PositiveIntegerField(default=0)),
                        ("files", models.PositiveIntegerField(default=0)),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Use",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("purpose", models.CharField(max_length=200)),
                        (
                            "answer",
                            models.CharField(
                                choices=[("yes", "Yes"), ("guided", "Yes, with guidance"), ("no", "No")], max_length=8
                            ),
                        ),
                        ("words", models.CharField(max_length=600)),
                        ("guidance", models.CharField(blank=True, max_length=300)),
                        ("answered_at", models.DateTimeField(default=moothall.kit.clock.now)),
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
                            "system",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="uses",
                                to="records.informationsystem",
                            ),
                        ),
                    ],
                ),
                migrations.AddIndex(
                    model_name="accessreview",
                    index=models.Index(fields=["container", "-closed_at"], name="access_review_last"),
                ),
                migrations.AddConstraint(
                    model_name="accessreview",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("closed_at__isnull", True)),
                        fields=("container",),
                        name="access_review_one_open",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="accessreview",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at__isnull", True), ("closed_by__isnull", True)),
                            models.Q(("closed_at__isnull", False), ("closed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="access_review_closed_by_someone",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="accessdecision",
                    constraint=models.UniqueConstraint(fields=("review", "user"), name="access_decided_once"),
                ),
                migrations.AddConstraint(
                    model_name="accessdecision",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("outcome__in", ["keep", "remove"])), name="access_outcome_known"
                    ),
                ),
                migrations.AddIndex(
                    model_name="bundle",
                    index=models.Index(fields=["asked_by", "-asked_at", "-id"], name="bundle_newest"),
                ),
                migrations.AddConstraint(
                    model_name="bundle",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="bundle_has_a_reason"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="bundle",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("digest", ""), ("made_at__isnull", True)),
                            models.Q(("made_at__isnull", False), models.Q(("digest", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="bundle_made_has_a_digest",
                    ),
                ),
                migrations.AddIndex(
                    model_name="declaredrecord",
                    index=models.Index(fields=["asset", "-declared_at", "-id"], name="record_of_asset"),
                ),
                migrations.AddIndex(
                    model_name="declaredrecord",
                    index=models.Index(fields=["thing"], name="record_of_thing"),
                ),
                migrations.AddConstraint(
                    model_name="declaredrecord",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("why", ""), _negated=True), name="record_says_why"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="declaredrecord",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("origin", ""), ("origin_at", None), ("origin_by", ""), ("origin_thing", "")),
                            models.Q(
                                ("origin_at__isnull", False),
                                models.Q(("origin", ""), _negated=True),
                                models.Q(("origin_thing", ""), _negated=True),
                                models.Q(("origin_by", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="record_origin_is_whole",
                    ),
                ),
                migrations.AddIndex(
                    model_name="disposal",
                    index=models.Index(fields=["-proposed_at", "-id"], name="disposal_newest"),
                ),
                migrations.AddConstraint(
                    model_name="disposal",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("approved_at", None), ("approved_by", None)),
                            models.Q(
                                ("approved_at__isnull", False),
                                ("approved_by__isnull", False),
                                models.Q(("approved_by", models.F("proposed_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="disposal_approved_by_another",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="disposal",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("declined_at", None), ("declined_by", None), ("declined_reason", "")),
                            models.Q(
                                ("declined_at__isnull", False),
                                ("declined_by__isnull", False),
                                models.Q(
                                    ("approved_at", None),
                                    models.Q(("receipt_entered_at", None), ("transfer", True)),
                                    _connector="OR",
                                ),
                                models.Q(("declined_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="disposal_declined_for_a_reason",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="disposal",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("started_at", None), ("approved_at__isnull", False), _connector="OR"),
                        name="disposal_starts_when_approved",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="disposal",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("finished_at", None),
                            models.Q(("taken_at__isnull", False), models.Q(("digest", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="disposal_finished_with_a_digest",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="disposal",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("transfer", False),
                            models.Q(("after", 0), ("taken_at", None)),
                            models.Q(("handed_at__isnull", False), ("receipt_entered_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="disposal_goes_after_its_receipt",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="disposal",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("receipt_entered_at", None),
                                ("receipt_entered_by", None),
                                ("received_by", ""),
                                ("received_on", None),
                            ),
                            models.Q(
                                ("handed_at__isnull", False),
                                ("receipt_entered_at__isnull", False),
                                ("receipt_entered_by__isnull", False),
                                ("received_on__isnull", False),
                                ("transfer", True),
                                models.Q(("received_by", ""), _negated=True),
                                models.Q(("receipt", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="disposal_receipt_is_whole",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="disposal",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("declined_at", None), ("finished_at", None)),
                        fields=("application",),
                        name="disposal_one_open_for_an_application",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="disposalitem",
                    constraint=models.UniqueConstraint(fields=("disposal", "unit", "ref"), name="disposal_item_once"),
                ),
                migrations.AddConstraint(
                    model_name="disposalitem",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("outcome__in", ["disposed", "held", "kept", "changed"])),
                        name="disposal_outcome_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="handoverbundle",
                    constraint=models.UniqueConstraint(fields=("disposal", "number"), name="handover_numbered_once"),
                ),
                migrations.AddConstraint(
                    model_name="handoverbundle",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("sha256", ""), _negated=True), models.Q(("manifest", ""), _negated=True)
                        ),
                        name="handover_has_its_hashes",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="handoverbundle",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("blob__isnull", False), ("removed_at", None), ("removed_by", None)),
                            models.Q(("blob", None), ("removed_at__isnull", False), ("removed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="handover_removed_by_somebody",
                    ),
                ),
                migrations.AddIndex(
                    model_name="handedthing",
                    index=models.Index(fields=["disposal", "ref"], name="handed_in_order"),
                ),
                migrations.AddConstraint(
                    model_name="handedthing",
                    constraint=models.UniqueConstraint(fields=("disposal", "unit", "ref"), name="handed_once"),
                ),
                migrations.AddConstraint(
                    model_name="handedthing",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("bundle", None), ("fingerprint", "")),
                            models.Q(("bundle__isnull", False), models.Q(("fingerprint", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="handed_with_its_fingerprint",
                    ),
                ),
                migrations.AddIndex(
                    model_name="hold",
                    index=models.Index(
                        condition=models.Q(("released_at__isnull", True)), fields=["id"], name="hold_in_force"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="hold",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="hold_has_reason"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="hold",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("release_reason", ""), ("released_at__isnull", True), ("released_by__isnull", True)
                            ),
                            models.Q(
                                ("released_at__isnull", False),
                                ("released_by__isnull", False),
                                models.Q(("release_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="hold_stands_or_was_released_for_a_reason",
                    ),
                ),
                migrations.AddIndex(
                    model_name="holdreview",
                    index=models.Index(
                        condition=models.Q(("reviewed_at__isnull", True)), fields=["due_on"], name="hold_review_to_come"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="holdreview",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("reviewed_at__isnull", True)),
                        fields=("hold",),
                        name="hold_has_one_review_to_come",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="holdreview",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reviewed_at__isnull", True), ("reviewed_by__isnull", True)),
                            models.Q(("reviewed_at__isnull", False), ("reviewed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="hold_reviewed_by_someone",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="holdsearch",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("query", ""), _negated=True), name="hold_search_has_words"
                    ),
                ),
                migrations.AddIndex(
                    model_name="holdscope",
                    index=models.Index(fields=["hold", "search", "id"], name="hold_scope_in_order"),
                ),
                migrations.AddConstraint(
                    model_name="holdscope",
                    constraint=models.UniqueConstraint(
                        fields=("kind", "ref", "address", "hold"), name="hold_covers_once"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="holdscope",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "address"), ("ref", 0), models.Q(("address", ""), _negated=True)),
                            models.Q(models.Q(("kind", "address"), _negated=True), ("address", ""), ("ref__gt", 0)),
                            _connector="OR",
                        ),
                        name="hold_scope_is_a_number_or_an_address",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="assetreview",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("words", ""), _negated=True), name="asset_review_has_words"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="assetreview",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("next_on__gt", models.F("on"))), name="asset_review_is_followed_by_another"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="assetreminder",
                    constraint=models.UniqueConstraint(fields=("asset", "due_on", "stage"), name="asset_reminded_once"),
                ),
                migrations.AddConstraint(
                    model_name="assetreminder",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("stage__in", ["due", "late"])), name="asset_reminder_stage_known"
                    ),
                ),
                migrations.AddIndex(
                    model_name="informationsystem",
                    index=models.Index(fields=["review_on"], name="system_review"),
                ),
                migrations.AddConstraint(
                    model_name="informationsystem",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("status__in", ["supported", "guided", "not_allowed"])),
                        name="system_status_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="informationsystem",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "not_allowed"), _negated=True),
                            models.Q(
                                models.Q(("why_not", ""), _negated=True),
                                models.Q(
                                    ("use_instead__isnull", False),
                                    models.Q(("use_instead_words", ""), _negated=True),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="system_not_allowed_says_why_and_what_instead",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="informationsystem",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("use_instead", models.F("id")), _negated=True),
                        name="system_not_instead_of_itself",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="officialaccount",
                    constraint=models.UniqueConstraint(fields=("system", "name"), name="account_named_once"),
                ),
                migrations.AddConstraint(
                    model_name="officialaccount",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("first_owner", models.F("second_owner")), _negated=True),
                        name="account_has_two_owners",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="refusedrow",
                    constraint=models.UniqueConstraint(fields=("of", "number"), name="asset_row_refused_once"),
                ),
                migrations.AddIndex(
                    model_name="report",
                    index=models.Index(fields=["answered_at", "due_on"], name="report_waiting"),
                ),
                migrations.AddConstraint(
                    model_name="report",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("matter__in", ["block", "question"])), name="report_matter_known"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="report",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("system__isnull", False), models.Q(("system_words", ""), _negated=True), _connector="OR"
                        ),
                        name="report_names_a_system",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="report",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answer", ""),
                                ("answered_at__isnull", True),
                                ("answered_by__isnull", True),
                                ("opened__isnull", True),
                            ),
                            models.Q(
                                ("answered_at__isnull", False),
                                ("answered_by__isnull", False),
                                ("opened__isnull", False),
                                models.Q(("answer", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="report_answered_in_words",
                    ),
                ),
                migrations.AddIndex(
                    model_name="retentionrule",
                    index=models.Index(fields=["class_path", "reference", "id"], name="retention_rule_in_order"),
                ),
                migrations.AddConstraint(
                    model_name="retentionrule",
                    constraint=models.UniqueConstraint(
                        fields=("reference", "version"), name="retention_rule_version_once"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="retentionrule",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("placeholder", True), ("years__gt", 0), ("months__gt", 0), ("days__gt", 0), _connector="OR"
                        ),
                        name="retention_rule_lasts",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="retentionrule",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("years__lte", 150)), name="retention_rule_within_the_calendar"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="retentionrule",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            (
                                "trigger__in",
                                ["created", "last_activity", "brought_in", "review", "contract_end", "date"],
                            )
                        ),
                        name="retention_rule_trigger_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="retentionrule",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("action__in", ["destroy", "review", "transfer"])),
                        name="retention_rule_action_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="retentionrule",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("authority", ""), _negated=True),
                            models.Q(("class_path", ""), _negated=True),
                            models.Q(("title", ""), _negated=True),
                            models.Q(("reference", ""), _negated=True),
                        ),
                        name="retention_rule_says_what_and_why",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="retentionrule",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("supersedes", None), ("version", 1)),
                            models.Q(("supersedes__isnull", False), ("version__gt", 1)),
                            _connector="OR",
                        ),
                        name="retention_rule_versions_follow",
                    ),
                ),
                migrations.AddIndex(
                    model_name="informationasset",
                    index=models.Index(fields=["name", "id"], name="asset_by_name"),
                ),
                migrations.AddConstraint(
                    model_name="informationasset",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("marking__in", ["official", "sensitive"])), name="asset_marking_known"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="informationasset",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("marking", "sensitive"), ("handling", ""), _connector="OR"),
                        name="asset_handling_goes_with_marking",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="informationasset",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("identifier", django.db.models.functions.text.Upper("identifier"))),
                        name="asset_identifier_upper_case",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="informationasset",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("identifier", ""), _negated=True), models.Q(("name", ""), _negated=True)
                        ),
                        name="asset_has_identifier_and_name",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="informationasset",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("criticality__in", ["unknown", "low", "medium", "high", "vital"]),
                            ("lawful_basis__in", ["", "a", "b", "c", "d", "e", "f"]),
                            ("personal_data__in", ["unknown", "no", "yes"]),
                            ("searchable__in", ["no", "part", "yes"]),
                        ),
                        name="asset_choices_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="informationasset",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("personal_data", "yes"),
                            models.Q(("criminal_offence", False), ("lawful_basis", ""), ("special_category", False)),
                            _connector="OR",
                        ),
                        name="asset_says_more_only_of_personal_data",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="informationasset",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("covers_from", None),
                            ("covers_to", None),
                            ("covers_to__gte", models.F("covers_from")),
                            _connector="OR",
                        ),
                        name="asset_begins_before_it_ends",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="informationasset",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("coverage", None),
                            models.Q(("coverage__lte", 100), ("searchable", "part")),
                            _connector="OR",
                        ),
                        name="asset_coverage_is_a_part",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="informationasset",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_because", ""), ("ended_on", None)),
                            models.Q(("ended_on__isnull", False), models.Q(("ended_because", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="asset_ended_for_a_reason",
                    ),
                ),
                migrations.AddIndex(
                    model_name="application",
                    index=models.Index(fields=["kind", "ref"], name="application_of_container"),
                ),
                migrations.AddConstraint(
                    model_name="application",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("preview_digest", ""),
                                ("switched_off_at", None),
                                ("switched_on_at", None),
                                ("switched_on_by", None),
                            ),
                            models.Q(
                                ("switched_on_at__isnull", False),
                                ("switched_on_by__isnull", False),
                                models.Q(("preview_digest", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="application_switched_on_after_a_preview",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="application",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("switched_off_at", None), ("switched_off_by", None)),
                            models.Q(("switched_off_at__isnull", False), ("switched_off_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="application_switched_off_by_someone",
                    ),
                ),
                migrations.AddIndex(
                    model_name="reviewdecision",
                    index=models.Index(fields=["unit", "ref", "-id"], name="review_newest"),
                ),
                migrations.AddConstraint(
                    model_name="reviewdecision",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("keep_until__isnull", False), ("verdict", "keep")),
                            models.Q(("keep_until", None), ("verdict", "destroy")),
                            _connector="OR",
                        ),
                        name="review_keeps_until_a_day",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="reviewdecision",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="review_has_reason"
                    ),
                ),
                migrations.AddIndex(
                    model_name="reviewrequest",
                    index=models.Index(
                        condition=models.Q(("closed_at", None)), fields=["container"], name="review_asked_of"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="reviewrequest",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("closed_at", None)),
                        fields=("application", "container"),
                        name="review_asked_once",
                    ),
                ),
                migrations.AddIndex(
                    model_name="scheduleimport",
                    index=models.Index(fields=["-at", "-id"], name="schedule_import_newest"),
                ),
                migrations.AddIndex(
                    model_name="tally",
                    index=models.Index(fields=["day"], name="tally_of_day"),
                ),
                migrations.AddConstraint(
                    model_name="tally",
                    constraint=models.UniqueConstraint(fields=("user", "day"), name="tally_once_a_day"),
                ),
                migrations.AddConstraint(
                    model_name="use",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("answer__in", ["yes", "guided", "no"])), name="use_answer_known"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="use",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("purpose", ""), _negated=True), models.Q(("words", ""), _negated=True)
                        ),
                        name="use_is_said_in_words",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="use",
                    constraint=models.UniqueConstraint(fields=("system", "purpose"), name="use_answered_once"),
                ),
            ]
        )
    ]
