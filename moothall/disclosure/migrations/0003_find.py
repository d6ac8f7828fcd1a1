"""Searches keep what they could not look into and whether words were cut off; openings what no hold could cover."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Three columns more."""

    dependencies = [
        ("disclosure", "0002_mail_floods"),
    ]

    operations = [
        migrations.AddField(
            model_name="opening",
            name="unheld",
            field=models.JSONField(default=dict),
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
    ]
