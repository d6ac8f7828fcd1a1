import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import moothall.files.models
import moothall.kit.clock
from moothall.kit.migrating import NewTables


class Migration(migrations.Migration):
    """Every table of this room."""

    initial = True

    replaces = [  # what made these tables before, for halls that ran it
        ("files", "0001_initial"),
        ("files", "0002_uploads"),
        ("files", "0003_file_texts"),
    ]

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        NewTables(
            [
                migrations.CreateModel(
                    name="FileText",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("sha256", models.CharField(max_length=64)),
                        ("size", models.PositiveBigIntegerField()),
                        ("content_type", models.CharField(blank=True, max_length=100)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("read", "Read"),
                                    ("part", "Read in part"),
                                    ("unreadable", "Could not be read"),
                                    ("too_large", "Too large"),
                                    ("encrypted", "Protected with a password"),
                                    ("other", "Not a kind that is read"),
                                ],
                                max_length=10,
                            ),
                        ),
                        (
                            "why",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("long", "It is very long: only its first million characters are searched"),
                                    ("scan", "It holds pictures of pages and no text"),
                                    ("damaged", "It is damaged, or not what it claims to be"),
                                    ("slow", "Reading it took too long, so it was given up"),
                                    ("broke", "The reader broke off on it"),
                                    ("gone", "Its stored bytes are damaged"),
                                    ("big", "It has more bytes than are read"),
                                    ("bomb", "It unpacks to more than is read; it may be an attack"),
                                    ("locked", "It is protected with a password"),
                                    ("picture", "It is a picture"),
                                    ("sound", "It is sound or film"),
                                    ("archive", "It is an archive of other files"),
                                    ("program", "It is a program"),
                                    ("unknown", "Its kind is not known"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("words", models.BinaryField()),
                        ("read_at", models.DateTimeField(default=moothall.kit.clock.now)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("sha256",), name="files_text_sha256_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "read"), ("why", "")),
                                    models.Q(
                                        models.Q(("state", "read"), _negated=True), models.Q(("why", ""), _negated=True)
                                    ),
                                    _connector="OR",
                                ),
                                name="file_text_says_why_it_is_not_whole",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Pack",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=200)),
                        ("size", models.PositiveBigIntegerField()),
                        ("created", models.DateTimeField(default=moothall.kit.clock.now)),
                    ],
                    options={
                        "constraints": [models.UniqueConstraint(fields=("name",), name="files_pack_name_once")],
                    },
                ),
                migrations.CreateModel(
                    name="Blob",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("sha256", models.CharField(max_length=64)),
                        ("size", models.PositiveBigIntegerField()),
                        ("offset", models.PositiveBigIntegerField()),
                        ("stored_size", models.PositiveBigIntegerField()),
                        (
                            "encoding",
                            models.CharField(
                                choices=[("identity", "As they are"), ("zstd", "Compressed")], max_length=8
                            ),
                        ),
                        ("created", models.DateTimeField(default=moothall.kit.clock.now)),
                        (
                            "pack",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="blobs", to="files.pack"
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Reading",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("way", models.CharField(max_length=20)),
                        ("asked_at", models.DateTimeField(default=moothall.kit.clock.now)),
                        ("read_at", models.DateTimeField(null=True)),
                        ("tries", models.PositiveSmallIntegerField(db_default=0, default=0)),
                        (
                            "blob",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="readings",
                                to="files.blob",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="ReadPart",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("place", models.PositiveIntegerField()),
                        ("name", models.CharField(max_length=200)),
                        (
                            "reading",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="parts",
                                to="files.reading",
                            ),
                        ),
                        (
                            "text",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="parts", to="files.filetext"
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Upload",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("kind", models.CharField(max_length=20)),
                        ("name", models.CharField(max_length=150)),
                        ("size", models.PositiveBigIntegerField()),
                        ("received", models.PositiveBigIntegerField(default=0)),
                        ("content_type", models.CharField(blank=True, max_length=200)),
                        ("started", models.DateTimeField(default=moothall.kit.clock.now, editable=False)),
                        ("expires", models.DateTimeField(default=moothall.files.models._after_a_lifetime)),
                        (
                            "blob",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="files.blob",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="uploads",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                ),
                migrations.AddConstraint(
                    model_name="blob",
                    constraint=models.UniqueConstraint(fields=("sha256",), name="files_blob_sha256_once"),
                ),
                migrations.AddIndex(
                    model_name="reading",
                    index=models.Index(
                        condition=models.Q(("read_at__isnull", True)),
                        fields=["tries", "id"],
                        name="files_reading_waiting",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="reading",
                    constraint=models.UniqueConstraint(fields=("blob", "way"), name="files_reading_once"),
                ),
                migrations.AddConstraint(
                    model_name="readpart",
                    constraint=models.UniqueConstraint(fields=("reading", "place"), name="files_read_part_once"),
                ),
                migrations.AddIndex(
                    model_name="upload",
                    index=models.Index(fields=["owner", "started"], name="upload_of_a_person"),
                ),
                migrations.AddIndex(
                    model_name="upload",
                    index=models.Index(fields=["expires"], name="upload_expiring"),
                ),
                migrations.AddConstraint(
                    model_name="upload",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("received__lte", models.F("size")),
                            ("size__gt", 0),
                            models.Q(
                                ("blob__isnull", True),
                                models.Q(("received", models.F("size")), models.Q(("content_type", ""), _negated=True)),
                                _connector="OR",
                            ),
                        ),
                        name="upload_is_within_its_size_and_whole_at_its_end",
                    ),
                ),
            ]
        )
    ]
