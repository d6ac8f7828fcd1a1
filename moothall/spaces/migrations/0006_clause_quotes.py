# What posts quote of policies

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("policies", "0001_initial"),
        ("spaces", "0005_count_removed"),
    ]

    operations = [
        migrations.CreateModel(
            name="ClauseQuote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "clause",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="policies.clause"
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="clause_quotes", to="spaces.post"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["clause", "-post"], name="clause_quote_newest")],
                "constraints": [models.UniqueConstraint(fields=("post", "clause"), name="clause_quoted_once_in_post")],
            },
        ),
    ]
