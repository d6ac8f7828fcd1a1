"""A flood of mail from many senders is a reason to keep letters and wait."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One reason more."""

    dependencies = [
        ("disclosure", "0001_tables"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="received",
            name="received_why_known",
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
                    ("others", "It names a case, and comes from somebody else than who asked"),
                    ("loop", "It came from ourselves, or went in a circle"),
                    ("bounce", "It reports that a mail did not arrive"),
                    ("automatic", "It was sent automatically"),
                    ("list", "It came through a mailing list"),
                ],
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="received",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "why__in",
                        ["", "unreadable", "empty", "often", "flood", "others", "loop", "bounce", "automatic", "list"],
                    )
                ),
                name="received_why_known",
            ),
        ),
    ]
