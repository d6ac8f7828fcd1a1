"""Where a question stands among those of its request."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("disclosure", "0008_openings")]

    operations = [
        migrations.AlterModelOptions(name="part", options={"ordering": ["position", "number"]}),
        migrations.AddField(
            model_name="part", name="position", field=models.PositiveSmallIntegerField(default=1, null=True)
        ),
    ]
