import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import moothall.kit.clock
from moothall.kit.migrating import NewTables


class Migration(migrations.Migration):
    """Every table of this room."""

    initial = True

    replaces = [  # what made these tables before, for halls that ran it
        ("risks", "0001_initial"),
        ("risks", "0002_register_imports"),
    ]

    dependencies = [
        ("policies", "0001_tables"),
        ("records", "0001_tables"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        NewTables(
            [
                migrations.CreateModel(
                    name="Exposure",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("applies", models.BooleanField(default=True)),
                        ("why_not", models.CharField(blank=True, max_length=400)),
                    ],
                ),
                migrations.CreateModel(
                    name="Option",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("place", models.PositiveSmallIntegerField()),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("do_nothing", "Do nothing"),
                                    ("prohibit", "Prohibit"),
                                    ("pilot", "Pilot"),
                                    ("policy", "Policy"),
                                    ("platform", "Platform"),
                                    ("other", "Other"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("name", models.CharField(max_length=80)),
                        ("description", models.TextField(blank=True)),
                        ("cost_low", models.DecimalField(decimal_places=2, max_digits=12, null=True)),
                        ("cost_high", models.DecimalField(decimal_places=2, max_digits=12, null=True)),
                        ("pilot_ends_on", models.DateField(null=True)),
                        ("pilot_success", models.CharField(blank=True, max_length=400)),
                    ],
                ),
                migrations.CreateModel(
                    name="Appraisal",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("question", models.CharField(max_length=200)),
                        ("problem", models.TextField()),
                        (
                            "openness",
                            models.CharField(
                                choices=[
                                    ("hall", "All staff and councillors"),
                                    ("closed", "Its owner, those who work on it, and risk managers"),
                                ],
                                max_length=6,
                            ),
                        ),
                        ("decide_by", models.DateField(null=True)),
                        ("starter", models.CharField(blank=True, max_length=40)),
                        ("published_at", models.DateTimeField(null=True)),
                        ("closed_at", models.DateTimeField(null=True)),
                        ("closed_reason", models.CharField(blank=True, max_length=400)),
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
                            "owner",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="appraisals_owned",
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
                    ],
                ),
                migrations.CreateModel(
                    name="Classification",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("likelihood", models.PositiveSmallIntegerField()),
                        ("impact", models.PositiveSmallIntegerField()),
                        ("likelihood_without", models.PositiveSmallIntegerField()),
                        ("impact_without", models.PositiveSmallIntegerField()),
                        ("worse_because", models.CharField(blank=True, max_length=400)),
                        (
                            "confidence",
                            models.CharField(
                                choices=[("low", "Low"), ("fair", "Fair"), ("good", "Good")], max_length=4
                            ),
                        ),
                        ("reasoning", models.TextField()),
                        ("rate_low", models.FloatField(null=True)),
                        ("rate_high", models.FloatField(null=True)),
                        ("loss_low", models.FloatField(null=True)),
                        ("loss_high", models.FloatField(null=True)),
                        (
                            "unit",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("pounds", "pounds"),
                                    ("hours", "hours of service"),
                                    ("people", "people affected"),
                                ],
                                max_length=6,
                            ),
                        ),
                        ("rests_on", models.CharField(max_length=4000)),
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
                    ],
                ),
                migrations.CreateModel(
                    name="Incident",
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
                                choices=[("near_miss", "It nearly happened"), ("incident", "It happened")], max_length=9
                            ),
                        ),
                        ("what", models.TextField()),
                        ("happened_on", models.DateField()),
                        ("place", models.CharField(blank=True, max_length=120)),
                        ("personal_data", models.BooleanField(default=False)),
                        ("reported_at", models.DateTimeField(default=moothall.kit.clock.now, editable=False)),
                        ("closed_at", models.DateTimeField(null=True)),
                        ("closed_words", models.TextField(blank=True)),
                        ("token", models.UUIDField(editable=False, null=True, unique=True)),
                        (
                            "closed_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "reported_by",
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
                    name="Breach",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("aware_at", models.DateTimeField()),
                        ("notify", models.BooleanField(null=True)),
                        ("reasons", models.TextField(blank=True)),
                        ("decided_at", models.DateTimeField(null=True)),
                        ("notified_at", models.DateTimeField(null=True)),
                        ("reference", models.CharField(blank=True, max_length=80)),
                        ("late_because", models.TextField(blank=True)),
                        (
                            "decided_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "incident",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT, related_name="breach", to="risks.incident"
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Mark",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "verdict",
                            models.CharField(
                                choices=[("better", "Better"), ("same", "The same"), ("worse", "Worse")], max_length=6
                            ),
                        ),
                        ("reason", models.CharField(max_length=400)),
                        ("at", models.DateTimeField(default=moothall.kit.clock.now, editable=False)),
                        (
                            "against",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="marks",
                                to="risks.classification",
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
                            "exposure",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="marks", to="risks.exposure"
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Member",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                            "appraisal",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="members",
                                to="risks.appraisal",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="appraisals_worked_on",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                ),
                migrations.AddField(
                    model_name="exposure",
                    name="option",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="exposures", to="risks.option"
                    ),
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
                        ("balance", models.TextField()),
                        ("dissent", models.TextField(blank=True)),
                        ("review_on", models.DateField()),
                        ("at", models.DateTimeField(default=moothall.kit.clock.now, editable=False)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="decisions_taken",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "option",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="decisions", to="risks.option"
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Challenge",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("question", models.TextField()),
                        ("asked_at", models.DateTimeField(default=moothall.kit.clock.now, editable=False)),
                        ("answer", models.TextField(blank=True)),
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
                            "asked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "option",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="challenges",
                                to="risks.option",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Response",
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
                                    ("treat", "Treat it"),
                                    ("transfer", "Transfer it"),
                                    ("tolerate", "Tolerate it"),
                                    ("take", "Take the opportunity"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("step", models.CharField(max_length=400)),
                        (
                            "acts_on",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("likelihood", "How likely it is"),
                                    ("impact", "How much it hurts"),
                                    ("both", "Both"),
                                ],
                                max_length=10,
                            ),
                        ),
                        (
                            "control",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("preventive", "Preventive"),
                                    ("corrective", "Corrective"),
                                    ("directive", "Directive"),
                                    ("detective", "Detective"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("due_on", models.DateField(null=True)),
                        ("cost", models.DecimalField(decimal_places=2, max_digits=12, null=True)),
                        ("in_place_on", models.DateField(null=True)),
                        ("rationale", models.TextField(blank=True)),
                        ("review_on", models.DateField(null=True)),
                        ("signed_at", models.DateTimeField(null=True)),
                        ("dropped_at", models.DateTimeField(null=True)),
                        ("dropped_why", models.CharField(blank=True, max_length=400)),
                        ("revision", models.PositiveIntegerField(default=1)),
                        ("created_at", models.DateTimeField(default=moothall.kit.clock.now, editable=False)),
                        ("token", models.UUIDField(editable=False, null=True, unique=True)),
                        (
                            "actionee",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="steps",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "approver",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="tolerations_asked",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "created_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "dropped_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "signed_by",
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
                    name="Resting",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                            "option",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="resting", to="risks.option"
                            ),
                        ),
                        (
                            "policy",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="policies.policy",
                            ),
                        ),
                        (
                            "system",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="records.informationsystem",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Review",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "verdict",
                            models.CharField(
                                choices=[
                                    ("holds", "It holds as it is"),
                                    ("adopt", "Adopt what was tried"),
                                    ("change", "Change it"),
                                    ("stop", "Stop it"),
                                ],
                                max_length=6,
                            ),
                        ),
                        ("words", models.TextField()),
                        ("next_on", models.DateField(null=True)),
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
                            "decision",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="reviews", to="risks.decision"
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Risk",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "stance",
                            models.CharField(
                                choices=[("doing", "Risk of doing"), ("not_doing", "Risk of not doing")], max_length=9
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField()),
                        ("name", models.CharField(max_length=100)),
                        ("cause", models.CharField(max_length=400)),
                        ("event", models.CharField(max_length=400)),
                        ("consequence", models.CharField(max_length=400)),
                        (
                            "category",
                            models.CharField(
                                choices=[
                                    ("information", "Information and records"),
                                    ("security", "Security"),
                                    ("legal", "Law and compliance"),
                                    ("reputation", "Reputation and trust"),
                                    ("people", "People and safeguarding"),
                                    ("service", "Services"),
                                    ("money", "Money"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("proximity", models.DateField(null=True)),
                        ("note", models.TextField(blank=True)),
                        ("starter", models.CharField(blank=True, max_length=12)),
                        ("revision", models.PositiveIntegerField(default=1)),
                        ("created_at", models.DateTimeField(default=moothall.kit.clock.now, editable=False)),
                        ("token", models.UUIDField(editable=False, null=True, unique=True)),
                        (
                            "arises_from",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="gives_rise_to",
                                to="risks.response",
                            ),
                        ),
                        (
                            "created_by",
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
                                related_name="risks_owned",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "twin",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="twins",
                                to="risks.risk",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Occurrence",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("linked_at", models.DateTimeField(default=moothall.kit.clock.now, editable=False)),
                        (
                            "incident",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="occurrences",
                                to="risks.incident",
                            ),
                        ),
                        (
                            "linked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "risk",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="occurrences", to="risks.risk"
                            ),
                        ),
                    ],
                ),
                migrations.AddField(
                    model_name="exposure",
                    name="risk",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="exposures", to="risks.risk"
                    ),
                ),
                migrations.CreateModel(
                    name="Comment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("differs", models.BooleanField(default=False)),
                        ("body", models.TextField()),
                        ("name", models.CharField(blank=True, max_length=100)),
                        ("said_at", models.DateTimeField(default=moothall.kit.clock.now, editable=False)),
                        ("let_in", models.BooleanField(null=True)),
                        ("moderated_at", models.DateTimeField(null=True)),
                        ("moderated_why", models.CharField(blank=True, max_length=400)),
                        ("token", models.UUIDField(editable=False, null=True, unique=True)),
                        (
                            "appraisal",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="comments",
                                to="risks.appraisal",
                            ),
                        ),
                        (
                            "author",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
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
                        (
                            "option",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="comments",
                                to="risks.option",
                            ),
                        ),
                        (
                            "risk",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="comments",
                                to="risks.risk",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Round",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField()),
                        ("reason", models.CharField(blank=True, max_length=400)),
                        ("opened_at", models.DateTimeField(default=moothall.kit.clock.now, editable=False)),
                        (
                            "appraisal",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="rounds", to="risks.appraisal"
                            ),
                        ),
                        (
                            "opened_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                ),
                migrations.AddField(
                    model_name="risk",
                    name="round",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="risks", to="risks.round"
                    ),
                ),
                migrations.AddField(
                    model_name="response",
                    name="round",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="responses", to="risks.round"
                    ),
                ),
                migrations.CreateModel(
                    name="RegisterImport",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField(default=moothall.kit.clock.now, editable=False)),
                        ("name", models.CharField(max_length=150)),
                        ("digest", models.CharField(max_length=64)),
                        ("report", models.JSONField(default=list)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "round",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="imports", to="risks.round"
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Proposal",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("balance", models.TextField()),
                        ("proposed_at", models.DateTimeField(default=moothall.kit.clock.now)),
                        (
                            "option",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="risks.option"
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
                            "round",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT, related_name="proposal", to="risks.round"
                            ),
                        ),
                    ],
                ),
                migrations.AddField(
                    model_name="option",
                    name="round",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="options", to="risks.round"
                    ),
                ),
                migrations.AddField(
                    model_name="decision",
                    name="round",
                    field=models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="decision", to="risks.round"
                    ),
                ),
                migrations.CreateModel(
                    name="Scale",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=120, unique=True)),
                        ("matrix", models.CharField(max_length=25)),
                        ("adopted_at", models.DateTimeField(default=moothall.kit.clock.now, editable=False)),
                        (
                            "adopted_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Level",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "axis",
                            models.CharField(
                                choices=[("likelihood", "Likelihood"), ("impact", "Impact")], max_length=10
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField()),
                        ("label", models.CharField(max_length=80)),
                        ("low", models.DecimalField(decimal_places=4, max_digits=14)),
                        ("high", models.DecimalField(decimal_places=4, max_digits=14)),
                        (
                            "scale",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="levels", to="risks.scale"
                            ),
                        ),
                    ],
                ),
                migrations.AddField(
                    model_name="appraisal",
                    name="scale",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="appraisals", to="risks.scale"
                    ),
                ),
                migrations.CreateModel(
                    name="Treatment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("dropped_at", models.DateTimeField(null=True)),
                        (
                            "exposure",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="treatments",
                                to="risks.exposure",
                            ),
                        ),
                        (
                            "response",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="treatments",
                                to="risks.response",
                            ),
                        ),
                    ],
                ),
                migrations.AddField(
                    model_name="classification",
                    name="basis",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="classifications",
                        to="risks.treatment",
                    ),
                ),
                migrations.CreateModel(
                    name="Appetite",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "category",
                            models.CharField(
                                choices=[
                                    ("information", "Information and records"),
                                    ("security", "Security"),
                                    ("legal", "Law and compliance"),
                                    ("reputation", "Reputation and trust"),
                                    ("people", "People and safeguarding"),
                                    ("service", "Services"),
                                    ("money", "Money"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("sentence", models.CharField(max_length=400)),
                        (
                            "unit",
                            models.CharField(
                                choices=[
                                    ("pounds", "pounds"),
                                    ("hours", "hours of service"),
                                    ("people", "people affected"),
                                ],
                                max_length=6,
                            ),
                        ),
                        ("often_probability", models.DecimalField(decimal_places=4, max_digits=5)),
                        ("often_loss", models.DecimalField(decimal_places=2, max_digits=14)),
                        ("rare_probability", models.DecimalField(decimal_places=4, max_digits=5)),
                        ("rare_loss", models.DecimalField(decimal_places=2, max_digits=14)),
                        ("set_at", models.DateTimeField(default=moothall.kit.clock.now, editable=False)),
                        (
                            "set_by",
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
                                condition=models.Q(
                                    (
                                        "category__in",
                                        [
                                            "information",
                                            "security",
                                            "legal",
                                            "reputation",
                                            "people",
                                            "service",
                                            "money",
                                        ],
                                    )
                                ),
                                name="appetite_category_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("unit__in", ["pounds", "hours", "people"])),
                                name="appetite_unit_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("sentence", ""), _negated=True), name="appetite_has_sentence"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("often_probability__lte", 1),
                                    ("rare_probability__gt", 0),
                                    ("rare_probability__lt", models.F("often_probability")),
                                ),
                                name="appetite_rarer_is_less_probable",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("often_loss__gt", 0), ("often_loss__lt", models.F("rare_loss"))),
                                name="appetite_rarer_loses_more",
                            ),
                        ],
                    },
                ),
                migrations.AddIndex(
                    model_name="incident",
                    index=models.Index(fields=["-reported_at", "-id"], name="incident_newest"),
                ),
                migrations.AddConstraint(
                    model_name="incident",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("kind__in", ["near_miss", "incident"])), name="incident_kind_known"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="incident",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("what", ""), _negated=True), name="incident_says_what"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="incident",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at", None), ("closed_by", None), ("closed_words", "")),
                            models.Q(
                                ("closed_at__isnull", False),
                                ("closed_by__isnull", False),
                                models.Q(("closed_words", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="incident_closed_with_words",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="breach",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at", None), ("decided_by", None), ("notify", None), ("reasons", "")),
                            models.Q(
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                                ("notify__isnull", False),
                                models.Q(("reasons", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="breach_decided_for_reasons",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="breach",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("notified_at", None), ("notify", True), _connector="OR"),
                        name="breach_notified_where_so_decided",
                    ),
                ),
                migrations.AddIndex(
                    model_name="mark",
                    index=models.Index(fields=["exposure", "-id"], name="mark_newest"),
                ),
                migrations.AddConstraint(
                    model_name="mark",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("verdict__in", ["better", "same", "worse"])), name="mark_verdict_known"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="mark",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="mark_has_reason"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="member",
                    constraint=models.UniqueConstraint(fields=("appraisal", "user"), name="member_once"),
                ),
                migrations.AddConstraint(
                    model_name="challenge",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("question", ""), _negated=True), name="challenge_asks_something"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="challenge",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", ""), ("answered_at", None), ("answered_by", None)),
                            models.Q(
                                ("answered_at__isnull", False),
                                ("answered_by__isnull", False),
                                models.Q(("answer", ""), _negated=True),
                                models.Q(("answered_by", models.F("asked_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="challenge_answered_by_another",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="resting",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("policy__isnull", False), ("system", None)),
                            models.Q(("policy", None), ("system__isnull", False)),
                            _connector="OR",
                        ),
                        name="resting_is_one_thing",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="resting",
                    constraint=models.UniqueConstraint(fields=("option", "policy"), name="policy_rests_once"),
                ),
                migrations.AddConstraint(
                    model_name="resting",
                    constraint=models.UniqueConstraint(fields=("option", "system"), name="system_rests_once"),
                ),
                migrations.AddConstraint(
                    model_name="review",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("verdict__in", ["holds", "adopt", "change", "stop"])),
                        name="review_verdict_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="review",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("words", ""), _negated=True), name="review_has_words"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="review",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("verdict", "holds"), _negated=True), ("next_on__isnull", False), _connector="OR"
                        ),
                        name="review_of_what_holds_has_a_next_day",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="occurrence",
                    constraint=models.UniqueConstraint(fields=("incident", "risk"), name="occurrence_once"),
                ),
                migrations.AddConstraint(
                    model_name="exposure",
                    constraint=models.UniqueConstraint(fields=("risk", "option"), name="exposure_once"),
                ),
                migrations.AddConstraint(
                    model_name="exposure",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("applies", True), ("why_not", "")),
                            models.Q(("applies", False), models.Q(("why_not", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="exposure_says_why_not",
                    ),
                ),
                migrations.AddIndex(
                    model_name="comment",
                    index=models.Index(fields=["appraisal", "said_at", "id"], name="risk_comment_in_order"),
                ),
                migrations.AddConstraint(
                    model_name="comment",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("body", ""), _negated=True), name="risk_comment_says_something"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="comment",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("risk", None), ("option", None), _connector="OR"),
                        name="risk_comment_about_one_thing",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="comment",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("author__isnull", False), ("name", "")),
                            models.Q(("author", None), models.Q(("name", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="risk_comment_by_someone",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="comment",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("let_in", None), ("moderated_at", None), ("moderated_by", None), ("moderated_why", "")
                            ),
                            models.Q(
                                ("author", None),
                                ("let_in", True),
                                ("moderated_at__isnull", False),
                                ("moderated_by__isnull", False),
                            ),
                            models.Q(
                                ("author", None),
                                ("let_in", False),
                                ("moderated_at__isnull", False),
                                ("moderated_by__isnull", False),
                                models.Q(("moderated_why", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="risk_comment_moderated_for_a_reason",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="round",
                    constraint=models.UniqueConstraint(fields=("appraisal", "number"), name="round_numbered_once"),
                ),
                migrations.AddConstraint(
                    model_name="round",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("number", 1), models.Q(("reason", ""), _negated=True), _connector="OR"),
                        name="round_opened_again_for_a_reason",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="risk",
                    constraint=models.UniqueConstraint(fields=("round", "stance", "number"), name="risk_numbered_once"),
                ),
                migrations.AddConstraint(
                    model_name="risk",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("stance__in", ["doing", "not_doing"])), name="risk_stance_known"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="risk",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            (
                                "category__in",
                                ["information", "security", "legal", "reputation", "people", "service", "money"],
                            )
                        ),
                        name="risk_category_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="risk",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("cause", ""), _negated=True),
                            models.Q(("event", ""), _negated=True),
                            models.Q(("consequence", ""), _negated=True),
                            models.Q(("name", ""), _negated=True),
                        ),
                        name="risk_is_a_sentence",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="risk",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("number__gte", 1)), name="risk_number_from_one"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="risk",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("twin", None), models.Q(("twin", models.F("id")), _negated=True), _connector="OR"
                        ),
                        name="risk_is_not_its_own_twin",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="response",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("kind__in", ["treat", "transfer", "tolerate", "take"])),
                        name="response_kind_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="response",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("acts_on__in", ["", "likelihood", "impact", "both"])),
                        name="response_acts_on_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="response",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("control__in", ["", "preventive", "corrective", "directive", "detective"])),
                        name="response_control_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="response",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("step", ""), _negated=True), name="response_says_what"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="response",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "treat"), _negated=True),
                            models.Q(
                                models.Q(("acts_on", ""), _negated=True), models.Q(("control", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="response_treats_something",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="response",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "transfer"), _negated=True),
                            models.Q(("acts_on", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="response_transfers_something",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="response",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "take"), _negated=True),
                            models.Q(("rationale", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="response_gains_something",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="response",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "tolerate"), _negated=True),
                            models.Q(
                                models.Q(("rationale", ""), _negated=True),
                                ("approver__isnull", False),
                                ("review_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="response_tolerates_for_a_reason",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="response",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("approver", None),
                            models.Q(
                                models.Q(("approver", models.F("created_by")), _negated=True),
                                models.Q(
                                    ("actionee", None),
                                    models.Q(("approver", models.F("actionee")), _negated=True),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="response_signed_for_by_another",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="response",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("signed_at", None), ("signed_by", None)),
                            models.Q(
                                ("kind", "tolerate"), ("signed_at__isnull", False), ("signed_by", models.F("approver"))
                            ),
                            _connector="OR",
                        ),
                        name="response_signed_by_its_approver",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="response",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("dropped_at", None), ("dropped_by", None), ("dropped_why", "")),
                            models.Q(
                                ("dropped_at__isnull", False),
                                ("dropped_by__isnull", False),
                                models.Q(("dropped_why", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="response_dropped_for_a_reason",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="response",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("cost", None), ("cost__gte", 0), _connector="OR"),
                        name="response_cost_not_negative",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="proposal",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("balance", ""), _negated=True), name="proposal_has_words"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="option",
                    constraint=models.UniqueConstraint(fields=("round", "place"), name="option_placed_once"),
                ),
                migrations.AddConstraint(
                    model_name="option",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("kind", "do_nothing")), fields=("round",), name="option_does_nothing_once"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="option",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["do_nothing", "prohibit", "pilot", "policy", "platform", "other"])
                        ),
                        name="option_kind_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="option",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="option_has_name"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="option",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("place__gte", 1), ("place__lte", 26)), name="option_place_has_letter"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="option",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("cost_high", None), ("cost_low", None)),
                            models.Q(("cost_low__gte", 0), ("cost_low__lte", models.F("cost_high"))),
                            _connector="OR",
                        ),
                        name="option_cost_is_a_range",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="option",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "pilot"), _negated=True),
                            models.Q(("pilot_ends_on__isnull", False), models.Q(("pilot_success", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="option_pilot_ends_and_has_a_test",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="decision",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("balance", ""), _negated=True), name="decision_has_words"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="scale",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="scale_has_name"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="level",
                    constraint=models.UniqueConstraint(fields=("scale", "axis", "number"), name="level_once_on_axis"),
                ),
                migrations.AddConstraint(
                    model_name="level",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("axis__in", ["likelihood", "impact"])), name="level_axis_known"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="level",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("number__gte", 1), ("number__lte", 5)), name="level_one_to_five"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="level",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("low__gte", 0), ("low__lt", models.F("high"))), name="level_range_increases"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="level",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("label", ""), _negated=True), name="level_has_label"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="appraisal",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("question", ""), _negated=True), models.Q(("problem", ""), _negated=True)
                        ),
                        name="appraisal_asks_something",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="appraisal",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("openness__in", ["hall", "closed"])), name="appraisal_openness_known"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="appraisal",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("published_at", None), ("published_by", None)),
                            models.Q(("published_at__isnull", False), ("published_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="appraisal_published_by_someone",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="appraisal",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at", None), ("closed_reason", "")),
                            models.Q(("closed_at__isnull", False), models.Q(("closed_reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="appraisal_closed_for_a_reason",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="treatment",
                    constraint=models.UniqueConstraint(fields=("response", "exposure"), name="treatment_once"),
                ),
                migrations.AddIndex(
                    model_name="classification",
                    index=models.Index(fields=["basis", "-id"], name="classification_newest"),
                ),
                migrations.AddConstraint(
                    model_name="classification",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("impact__gte", 1),
                            ("impact__lte", 5),
                            ("impact_without__gte", 1),
                            ("impact_without__lte", 5),
                            ("likelihood__gte", 1),
                            ("likelihood__lte", 5),
                            ("likelihood_without__gte", 1),
                            ("likelihood_without__lte", 5),
                        ),
                        name="classification_on_scale",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="classification",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("impact__lte", models.F("impact_without")),
                                ("likelihood__lte", models.F("likelihood_without")),
                            ),
                            models.Q(("worse_because", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="classification_says_why_worse",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="classification",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("confidence__in", ["low", "fair", "good"])),
                        name="classification_confidence",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="classification",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("reasoning", ""), _negated=True), name="classification_has_reasoning"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="classification",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("loss_high", None),
                                ("loss_low", None),
                                ("rate_high", None),
                                ("rate_low", None),
                                ("unit", ""),
                            ),
                            models.Q(
                                ("loss_low__gt", 0),
                                ("loss_low__lte", models.F("loss_high")),
                                ("rate_low__gt", 0),
                                ("rate_low__lte", models.F("rate_high")),
                                ("unit__in", ["pounds", "hours", "people"]),
                            ),
                            _connector="OR",
                        ),
                        name="classification_ranges_are_ranges",
                    ),
                ),
            ]
        )
    ]
