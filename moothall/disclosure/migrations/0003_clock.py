"""Acknowledging is something that a clock takes note of."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """The tables as they are now."""

    dependencies = [
        ("disclosure", "0002_mail_floods"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="caseevent",
            name="case_event_kind_known",
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
    ]
