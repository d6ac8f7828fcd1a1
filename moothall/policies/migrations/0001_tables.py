import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import moothall.kit.clock
from moothall.kit.migrating import NewTables


class Migration(migrations.Migration):
    """Every table of this room."""

    initial = True

    replaces = [  # what made these tables before, for halls that ran it
        ("policies", "0001_initial"),
    ]

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        NewTables(
            [
                migrations.CreateModel(
                    name="Policy",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("slug", models.SlugField(max_length=80, unique=True)),
                        (
                            "genre",
                            models.CharField(
                                choices=[
                                    ("policy", "Policy"),
                                    ("guidance", "Guidance"),
                                    ("rules", "House rules"),
                                    ("notice", "Notice"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("review_on", models.DateField(null=True)),
                        ("template", models.BooleanField(default=False)),
                        ("published", models.BooleanField(default=False)),
                        ("withdrawn_at", models.DateTimeField(null=True)),
                        ("withdrawn_reason", models.CharField(blank=True, max_length=400)),
                        ("created_at", models.DateTimeField(default=moothall.kit.clock.now, editable=False)),
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
                            "owner",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="policies_owned",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Placement",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.CharField(max_length=12)),
                        (
                            "act",
                            models.CharField(
                                choices=[
                                    ("post", "Writing a post, in any space"),
                                    ("post_closed", "Writing a post in a closed or private space"),
                                    ("post_guest", "Writing a post that guests can read"),
                                    ("warned", "Being warned that a post seems to hold numbers about people"),
                                    ("import_mail", "Bringing mail in"),
                                    ("mark_sensitive", "Marking something OFFICIAL-SENSITIVE"),
                                    ("publish", "Publishing on the public site"),
                                ],
                                max_length=16,
                            ),
                        ),
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
                            "policy",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="placements",
                                to="policies.policy",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Event",
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
                                    ("created", "Begun"),
                                    ("drafted", "New version begun"),
                                    ("owner", "Owner changed"),
                                    ("review", "Review date set"),
                                    ("audience", "Audience changed"),
                                    ("builds_on", "What it builds on changed"),
                                    ("adopted", "Adopted"),
                                    ("published", "Published"),
                                    ("unpublished", "Taken off the public site"),
                                    ("withdrawn", "Withdrawn"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("version", models.PositiveIntegerField(null=True)),
                        ("words", models.CharField(blank=True, max_length=700)),
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
                            "policy",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="events", to="policies.policy"
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Audience",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("holder", models.CharField(max_length=40)),
                        (
                            "policy",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="audience",
                                to="policies.policy",
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
                        ("language", models.CharField(choices=[("en", "English"), ("cy", "Welsh")], max_length=2)),
                        ("words", models.CharField(max_length=300)),
                        ("explanation", models.CharField(max_length=600)),
                        (
                            "policy",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="questions",
                                to="policies.policy",
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
                        ("words", models.CharField(max_length=300)),
                        ("right", models.BooleanField(default=False)),
                        (
                            "question",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="choices",
                                to="policies.question",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Relation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("narrows", models.CharField(blank=True, max_length=400)),
                        (
                            "parent",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="built_upon",
                                to="policies.policy",
                            ),
                        ),
                        (
                            "policy",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="builds_on",
                                to="policies.policy",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Reminder",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField(default=moothall.kit.clock.now)),
                        (
                            "by",
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
                    name="Reminded",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                            "reminder",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="reminded",
                                to="policies.reminder",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Requirement",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "capability",
                            models.CharField(
                                choices=[
                                    ("come_in", "Come in: at the next sign-in, before anything else"),
                                    ("post", "Write in a space: start a conversation, reply, edit"),
                                    ("import_mail", "Bring mail in"),
                                    ("share_mail", "Share mail with a space"),
                                    ("publish", "Publish on the public site"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("place", models.CharField(blank=True, max_length=40)),
                        ("audience", models.CharField(blank=True, max_length=40)),
                        ("grace_days", models.PositiveSmallIntegerField(default=0)),
                        ("renew_months", models.PositiveSmallIntegerField(null=True)),
                        ("created_at", models.DateTimeField(default=moothall.kit.clock.now, editable=False)),
                        ("ended_at", models.DateTimeField(null=True)),
                        (
                            "created_by",
                            models.ForeignKey(
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
                            "policy",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="requirements",
                                to="policies.policy",
                            ),
                        ),
                    ],
                ),
                migrations.AddField(
                    model_name="reminder",
                    name="requirement",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reminders", to="policies.requirement"
                    ),
                ),
                migrations.CreateModel(
                    name="Text",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("language", models.CharField(choices=[("en", "English"), ("cy", "Welsh")], max_length=2)),
                        ("title", models.CharField(max_length=160)),
                        ("summary", models.TextField()),
                        ("body", models.TextField()),
                        ("digest", models.CharField(max_length=64)),
                        ("edited_at", models.DateTimeField(default=moothall.kit.clock.now)),
                        (
                            "edited_by",
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
                    name="Clause",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.CharField(max_length=12)),
                        ("place", models.PositiveIntegerField()),
                        ("heading", models.CharField(blank=True, max_length=200)),
                        ("body", models.TextField(blank=True)),
                        ("html", models.TextField(blank=True)),
                        (
                            "text",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="clauses", to="policies.text"
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Version",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        ("material", models.BooleanField(default=True)),
                        ("change_note", models.CharField(blank=True, max_length=600)),
                        ("effective_on", models.DateField(null=True)),
                        ("drafted_at", models.DateTimeField(default=moothall.kit.clock.now, editable=False)),
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
                            "drafted_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "policy",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="versions",
                                to="policies.policy",
                            ),
                        ),
                    ],
                ),
                migrations.AddField(
                    model_name="text",
                    name="version",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="texts", to="policies.version"
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
                        ("language", models.CharField(choices=[("en", "English"), ("cy", "Welsh")], max_length=2)),
                        ("number", models.CharField(blank=True, max_length=12)),
                        ("said_of", models.TextField(blank=True)),
                        ("body", models.TextField()),
                        ("created_at", models.DateTimeField(default=moothall.kit.clock.now, editable=False)),
                        (
                            "answer",
                            models.CharField(
                                blank=True, choices=[("changed", "Changed"), ("kept", "Not changed")], max_length=8
                            ),
                        ),
                        ("answer_words", models.TextField(blank=True)),
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
                            "author",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="policy_comments",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="comments",
                                to="policies.version",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Ask",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("holder", models.CharField(max_length=40)),
                        ("asked_at", models.DateTimeField(default=moothall.kit.clock.now, editable=False)),
                        ("without_reason", models.CharField(blank=True, max_length=600)),
                        ("without_at", models.DateTimeField(null=True)),
                        (
                            "asked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "without_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="asks", to="policies.version"
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Acknowledgement",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("language", models.CharField(choices=[("en", "English"), ("cy", "Welsh")], max_length=2)),
                        ("digest", models.CharField(max_length=64)),
                        (
                            "capability",
                            models.CharField(
                                choices=[
                                    ("come_in", "Come in: at the next sign-in, before anything else"),
                                    ("post", "Write in a space: start a conversation, reply, edit"),
                                    ("import_mail", "Bring mail in"),
                                    ("share_mail", "Share mail with a space"),
                                    ("publish", "Publish on the public site"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("place", models.CharField(blank=True, max_length=40)),
                        ("answered", models.PositiveSmallIntegerField(default=0)),
                        ("at", models.DateTimeField(default=moothall.kit.clock.now)),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="acknowledgements",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="acknowledgements",
                                to="policies.version",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Emergency",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "capability",
                            models.CharField(
                                choices=[
                                    ("come_in", "Come in: at the next sign-in, before anything else"),
                                    ("post", "Write in a space: start a conversation, reply, edit"),
                                    ("import_mail", "Bring mail in"),
                                    ("share_mail", "Share mail with a space"),
                                    ("publish", "Publish on the public site"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("place", models.CharField(blank=True, max_length=40)),
                        ("reason", models.CharField(max_length=400)),
                        ("at", models.DateTimeField(default=moothall.kit.clock.now)),
                        ("until", models.DateTimeField()),
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
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="gate_emergencies",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["user", "capability", "until"], name="emergency_lasting")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("capability__in", ["come_in", "post", "import_mail", "share_mail", "publish"])
                                ),
                                name="emergency_capability_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True), name="emergency_has_reason"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("until__gt", models.F("at"))), name="emergency_ends"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Endorsement",
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
                                choices=[("endorsed", "Endorsed"), ("declined", "Declined")], max_length=8
                            ),
                        ),
                        ("words", models.TextField(blank=True)),
                        ("wording", models.CharField(max_length=64)),
                        ("at", models.DateTimeField(default=moothall.kit.clock.now, editable=False)),
                        (
                            "ask",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="policies.ask"
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="endorsements",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("verdict__in", ["endorsed", "declined"])),
                                name="endorsement_verdict_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("verdict", "endorsed"), models.Q(("words", ""), _negated=True), _connector="OR"
                                ),
                                name="declined_in_words",
                            ),
                        ],
                    },
                ),
                migrations.AddConstraint(
                    model_name="policy",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("genre__in", ["policy", "guidance", "rules", "notice"])),
                        name="policy_genre_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="policy",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("withdrawn_at__isnull", True), ("withdrawn_reason", "")),
                            models.Q(
                                ("withdrawn_at__isnull", False), models.Q(("withdrawn_reason", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="policy_withdrawn_for_a_reason",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="placement",
                    constraint=models.UniqueConstraint(
                        fields=("policy", "number", "act"), name="clause_beside_act_once"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="placement",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            (
                                "act__in",
                                [
                                    "post",
                                    "post_closed",
                                    "post_guest",
                                    "warned",
                                    "import_mail",
                                    "mark_sensitive",
                                    "publish",
                                ],
                            )
                        ),
                        name="placement_act_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="placement",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("number", ""), _negated=True), name="placement_has_clause"
                    ),
                ),
                migrations.AddIndex(
                    model_name="event",
                    index=models.Index(fields=["policy", "-at"], name="policy_event_newest"),
                ),
                migrations.AddConstraint(
                    model_name="audience",
                    constraint=models.UniqueConstraint(fields=("policy", "holder"), name="audience_once"),
                ),
                migrations.AddConstraint(
                    model_name="audience",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("holder", "everyone"),
                            ("holder__startswith", "kind:"),
                            ("holder__startswith", "team:"),
                            ("holder__startswith", "role:"),
                            ("holder__startswith", "space:"),
                            _connector="OR",
                        ),
                        name="audience_of_a_known_sort",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="question",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("language__in", ["en", "cy"])), name="question_language_known"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="question",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("words", ""), _negated=True), models.Q(("explanation", ""), _negated=True)
                        ),
                        name="question_is_explained",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="choice",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("right", True)), fields=("question",), name="choice_right_once"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="choice",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("words", ""), _negated=True), name="choice_has_words"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="relation",
                    constraint=models.UniqueConstraint(fields=("policy", "parent"), name="builds_on_once"),
                ),
                migrations.AddConstraint(
                    model_name="relation",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("policy", models.F("parent")), _negated=True), name="builds_not_on_itself"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="reminded",
                    constraint=models.UniqueConstraint(fields=("reminder", "user"), name="reminded_once"),
                ),
                migrations.AddIndex(
                    model_name="requirement",
                    index=models.Index(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=["capability", "place"],
                        name="requirement_at_gate",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="requirement",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("capability__in", ["come_in", "post", "import_mail", "share_mail", "publish"])
                        ),
                        name="requirement_capability_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="requirement",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", True), ("ended_by__isnull", True)),
                            models.Q(("ended_at__isnull", False), ("ended_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="requirement_ended_by_someone",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="requirement",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("grace_days__lte", 90)), name="requirement_grace_is_short"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="requirement",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("renew_months__isnull", True),
                            models.Q(("renew_months__gte", 1), ("renew_months__lte", 60)),
                            _connector="OR",
                        ),
                        name="requirement_renewed_within_five_years",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="requirement",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("policy", "capability", "place", "audience"),
                        name="requirement_asked_once",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="clause",
                    constraint=models.UniqueConstraint(fields=("text", "number"), name="clause_numbered_once"),
                ),
                migrations.AddConstraint(
                    model_name="clause",
                    constraint=models.UniqueConstraint(fields=("text", "place"), name="clause_placed_once"),
                ),
                migrations.AddConstraint(
                    model_name="version",
                    constraint=models.UniqueConstraint(fields=("policy", "number"), name="version_numbered_once"),
                ),
                migrations.AddConstraint(
                    model_name="version",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("adopted_at__isnull", True), ("adopted_by__isnull", True)),
                            models.Q(
                                ("adopted_at__isnull", False),
                                ("adopted_by__isnull", False),
                                ("effective_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="version_adopted_by_someone_from_a_day",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="version",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("number", 1),
                            ("adopted_at__isnull", True),
                            models.Q(("change_note", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="version_says_what_changed",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="text",
                    constraint=models.UniqueConstraint(fields=("version", "language"), name="text_once_in_language"),
                ),
                migrations.AddConstraint(
                    model_name="text",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("language__in", ["en", "cy"])), name="text_language_known"
                    ),
                ),
                migrations.AddIndex(
                    model_name="comment",
                    index=models.Index(fields=["version", "answered_at"], name="comment_waiting"),
                ),
                migrations.AddConstraint(
                    model_name="comment",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("body", ""), _negated=True), name="comment_has_words"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="comment",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("language__in", ["en", "cy"])), name="comment_language_known"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="comment",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answer", ""),
                                ("answer_words", ""),
                                ("answered_at__isnull", True),
                                ("answered_by__isnull", True),
                            ),
                            models.Q(
                                ("answer", "changed"), ("answered_at__isnull", False), ("answered_by__isnull", False)
                            ),
                            models.Q(
                                ("answer", "kept"),
                                ("answered_at__isnull", False),
                                ("answered_by__isnull", False),
                                models.Q(("answer_words", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="comment_answered_whole_and_kept_for_a_reason",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="ask",
                    constraint=models.UniqueConstraint(fields=("version", "holder"), name="asked_once"),
                ),
                migrations.AddConstraint(
                    model_name="ask",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("holder__startswith", "user:"), ("holder__startswith", "role:"), _connector="OR"
                        ),
                        name="asked_person_or_role",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="ask",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("without_at__isnull", True), ("without_by__isnull", True), ("without_reason", "")
                            ),
                            models.Q(
                                ("without_at__isnull", False),
                                ("without_by__isnull", False),
                                models.Q(("without_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="gone_on_without_for_a_reason",
                    ),
                ),
                migrations.AddIndex(
                    model_name="acknowledgement",
                    index=models.Index(fields=["user", "-at"], name="acknowledged_newest"),
                ),
                migrations.AddConstraint(
                    model_name="acknowledgement",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("language__in", ["en", "cy"])), name="acknowledged_in_known_language"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="acknowledgement",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("capability__in", ["come_in", "post", "import_mail", "share_mail", "publish"])
                        ),
                        name="acknowledged_at_known_gate",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="acknowledgement",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("digest", ""), _negated=True), name="acknowledged_words_have_a_digest"
                    ),
                ),
            ]
        )
    ]
