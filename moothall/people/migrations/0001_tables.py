import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import moothall.kit.clock
from moothall.kit.migrating import NewTables


class Migration(migrations.Migration):
    """Every table of this room."""

    initial = True

    replaces = [  # what made these tables before, for halls that ran it
        ("people", "0001_initial"),
        ("people", "0002_staff_number"),
        ("people", "0003_ways_in"),
        ("people", "0004_founding"),
        ("people", "0005_corrections"),
        ("people", "0006_team_function"),
        ("people", "0007_performance_officer"),
    ]

    dependencies = []

    operations = [
        NewTables(
            [
                migrations.CreateModel(
                    name="Grant",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("kind", models.CharField(max_length=20)),
                        ("ref", models.BigIntegerField()),
                        ("holder", models.CharField(max_length=40)),
                    ],
                    options={
                        "indexes": [models.Index(fields=["holder", "kind", "ref"], name="grant_by_holder")],
                        "constraints": [models.UniqueConstraint(fields=("kind", "ref", "holder"), name="grant_once")],
                    },
                ),
                migrations.CreateModel(
                    name="Team",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=120, verbose_name="name")),
                        (
                            "function",
                            models.CharField(
                                choices=[
                                    ("service", "A service"),
                                    ("communications", "Communications"),
                                    ("technology", "Technology"),
                                ],
                                default="service",
                                max_length=14,
                                verbose_name="function",
                            ),
                        ),
                        (
                            "parent",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="parts",
                                to="people.team",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="User",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("password", models.CharField(max_length=128, verbose_name="password")),
                        ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                        ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail address")),
                        ("staff_number", models.CharField(blank=True, max_length=32, verbose_name="staff number")),
                        ("name", models.CharField(max_length=120, verbose_name="name")),
                        ("handle", models.SlugField(max_length=60, unique=True, verbose_name="handle")),
                        (
                            "kind",
                            models.CharField(
                                choices=[("staff", "Staff"), ("councillor", "Councillor"), ("guest", "Guest")],
                                default="staff",
                                max_length=12,
                                verbose_name="kind",
                            ),
                        ),
                        ("job", models.CharField(blank=True, max_length=120, verbose_name="job")),
                        ("organisation", models.CharField(blank=True, max_length=120, verbose_name="organisation")),
                        (
                            "ask_about",
                            models.CharField(blank=True, max_length=400, verbose_name="what people can ask me about"),
                        ),
                        ("is_active", models.BooleanField(default=True, verbose_name="may sign in")),
                        ("joined_at", models.DateTimeField(default=moothall.kit.clock.now, editable=False)),
                        (
                            "manager",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reports",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "team",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="people",
                                to="people.team",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="WayIn",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "form",
                            models.CharField(
                                choices=[("link", "Invitation by e-mail"), ("code", "One-time code on a slip")],
                                max_length=4,
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
                ),
                migrations.CreateModel(
                    name="Correction",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("asked", models.TextField(max_length=2000)),
                        ("asked_at", models.DateTimeField(default=moothall.kit.clock.now, editable=False)),
                        ("answer", models.TextField(blank=True, max_length=2000)),
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
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="corrections",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["answered_at", "asked_at"], name="correction_waiting")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("answered_at", None), ("answered_by", None)),
                                    models.Q(("answered_by__isnull", False), models.Q(("answer", ""), _negated=True)),
                                    _connector="OR",
                                ),
                                name="correction_answered_in_words",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Founding",
                    fields=[
                        ("only", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
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
                    options={
                        "constraints": [models.CheckConstraint(condition=models.Q(("only", 1)), name="founded_once")],
                    },
                ),
                migrations.CreateModel(
                    name="RoleHolding",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("administrator", "Administrator"),
                                    ("moderator", "Moderator"),
                                    ("auditor", "Auditor"),
                                    ("disclosure_officer", "Disclosure officer"),
                                    ("risk_manager", "Risk manager"),
                                    ("records_manager", "Records manager"),
                                    ("performance_officer", "Performance officer"),
                                ],
                                max_length=20,
                                verbose_name="role",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="role_holdings",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("user", "role"), name="role_held_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "role__in",
                                        [
                                            "administrator",
                                            "moderator",
                                            "auditor",
                                            "disclosure_officer",
                                            "risk_manager",
                                            "records_manager",
                                            "performance_officer",
                                        ],
                                    )
                                ),
                                name="role_known",
                            ),
                        ],
                    },
                ),
                migrations.AddConstraint(
                    model_name="team",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("function__in", ["service", "communications", "technology"])),
                        name="team_function_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="team",
                    constraint=models.UniqueConstraint(fields=("parent", "name"), name="team_name_once_in_parent"),
                ),
                migrations.AddConstraint(
                    model_name="team",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("parent", None)), fields=("name",), name="team_name_once_at_the_top"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="team",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("parent", models.F("id")), _negated=True), name="team_not_its_own_parent"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="user",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("email", django.db.models.functions.text.Lower("email"))),
                        name="user_email_lower_case",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="user",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("email", ""), _negated=True), fields=("email",), name="user_email_once"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="user",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("staff_number", django.db.models.functions.text.Upper("staff_number"))),
                        name="user_staff_number_upper_case",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="user",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("staff_number", ""), _negated=True),
                        fields=("staff_number",),
                        name="user_staff_number_once",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="user",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("email", ""), _negated=True),
                            models.Q(("staff_number", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="user_can_be_named_at_the_door",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="user",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("kind__in", ["staff", "councillor", "guest"])), name="user_kind_known"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="wayin",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("used_at", None), ("withdrawn_at", None)),
                        fields=("user",),
                        name="one_way_in_at_a_time",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="wayin",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("form__in", ["link", "code"])), name="way_in_form_known"
                    ),
                ),
            ]
        )
    ]
