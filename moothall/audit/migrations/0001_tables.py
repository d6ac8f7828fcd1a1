import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from moothall.kit.migrating import NewTables


class Migration(migrations.Migration):
    """Every table of this room."""

    initial = True

    replaces = [  # what made these tables before, for halls that ran it
        ("audit", "0001_start"),
    ]

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        # Other packages' tables come before all of ours but people's: each of their steps draws whatever hangs on a
        # person, which is little now and everything later. It saves a third of the time that a new hall takes.
        ("admin", "0003_logentry_add_action_flag_choices"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("django_tasks_database", "0021_conditional_partial_index_ordering"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("sessions", "0001_initial"),
        ("socialaccount", "0006_alter_socialaccount_extra_data"),
        ("usersessions", "0001_initial"),
    ]

    operations = [
        NewTables(
            [
                migrations.CreateModel(
                    name="Entry",
                    fields=[
                        ("seq", models.BigIntegerField(primary_key=True, serialize=False)),
                        ("at", models.DateTimeField()),
                        ("verb", models.CharField(max_length=100)),
                        ("object_type", models.CharField(blank=True, max_length=100)),
                        ("object_id", models.CharField(blank=True, max_length=64)),
                        ("details", models.JSONField(default=dict)),
                        ("private_digest", models.CharField(blank=True, max_length=64)),
                        ("previous_hash", models.CharField(max_length=64)),
                        ("hash", models.CharField(max_length=64)),
                        ("key_id", models.CharField(max_length=50)),
                        (
                            "actor",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "entries",
                    },
                ),
                migrations.CreateModel(
                    name="Private",
                    fields=[
                        (
                            "entry",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                primary_key=True,
                                serialize=False,
                                to="audit.entry",
                            ),
                        ),
                        ("salt", models.CharField(blank=True, max_length=64)),
                        ("content", models.JSONField(null=True)),
                    ],
                ),
                migrations.AddIndex(
                    model_name="entry",
                    index=models.Index(fields=["actor", "seq"], name="audit_entry_actor"),
                ),
                migrations.AddIndex(
                    model_name="entry",
                    index=models.Index(fields=["verb", "seq"], name="audit_entry_verb"),
                ),
                migrations.AddIndex(
                    model_name="entry",
                    index=models.Index(fields=["object_type", "object_id", "seq"], name="audit_entry_object"),
                ),
                migrations.AddIndex(
                    model_name="entry",
                    index=models.Index(fields=["at", "seq"], name="audit_entry_at"),
                ),
                migrations.AddConstraint(
                    model_name="entry",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("seq__gte", 1)), name="audit_entry_starts_at_one"
                    ),
                ),
            ]
        )
    ]
