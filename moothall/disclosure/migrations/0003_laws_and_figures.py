"""Re-use and complaints have letters; what the regulator wrote, and the figures of files that are gone, are kept."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """New words to choose from, and two tables."""

    dependencies = [
        ("disclosure", "0002_mail_floods"),
        ("records", "0001_tables"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
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
                    ("clarification_asked", "Clarification asked for"),
                    ("fees_notice", "Fees notice given"),
                    ("identity_asked", "Proof of identity asked for"),
                    ("clarified", "Clarification received"),
                    ("fee_paid", "Fee received"),
                    ("identity_proved", "Identity proved"),
                    ("extended", "Time extended"),
                    ("answered", "Answered"),
                    ("withdrawn", "Withdrawn"),
                    ("acknowledged", "Acknowledged"),
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
                            "clarification_asked",
                            "fees_notice",
                            "identity_asked",
                            "clarified",
                            "fee_paid",
                            "identity_proved",
                            "extended",
                            "answered",
                            "withdrawn",
                            "acknowledged",
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
        migrations.AddField(
            model_name="regulatorletter",
            name="event",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="regulator", to="disclosure.caseevent"
            ),
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
