"""Letters for re-use and complaints; closures, costs added up, what was not searched, figures of files that are gone."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import moothall.kit.clock


class Migration(migrations.Migration):
    """New words to choose from, new tables and new columns; nothing that was kept changes."""

    dependencies = [
        ("disclosure", "0002_mail_floods"),
        ("files", "0001_tables"),
        ("records", "0001_tables"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AddedUp",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("turn", models.PositiveSmallIntegerField(default=1)),
                ("bundle", models.UUIDField(null=True)),
                ("why", models.TextField()),
                ("at", models.DateTimeField(default=moothall.kit.clock.now, editable=False)),
            ],
        ),
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
        migrations.CreateModel(
            name="PastCase",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
            name="RegulatorLetter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
            ],
        ),
        migrations.RemoveConstraint(
            model_name="case",
            name="case_regime_known",
        ),
        migrations.RemoveConstraint(
            model_name="case",
            name="case_first_regime_known",
        ),
        migrations.RemoveConstraint(
            model_name="caseevent",
            name="case_event_kind_known",
        ),
        migrations.RemoveConstraint(
            model_name="letter",
            name="letter_kind_known",
        ),
        migrations.RemoveConstraint(
            model_name="received",
            name="received_why_known",
        ),
        migrations.AddField(
            model_name="estimate",
            name="others",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="opening",
            name="unheld",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="requester",
            name="postal_key",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name="statutorysearch",
            name="cut",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="statutorysearch",
            name="unsearched",
            field=models.JSONField(null=True),
        ),
        migrations.AlterField(
            model_name="case",
            name="first_regime",
            field=models.CharField(
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
        migrations.AlterField(
            model_name="case",
            name="regime",
            field=models.CharField(
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
                    ("regulator_told", "We answered the regulator"),
                    ("regulator_decides", "The regulator decided"),
                    ("closed", "Closed"),
                    ("redated", "Dates counted anew"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="caseevent",
            name="to",
            field=models.CharField(
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
        migrations.AlterField(
            model_name="letter",
            name="kind",
            field=models.CharField(
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
        migrations.AlterField(
            model_name="logentry",
            name="regime",
            field=models.CharField(
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
        migrations.AddField(
            model_name="addedup",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="addedup",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="added_up", to="disclosure.case"
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
        migrations.AddField(
            model_name="regulatorletter",
            name="event",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="regulator", to="disclosure.caseevent"
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
            constraint=models.CheckConstraint(condition=models.Q(("why", ""), _negated=True), name="added_up_says_why"),
        ),
        migrations.AddConstraint(
            model_name="regulatorletter",
            constraint=models.CheckConstraint(
                condition=models.Q(("ruling__in", ["", "not_upheld", "partly", "upheld", "settled", "withdrawn"])),
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
    ]
