"""Letters to somebody outside who asked for information are a sort of their own."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_initial")]

    operations = [
        migrations.AlterField(
            model_name="letter",
            name="sort",
            field=models.CharField(
                choices=[
                    ("notice", "Notice"),
                    ("digest", "Digest"),
                    ("account", "Signing in"),
                    ("outside", "Letter to somebody who asked for information"),
                ],
                max_length=8,
            ),
        ),
    ]
