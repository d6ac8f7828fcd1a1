"""What moves a clock, and what it is counted with; what a colleague sends on; who asks again by post."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import moothall.kit.clock


class Migration(migrations.Migration):
    """The tables as they are now."""

    dependencies = [
        ("disclosure", "0002_mail_floods"),
        ("files", "0001_tables"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Closure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("first_on", models.DateField(verbose_name="first day")),
                ("last_on", models.DateField(verbose_name="last day")),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("open", models.BooleanField(default=False, verbose_name="open after all")),
                ("at", models.DateTimeField(default=moothall.kit.clock.now, editable=False)),
            ],
        ),
        migrations.CreateModel(
            name="Counted",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("lists", models.CharField(max_length=40)),
                ("at", models.DateTimeField(default=moothall.kit.clock.now, editable=False)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="caseevent",
            name="case_event_kind_known",
        ),
        migrations.RemoveConstraint(
            model_name="received",
            name="received_why_known",
        ),
        migrations.AddField(
            model_name="requester",
            name="postal_key",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AlterField(
            model_name="caseevent",
            name="kind",
            field=models.CharField(
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
                    ("regulator_decides", "The regulator decided"),
                    ("closed", "Closed"),
                    ("redated", "Dates counted anew"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="received",
            name="why",
            field=models.CharField(
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
        migrations.AddIndex(
            model_name="requester",
            index=models.Index(
                condition=models.Q(("postal_key", ""), _negated=True),
                fields=["postal_key"],
                name="requester_by_postal_key",
            ),
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
        migrations.AddIndex(
            model_name="closure",
            index=models.Index(fields=["first_on", "last_on"], name="closure_by_day"),
        ),
        migrations.AddConstraint(
            model_name="closure",
            constraint=models.CheckConstraint(
                condition=models.Q(("last_on__gte", models.F("first_on"))), name="closure_ends_after_it_begins"
            ),
        ),
        migrations.AddConstraint(
            model_name="closure",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True), name="closure_has_a_name"
            ),
        ),
        migrations.AddField(
            model_name="counted",
            name="closure",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="disclosure.closure"
            ),
        ),
        migrations.AddField(
            model_name="counted",
            name="holiday",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="disclosure.holiday"
            ),
        ),
        migrations.AddField(
            model_name="counted",
            name="terms",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="disclosure.terms"
            ),
        ),
    ]
