import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import moothall.kit.clock
from moothall.kit.migrating import NewTables


class Migration(migrations.Migration):
    """Every table of this room."""

    initial = True

    replaces = [  # what made these tables before, for halls that ran it
        ("change", "0001_initial"),
        ("change", "0002_consultations"),
        ("change", "0003_plan_files"),
        ("change", "0004_consultations_ended_early"),
        ("change", "0005_poll_engagements"),
    ]

    dependencies = [
        ("files", "0001_tables"),
        ("people", "0001_tables"),
        ("policies", "0001_tables"),
        ("records", "0001_tables"),
        ("risks", "0001_tables"),
        ("spaces", "0001_tables"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        NewTables(
            [
                migrations.CreateModel(
                    name="Engagement",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "stage",
                            models.CharField(
                                choices=[
                                    ("design", "When we design it"),
                                    ("development", "When we build it"),
                                    ("implementation", "When we bring it in"),
                                ],
                                max_length=14,
                            ),
                        ),
                        (
                            "form",
                            models.CharField(
                                choices=[
                                    ("conversation", "Conversation in a space"),
                                    ("poll", "Poll in a space"),
                                    ("meeting", "Meeting"),
                                    ("visit", "Visit, such as to a school"),
                                    ("platform", "On an outside platform"),
                                    ("survey", "Survey"),
                                    ("consultation", "Open consultation"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("asked", models.CharField(max_length=400)),
                        ("information", models.CharField(blank=True, max_length=500)),
                        ("opened_on", models.DateField()),
                        ("closed_on", models.DateField(null=True)),
                        ("thing", models.CharField(blank=True, max_length=60)),
                        ("elsewhere", models.CharField(blank=True, max_length=160)),
                        ("people", models.PositiveIntegerField(null=True)),
                        (
                            "age_group",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "Not recorded"),
                                    ("adults", "Adults"),
                                    ("mixed", "Adults and people under 18"),
                                    ("under_18", "People under 18"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("safeguarding_lead", models.CharField(blank=True, max_length=160)),
                        ("said", models.TextField(blank=True)),
                        ("changed", models.TextField(blank=True)),
                        ("unchanged_why", models.TextField(blank=True)),
                        ("added_at", models.DateTimeField(default=moothall.kit.clock.now, editable=False)),
                        ("token", models.UUIDField(editable=False, null=True, unique=True)),
                        (
                            "added_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
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
                        ("title", models.CharField(max_length=160)),
                        ("introduction", models.TextField()),
                        ("opens_on", models.DateField()),
                        ("closes_on", models.DateField()),
                        ("published_at", models.DateTimeField(null=True)),
                        ("answered_at", models.DateTimeField(null=True)),
                        ("ended_at", models.DateTimeField(null=True)),
                        ("ended_why", models.CharField(blank=True, max_length=400)),
                        ("added_at", models.DateTimeField(default=moothall.kit.clock.now, editable=False)),
                        (
                            "added_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
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
                            "ended_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "published_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "engagement",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="consultation",
                                to="change.engagement",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Initiative",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("title", models.CharField(max_length=160)),
                        ("problem", models.TextField()),
                        ("outline", models.TextField(blank=True)),
                        ("owner_accepted_at", models.DateTimeField(null=True)),
                        (
                            "openness",
                            models.CharField(
                                choices=[
                                    ("hall", "All staff and councillors"),
                                    ("closed", "Those who own, guide and champion it, and those who work on it"),
                                ],
                                max_length=6,
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=moothall.kit.clock.now, editable=False)),
                        ("token", models.UUIDField(editable=False, null=True, unique=True)),
                        (
                            "created_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "guide",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="initiatives_guided",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="initiatives_owned",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "space",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="initiatives",
                                to="spaces.space",
                            ),
                        ),
                        (
                            "sponsor",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="initiatives_championed",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Helper",
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
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="initiatives_helped",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "initiative",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="helpers",
                                to="change.initiative",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Handover",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField(default=moothall.kit.clock.now, editable=False)),
                        (
                            "part",
                            models.CharField(
                                choices=[("owner", "Business owner"), ("guide", "Guide"), ("sponsor", "Champion")],
                                max_length=7,
                            ),
                        ),
                        ("words", models.TextField(blank=True)),
                        (
                            "after",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "before",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
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
                            "initiative",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="handovers",
                                to="change.initiative",
                            ),
                        ),
                    ],
                ),
                migrations.AddField(
                    model_name="engagement",
                    name="initiative",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="engagements", to="change.initiative"
                    ),
                ),
                migrations.CreateModel(
                    name="Delivery",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField(default=moothall.kit.clock.now, editable=False)),
                        ("began_on", models.DateField()),
                        ("before_hall", models.BooleanField(default=False)),
                        ("finished_on", models.DateField(null=True)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "initiative",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="delivery",
                                to="change.initiative",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Confirmation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField(default=moothall.kit.clock.now, editable=False)),
                        ("words", models.TextField(blank=True)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "guide",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="confirmations",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "initiative",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="confirmations",
                                to="change.initiative",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Closing",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField(default=moothall.kit.clock.now, editable=False)),
                        (
                            "outcome",
                            models.CharField(
                                choices=[
                                    ("realised", "Its value was realised"),
                                    ("partly", "Some of its value was realised"),
                                    ("failed", "It failed"),
                                    ("given_up", "It was given up"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("words", models.TextField()),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "initiative",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="closing",
                                to="change.initiative",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="InitiativeReview",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField(default=moothall.kit.clock.now, editable=False)),
                        ("words", models.TextField()),
                        ("went_well", models.TextField(blank=True)),
                        ("went_badly", models.TextField(blank=True)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "initiative",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reviews",
                                to="change.initiative",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Measure",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("title", models.CharField(max_length=160)),
                        ("unit", models.CharField(max_length=60)),
                        (
                            "direction",
                            models.CharField(
                                choices=[("up", "More is better"), ("down", "Less is better")], max_length=4
                            ),
                        ),
                        ("baseline", models.DecimalField(decimal_places=6, max_digits=20)),
                        ("baseline_on", models.DateField()),
                        ("target", models.DecimalField(decimal_places=6, max_digits=20)),
                        ("target_on", models.DateField()),
                        ("method", models.TextField()),
                        (
                            "frequency",
                            models.CharField(
                                choices=[
                                    ("weekly", "Every week"),
                                    ("monthly", "Every month"),
                                    ("quarterly", "Every quarter"),
                                    ("half_yearly", "Every half year"),
                                    ("yearly", "Every year"),
                                ],
                                max_length=11,
                            ),
                        ),
                        ("first_due", models.DateField()),
                        ("metric", models.CharField(blank=True, max_length=60)),
                        ("trigger", models.DecimalField(decimal_places=6, max_digits=20, null=True)),
                        ("retired_at", models.DateTimeField(null=True)),
                        ("retired_why", models.CharField(blank=True, max_length=400)),
                        ("added_at", models.DateTimeField(default=moothall.kit.clock.now, editable=False)),
                        ("token", models.UUIDField(editable=False, null=True, unique=True)),
                        (
                            "added_by",
                            models.ForeignKey(
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
                                related_name="measures",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "watches",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="indicators",
                                to="risks.risk",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Benefit",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("title", models.CharField(max_length=160)),
                        ("description", models.TextField(blank=True)),
                        ("disbenefit", models.BooleanField(default=False)),
                        (
                            "category",
                            models.CharField(
                                choices=[
                                    ("cash", "Money that is freed"),
                                    ("financial", "Money, not freed"),
                                    ("counted", "Counted, not money"),
                                    ("quality", "Quality, as people judge it"),
                                ],
                                max_length=9,
                            ),
                        ),
                        ("recipients", models.CharField(blank=True, max_length=400)),
                        ("attribution", models.TextField(blank=True)),
                        ("dependencies", models.TextField(blank=True)),
                        ("plan", models.TextField(blank=True)),
                        ("dropped_at", models.DateTimeField(null=True)),
                        ("dropped_why", models.CharField(blank=True, max_length=400)),
                        ("added_at", models.DateTimeField(default=moothall.kit.clock.now, editable=False)),
                        ("token", models.UUIDField(editable=False, null=True, unique=True)),
                        (
                            "added_by",
                            models.ForeignKey(
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
                                related_name="benefits_owned",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "initiative",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="benefits",
                                to="change.initiative",
                            ),
                        ),
                        (
                            "measure",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="benefits",
                                to="change.measure",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Node",
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
                                    ("enabler", "Enabler"),
                                    ("change", "Change"),
                                    ("outcome", "Outcome"),
                                    ("benefit", "Benefit"),
                                    ("objective", "Objective"),
                                ],
                                max_length=9,
                            ),
                        ),
                        ("rank", models.PositiveSmallIntegerField(editable=False)),
                        ("title", models.CharField(max_length=160)),
                        (
                            "benefit",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="node",
                                to="change.benefit",
                            ),
                        ),
                        (
                            "initiative",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="nodes",
                                to="change.initiative",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Edge",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("source_rank", models.PositiveSmallIntegerField(editable=False)),
                        ("target_rank", models.PositiveSmallIntegerField(editable=False)),
                        ("assumption", models.CharField(blank=True, max_length=400)),
                        (
                            "source",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="out_edges", to="change.node"
                            ),
                        ),
                        (
                            "target",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="in_edges", to="change.node"
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Objective",
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
                                choices=[("outcome", "Outcome"), ("objective", "Objective")], max_length=9
                            ),
                        ),
                        ("reference", models.CharField(blank=True, max_length=20)),
                        ("title", models.CharField(max_length=160)),
                        ("quote", models.TextField()),
                        ("source", models.CharField(max_length=120)),
                        ("place", models.PositiveSmallIntegerField(default=1)),
                        (
                            "continues",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="continued_by",
                                to="change.objective",
                            ),
                        ),
                        (
                            "parent",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="parts",
                                to="change.objective",
                            ),
                        ),
                    ],
                ),
                migrations.AddField(
                    model_name="node",
                    name="objective",
                    field=models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="nodes",
                        to="change.objective",
                    ),
                ),
                migrations.AddField(
                    model_name="measure",
                    name="objective",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="measures", to="change.objective"
                    ),
                ),
                migrations.CreateModel(
                    name="Alignment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField(default=moothall.kit.clock.now, editable=False)),
                        ("how", models.TextField()),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "initiative",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="alignments",
                                to="change.initiative",
                            ),
                        ),
                        (
                            "objective",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="alignments",
                                to="change.objective",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Plan",
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
                                    ("strategy", "Strategy"),
                                    ("operating", "Operating plan"),
                                    ("other", "Other adopted plan"),
                                ],
                                max_length=9,
                            ),
                        ),
                        ("title", models.CharField(max_length=200)),
                        ("adopted_on", models.DateField()),
                        ("valid_to", models.DateField(null=True)),
                        ("adopted_by", models.CharField(blank=True, max_length=120)),
                        ("document_url", models.URLField(blank=True, max_length=500)),
                        ("added_at", models.DateTimeField(default=moothall.kit.clock.now, editable=False)),
                        ("token", models.UUIDField(editable=False, null=True, unique=True)),
                        (
                            "added_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "replaces",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="replaced_by",
                                to="change.plan",
                            ),
                        ),
                    ],
                ),
                migrations.AddField(
                    model_name="objective",
                    name="plan",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="objectives", to="change.plan"
                    ),
                ),
                migrations.CreateModel(
                    name="PlanFile",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=150)),
                        ("content_type", models.CharField(max_length=200)),
                        ("size", models.PositiveBigIntegerField()),
                        ("added_at", models.DateTimeField(default=moothall.kit.clock.now, editable=False)),
                        (
                            "added_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "blob",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.blob"
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="files", to="change.plan"
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="PlannedPoint",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("due_on", models.DateField()),
                        ("value", models.DecimalField(decimal_places=6, max_digits=20)),
                        (
                            "measure",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="planned", to="change.measure"
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="PublicAnswer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(blank=True, max_length=100)),
                        ("said_at", models.DateTimeField(default=moothall.kit.clock.now, editable=False)),
                        ("let_in", models.BooleanField(null=True)),
                        ("moderated_at", models.DateTimeField(null=True)),
                        ("moderated_why", models.CharField(blank=True, max_length=400)),
                        ("token", models.UUIDField(editable=False, null=True, unique=True)),
                        (
                            "consultation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="answers",
                                to="change.consultation",
                            ),
                        ),
                        (
                            "moderated_by",
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
                    name="PurposeReview",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField(default=moothall.kit.clock.now, editable=False)),
                        (
                            "part",
                            models.CharField(
                                choices=[("owner", "Business owner"), ("guide", "Guide"), ("sponsor", "Champion")],
                                max_length=7,
                            ),
                        ),
                        (
                            "verdict",
                            models.CharField(
                                choices=[("continue", "Continue"), ("change", "Change"), ("hand_over", "Hand over")],
                                max_length=9,
                            ),
                        ),
                        ("words", models.TextField()),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "handover",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="purpose_review",
                                to="change.handover",
                            ),
                        ),
                        (
                            "initiative",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="purpose_reviews",
                                to="change.initiative",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Question",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("place", models.PositiveSmallIntegerField()),
                        ("words", models.CharField(max_length=400)),
                        (
                            "consultation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="questions",
                                to="change.consultation",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("place",),
                    },
                ),
                migrations.CreateModel(
                    name="AnswerPart",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("words", models.TextField()),
                        (
                            "answer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="parts",
                                to="change.publicanswer",
                            ),
                        ),
                        (
                            "question",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="parts", to="change.question"
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Reading",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("read_on", models.DateField()),
                        ("value", models.DecimalField(decimal_places=6, max_digits=20, null=True)),
                        ("why_none", models.CharField(blank=True, max_length=400)),
                        ("comment", models.TextField(blank=True)),
                        ("evidence", models.CharField(blank=True, max_length=500)),
                        ("fed_for", models.DateField(null=True)),
                        ("at", models.DateTimeField(default=moothall.kit.clock.now, editable=False)),
                        ("token", models.UUIDField(editable=False, null=True, unique=True)),
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
                            "corrects",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="corrected_by",
                                to="change.reading",
                            ),
                        ),
                        (
                            "measure",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="readings",
                                to="change.measure",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Stakeholder",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=160)),
                        (
                            "side",
                            models.CharField(
                                choices=[
                                    ("internal", "Inside the organisation"),
                                    ("external", "Outside the organisation"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("power", models.PositiveSmallIntegerField()),
                        ("interest", models.PositiveSmallIntegerField()),
                        (
                            "now",
                            models.CharField(
                                choices=[
                                    ("against", "Against it"),
                                    ("neutral", "Neither for nor against"),
                                    ("for", "For it"),
                                ],
                                max_length=7,
                            ),
                        ),
                        (
                            "wanted",
                            models.CharField(
                                choices=[
                                    ("against", "Against it"),
                                    ("neutral", "Neither for nor against"),
                                    ("for", "For it"),
                                ],
                                max_length=7,
                            ),
                        ),
                        (
                            "raci",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("responsible", "Responsible"),
                                    ("accountable", "Accountable"),
                                    ("consulted", "Consulted"),
                                    ("informed", "Informed"),
                                ],
                                max_length=11,
                            ),
                        ),
                        ("notes", models.TextField(blank=True)),
                        ("added_at", models.DateTimeField(default=moothall.kit.clock.now, editable=False)),
                        (
                            "added_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "initiative",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="stakeholders",
                                to="change.initiative",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="stakes",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "team",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="stakes",
                                to="people.team",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Involved",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "engagement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="involved",
                                to="change.engagement",
                            ),
                        ),
                        (
                            "stakeholder",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="involved",
                                to="change.stakeholder",
                            ),
                        ),
                    ],
                ),
                migrations.AddField(
                    model_name="engagement",
                    name="stakeholders",
                    field=models.ManyToManyField(
                        related_name="engagements", through="change.Involved", to="change.stakeholder"
                    ),
                ),
                migrations.CreateModel(
                    name="Theme",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("said", models.TextField()),
                        ("did", models.TextField(blank=True)),
                        ("why_not", models.TextField(blank=True)),
                        ("at", models.DateTimeField(default=moothall.kit.clock.now, editable=False)),
                        ("token", models.UUIDField(editable=False, null=True, unique=True)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "consultation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="themes",
                                to="change.consultation",
                            ),
                        ),
                        (
                            "corrects",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="corrected_by",
                                to="change.theme",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Touch",
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
                            "initiative",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="touches",
                                to="change.initiative",
                            ),
                        ),
                        (
                            "policy",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="initiatives",
                                to="policies.policy",
                            ),
                        ),
                        (
                            "system",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="initiatives",
                                to="records.informationsystem",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="TouchedTeam",
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
                            "initiative",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="teams",
                                to="change.initiative",
                            ),
                        ),
                        (
                            "team",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="initiatives",
                                to="people.team",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Weighing",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField(default=moothall.kit.clock.now, editable=False)),
                        (
                            "appraisal",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="initiatives",
                                to="risks.appraisal",
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
                            "initiative",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="weighings",
                                to="change.initiative",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="BenefitReview",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("low", models.DecimalField(decimal_places=6, max_digits=20)),
                        ("high", models.DecimalField(decimal_places=6, max_digits=20)),
                        ("words", models.TextField()),
                        ("at", models.DateTimeField(default=moothall.kit.clock.now, editable=False)),
                        (
                            "benefit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="reviews", to="change.benefit"
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
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("low__lte", models.F("high"))), name="benefit_review_is_a_range"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("words", ""), _negated=True), name="benefit_review_has_words"
                            ),
                        ],
                    },
                ),
                migrations.AddConstraint(
                    model_name="consultation",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("title", ""), _negated=True), models.Q(("introduction", ""), _negated=True)
                        ),
                        name="consultation_says_what_it_asks",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="consultation",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("closes_on__gte", models.F("opens_on"))),
                        name="consultation_closes_after_opening",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="consultation",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("published_at", None), ("published_by", None)),
                            models.Q(("published_at__isnull", False), ("published_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="consultation_published_by_somebody",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="consultation",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered_at", None), ("answered_by", None)),
                            models.Q(
                                ("answered_at__isnull", False),
                                ("answered_by__isnull", False),
                                ("published_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="consultation_answered_by_somebody",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="consultation",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at", None), ("ended_by", None), ("ended_why", "")),
                            models.Q(
                                ("ended_at__isnull", False),
                                ("ended_by__isnull", False),
                                ("published_at__isnull", False),
                                models.Q(("ended_why", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="consultation_ended_for_a_reason",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="initiative",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("title", ""), _negated=True), models.Q(("problem", ""), _negated=True)
                        ),
                        name="initiative_says_what_it_is_for",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="initiative",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("openness__in", ["hall", "closed"])), name="initiative_openness_known"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="initiative",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("owner", models.F("guide")), _negated=True),
                        name="initiative_guide_never_owns",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="initiative",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("owner_accepted_at", None), ("owner__isnull", False), _connector="OR"),
                        name="initiative_owner_accepts",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="helper",
                    constraint=models.UniqueConstraint(fields=("initiative", "user"), name="helper_once"),
                ),
                migrations.AddConstraint(
                    model_name="handover",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("part__in", ["owner", "guide", "sponsor"])), name="handover_part_known"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="delivery",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("finished_on", None),
                            models.Q(("before_hall", True), ("finished_on__gte", models.F("began_on"))),
                            _connector="OR",
                        ),
                        name="delivery_finished_after_it_began",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="confirmation",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("by", models.F("guide")), _negated=True), name="confirmation_by_another"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="closing",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("outcome__in", ["realised", "partly", "failed", "given_up"])),
                        name="closing_outcome_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="closing",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("words", ""), _negated=True), name="closing_has_words"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="initiativereview",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("words", ""), _negated=True), name="initiative_review_has_words"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="benefit",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True), name="benefit_has_title"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="benefit",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("category__in", ["cash", "financial", "counted", "quality"])),
                        name="benefit_category_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="benefit",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("dropped_at", None), ("dropped_why", "")),
                            models.Q(("dropped_at__isnull", False), models.Q(("dropped_why", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="benefit_dropped_for_a_reason",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="edge",
                    constraint=models.UniqueConstraint(fields=("source", "target"), name="edge_once"),
                ),
                migrations.AddConstraint(
                    model_name="edge",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("source_rank__lt", models.F("target_rank"))), name="edge_leads_to_the_right"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="node",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "enabler"), ("rank", 1)),
                            models.Q(("kind", "change"), ("rank", 2)),
                            models.Q(("kind", "outcome"), ("rank", 3)),
                            models.Q(("kind", "benefit"), ("rank", 4)),
                            models.Q(("kind", "objective"), ("rank", 5)),
                            _connector="OR",
                        ),
                        name="node_in_its_column",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="node",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("benefit", None), ("kind", "benefit"), _connector="OR"),
                            models.Q(
                                ("benefit__isnull", False),
                                models.Q(("kind", "benefit"), _negated=True),
                                _connector="OR",
                            ),
                        ),
                        name="node_of_a_benefit",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="node",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("objective", None), ("kind", "objective"), _connector="OR"),
                            models.Q(
                                ("objective__isnull", False),
                                models.Q(("kind", "objective"), _negated=True),
                                _connector="OR",
                            ),
                        ),
                        name="node_of_an_objective",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="node",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True), name="node_has_title"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="node",
                    constraint=models.UniqueConstraint(
                        fields=("initiative", "objective"), name="objective_on_the_map_once"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="measure",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("title", ""), _negated=True),
                            models.Q(("unit", ""), _negated=True),
                            models.Q(("method", ""), _negated=True),
                        ),
                        name="measure_is_described",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="measure",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("frequency__in", ["weekly", "monthly", "quarterly", "half_yearly", "yearly"])
                        ),
                        name="measure_frequency_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="measure",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("direction", "up"), ("target__gt", models.F("baseline"))),
                            models.Q(("direction", "down"), ("target__lt", models.F("baseline"))),
                            _connector="OR",
                        ),
                        name="measure_target_is_better",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="measure",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("target_on__gt", models.F("baseline_on"))),
                        name="measure_target_after_baseline",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="measure",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("first_due__gt", models.F("baseline_on")), ("first_due__lte", models.F("target_on"))
                        ),
                        name="measure_first_read_between",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="measure",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("trigger", None), ("watches", None)),
                            models.Q(("trigger__isnull", False), ("watches__isnull", False)),
                            _connector="OR",
                        ),
                        name="measure_watches_from_a_value",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="measure",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("retired_at", None), ("retired_why", "")),
                            models.Q(("retired_at__isnull", False), models.Q(("retired_why", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="measure_retired_for_a_reason",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="alignment",
                    constraint=models.UniqueConstraint(fields=("initiative", "objective"), name="aligned_once"),
                ),
                migrations.AddConstraint(
                    model_name="alignment",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("how", ""), _negated=True), name="alignment_says_how"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="plan",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True), name="plan_has_title"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="plan",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("kind__in", ["strategy", "operating", "other"])), name="plan_kind_known"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="plan",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to", None), ("valid_to__gte", models.F("adopted_on")), _connector="OR"
                        ),
                        name="plan_valid_after_adoption",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="plan",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("replaces", models.F("id")), _negated=True), name="plan_replaces_another"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="objective",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("title", ""), _negated=True),
                            models.Q(("quote", ""), _negated=True),
                            models.Q(("source", ""), _negated=True),
                        ),
                        name="objective_quotes_its_plan",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="objective",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("kind__in", ["outcome", "objective"])), name="objective_kind_known"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="objective",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("parent", models.F("id")), _negated=True),
                        name="objective_not_its_own_parent",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="objective",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("continues", models.F("id")), _negated=True),
                        name="objective_continues_another",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="planfile",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("name", ""), _negated=True),
                            models.Q(("content_type", ""), _negated=True),
                            ("size__gt", 0),
                        ),
                        name="plan_file_whole",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="plannedpoint",
                    constraint=models.UniqueConstraint(fields=("measure", "due_on"), name="planned_once_a_day"),
                ),
                migrations.AddIndex(
                    model_name="publicanswer",
                    index=models.Index(fields=["consultation", "said_at", "id"], name="public_answer_in_order"),
                ),
                migrations.AddConstraint(
                    model_name="publicanswer",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("let_in", None), ("moderated_at", None), ("moderated_by", None), ("moderated_why", "")
                            ),
                            models.Q(
                                ("let_in", True), ("moderated_at__isnull", False), ("moderated_by__isnull", False)
                            ),
                            models.Q(
                                ("let_in", False),
                                ("moderated_at__isnull", False),
                                ("moderated_by__isnull", False),
                                models.Q(("moderated_why", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="public_answer_moderated_for_a_reason",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="purposereview",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("part__in", ("owner", "guide"))), name="purpose_review_part_known"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="purposereview",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("verdict__in", ["continue", "change", "hand_over"])),
                        name="purpose_review_verdict_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="purposereview",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("words", ""), _negated=True), name="purpose_review_has_words"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="purposereview",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("handover__isnull", False), ("verdict", "hand_over")),
                            models.Q(("handover", None), models.Q(("verdict", "hand_over"), _negated=True)),
                            _connector="OR",
                        ),
                        name="purpose_review_hands_over",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="question",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("words", ""), _negated=True), name="question_asks_something"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="question",
                    constraint=models.UniqueConstraint(fields=("consultation", "place"), name="question_in_its_place"),
                ),
                migrations.AddConstraint(
                    model_name="answerpart",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("words", ""), _negated=True), name="answer_part_says_something"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="answerpart",
                    constraint=models.UniqueConstraint(fields=("answer", "question"), name="question_answered_once"),
                ),
                migrations.AddIndex(
                    model_name="reading",
                    index=models.Index(fields=["measure", "read_on"], name="reading_by_day"),
                ),
                migrations.AddConstraint(
                    model_name="reading",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("value__isnull", False), ("why_none", "")),
                            models.Q(("value", None), models.Q(("why_none", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="reading_has_a_value_or_a_reason",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="reading",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("by", None), ("fed_for__isnull", False)),
                            models.Q(("by__isnull", False), ("fed_for", None)),
                            _connector="OR",
                        ),
                        name="reading_by_somebody_or_fed",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="reading",
                    constraint=models.UniqueConstraint(fields=("measure", "fed_for"), name="reading_fed_once_a_day"),
                ),
                migrations.AddConstraint(
                    model_name="stakeholder",
                    constraint=models.UniqueConstraint(fields=("initiative", "name"), name="stakeholder_named_once"),
                ),
                migrations.AddConstraint(
                    model_name="stakeholder",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("raci", "accountable")),
                        fields=("initiative",),
                        name="stakeholder_accountable_once",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="stakeholder",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="stakeholder_has_name"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="stakeholder",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("side__in", ["internal", "external"])), name="stakeholder_side_known"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="stakeholder",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("side", "internal"), ("team", None), _connector="OR"),
                        name="stakeholder_team_is_inside",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="stakeholder",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("interest__gte", 1), ("interest__lte", 5), ("power__gte", 1), ("power__lte", 5)
                        ),
                        name="stakeholder_power_and_interest",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="stakeholder",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("now__in", ["against", "neutral", "for"]), ("wanted__in", ["against", "neutral", "for"])
                        ),
                        name="stakeholder_disposition_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="stakeholder",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("raci__in", ("", "responsible", "accountable", "consulted", "informed"))),
                        name="stakeholder_raci_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="involved",
                    constraint=models.UniqueConstraint(fields=("engagement", "stakeholder"), name="involved_once"),
                ),
                migrations.AddConstraint(
                    model_name="engagement",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("asked", ""), _negated=True), name="engagement_asks_something"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="engagement",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("stage__in", ["design", "development", "implementation"])),
                        name="engagement_stage_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="engagement",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            (
                                "form__in",
                                ["conversation", "poll", "meeting", "visit", "platform", "survey", "consultation"],
                            )
                        ),
                        name="engagement_form_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="engagement",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("closed_on", None), ("closed_on__gte", models.F("opened_on")), _connector="OR"
                        ),
                        name="engagement_closed_after_opening",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="engagement",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("age_group__in", ["", "adults", "mixed", "under_18"])),
                        name="engagement_age_group_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="engagement",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("age_group__in", ("mixed", "under_18")), _negated=True),
                            models.Q(("safeguarding_lead", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="engagement_with_children_is_safeguarded",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="engagement",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("changed", ""), ("unchanged_why", ""), _connector="OR"),
                        name="engagement_changed_something_or_not",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="theme",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("said", ""), _negated=True), name="theme_says_what_was_said"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="theme",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("did", ""), ("why_not", ""), _connector="OR"),
                        name="theme_did_something_or_not",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="theme",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("corrects", models.F("id")), _negated=True), name="theme_corrects_another"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="touch",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("policy__isnull", False), ("system", None)),
                            models.Q(("policy", None), ("system__isnull", False)),
                            _connector="OR",
                        ),
                        name="touch_is_one_thing",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="touch",
                    constraint=models.UniqueConstraint(fields=("initiative", "policy"), name="policy_touched_once"),
                ),
                migrations.AddConstraint(
                    model_name="touch",
                    constraint=models.UniqueConstraint(fields=("initiative", "system"), name="system_touched_once"),
                ),
                migrations.AddConstraint(
                    model_name="touchedteam",
                    constraint=models.UniqueConstraint(fields=("initiative", "team"), name="team_touched_once"),
                ),
                migrations.AddConstraint(
                    model_name="weighing",
                    constraint=models.UniqueConstraint(fields=("initiative", "appraisal"), name="weighed_once"),
                ),
            ]
        )
    ]
