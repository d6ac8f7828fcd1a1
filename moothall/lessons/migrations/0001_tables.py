import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import moothall.kit.clock
from moothall.kit.migrating import NewTables


class Migration(migrations.Migration):
    """Every table of this room."""

    initial = True

    replaces = [  # what made these tables before, for halls that ran it
        ("lessons", "0001_initial"),
        ("lessons", "0002_exchange"),
        ("lessons", "0003_drawn"),
    ]

    dependencies = [
        ("people", "0001_tables"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        NewTables(
            [
                migrations.CreateModel(
                    name="Item",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("guid", models.CharField(max_length=1000)),
                        ("key", models.CharField(max_length=64)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("lesson", "Lesson"),
                                    ("policy", "Policy"),
                                    ("appraisal", "Appraisal"),
                                    ("other", "Something else"),
                                ],
                                max_length=9,
                            ),
                        ),
                        ("title", models.CharField(max_length=300)),
                        ("summary", models.CharField(blank=True, max_length=2000)),
                        ("html", models.TextField(blank=True)),
                        ("cut", models.BooleanField(default=False)),
                        ("url", models.CharField(blank=True, max_length=1000)),
                        ("licence", models.CharField(blank=True, max_length=200)),
                        ("licence_url", models.CharField(blank=True, max_length=1000)),
                        ("said_by", models.CharField(blank=True, max_length=200)),
                        ("language", models.CharField(blank=True, max_length=20)),
                        ("published_at", models.DateTimeField(null=True)),
                        ("updated_at", models.DateTimeField(null=True)),
                        ("data", models.JSONField(default=dict)),
                        ("digest", models.CharField(max_length=64)),
                        ("first_seen", models.DateTimeField(default=moothall.kit.clock.now, editable=False)),
                        ("last_seen", models.DateTimeField(default=moothall.kit.clock.now)),
                        ("changed_at", models.DateTimeField(null=True)),
                        ("gone_at", models.DateTimeField(null=True)),
                    ],
                ),
                migrations.CreateModel(
                    name="Lesson",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(choices=[("success", "Success"), ("failure", "Failure")], max_length=8),
                        ),
                        ("title", models.CharField(max_length=160)),
                        ("context", models.TextField(blank=True)),
                        ("happened", models.TextField(blank=True)),
                        ("why", models.TextField(blank=True)),
                        ("would_do", models.TextField(blank=True)),
                        (
                            "licence",
                            models.CharField(
                                choices=[
                                    ("OGL-UK-3.0", "Open Government Licence v3.0"),
                                    ("CC-BY-4.0", "Creative Commons Attribution 4.0"),
                                    ("CC0-1.0", "Creative Commons Zero 1.0"),
                                ],
                                default="OGL-UK-3.0",
                                max_length=60,
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=moothall.kit.clock.now, editable=False)),
                        ("edited_at", models.DateTimeField(default=moothall.kit.clock.now)),
                        ("published_at", models.DateTimeField(null=True)),
                        ("public_at", models.DateTimeField(null=True)),
                        ("withdrawn_at", models.DateTimeField(null=True)),
                        ("withdrawn_reason", models.CharField(blank=True, max_length=400)),
                        ("token", models.UUIDField(editable=False, null=True, unique=True)),
                        (
                            "author",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lessons",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "public_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "published_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "replaces",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="replaced_by",
                                to="lessons.lesson",
                            ),
                        ),
                        (
                            "team",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lessons",
                                to="people.team",
                            ),
                        ),
                        (
                            "withdrawn_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Drawn",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("origin", models.CharField(max_length=160)),
                        ("title", models.CharField(max_length=300)),
                        ("url", models.CharField(blank=True, max_length=1000)),
                        ("licence", models.CharField(blank=True, max_length=200)),
                        ("licence_url", models.CharField(blank=True, max_length=1000)),
                        ("at", models.DateTimeField(default=moothall.kit.clock.now, editable=False)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="drawn", to="lessons.item"
                            ),
                        ),
                        (
                            "lesson",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE, related_name="drawn", to="lessons.lesson"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "drawn",
                    },
                ),
                migrations.CreateModel(
                    name="Brought",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("digest", models.CharField(max_length=64)),
                        ("origin", models.CharField(max_length=160)),
                        ("at", models.DateTimeField(default=moothall.kit.clock.now, editable=False)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="brought", to="lessons.item"
                            ),
                        ),
                        (
                            "lesson",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT, related_name="brought", to="lessons.lesson"
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="LessonAbout",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("thing", models.CharField(max_length=60)),
                        (
                            "lesson",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="abouts", to="lessons.lesson"
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="LessonUse",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("thing", models.CharField(max_length=60)),
                        ("number", models.PositiveSmallIntegerField(default=1)),
                        (
                            "verdict",
                            models.CharField(
                                choices=[("adopted", "Adopted"), ("not_applicable", "Not applicable")], max_length=14
                            ),
                        ),
                        ("reason", models.CharField(blank=True, max_length=400)),
                        ("at", models.DateTimeField(default=moothall.kit.clock.now, editable=False)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "lesson",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="uses", to="lessons.lesson"
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Subject",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("words", models.CharField(max_length=40)),
                        (
                            "lesson",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="subjects",
                                to="lessons.lesson",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Subscription",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=160)),
                        ("address", models.CharField(max_length=1000)),
                        ("title", models.CharField(blank=True, max_length=300)),
                        ("home", models.CharField(blank=True, max_length=1000)),
                        ("licence", models.CharField(blank=True, max_length=300)),
                        ("added_at", models.DateTimeField(default=moothall.kit.clock.now, editable=False)),
                        ("ended_at", models.DateTimeField(null=True)),
                        ("look_at", models.DateTimeField(default=moothall.kit.clock.now)),
                        ("looking_until", models.DateTimeField(null=True)),
                        ("looked_at", models.DateTimeField(null=True)),
                        ("heard_at", models.DateTimeField(null=True)),
                        ("read_at", models.DateTimeField(null=True)),
                        ("etag", models.CharField(blank=True, max_length=200)),
                        ("modified", models.CharField(blank=True, max_length=200)),
                        ("more", models.BooleanField(default=False)),
                        (
                            "fault",
                            models.CharField(
                                blank=True,
                                choices=[
                                    (
                                        "address",
                                        "That is no address of a feed. It begins with https:// or http:// and has no password in it.",
                                    ),
                                    (
                                        "unknown",
                                        "No such host is known. Check the address, or ask the other body whether it moved.",
                                    ),
                                    (
                                        "private",
                                        "The address leads to this machine or into a private network, where the hall does not look. Whoever runs the hall can allow it with MOOTHALL_EXCHANGE_PRIVATE.",
                                    ),
                                    (
                                        "unreached",
                                        "The other side can’t be reached. It may be down for a while; the hall tries again.",
                                    ),
                                    (
                                        "security",
                                        "The other side can’t prove who it is: its certificate is not valid for this address.",
                                    ),
                                    ("slow", "The other side answers too slowly. The hall tries again."),
                                    ("large", "What is there is more than the hall takes at once (2 MB)."),
                                    (
                                        "redirects",
                                        "The address leads on from page to page. Ask the other body for the feed’s own address.",
                                    ),
                                    (
                                        "downgrade",
                                        "The address leads from https:// to http://, where anybody between could change it.",
                                    ),
                                    (
                                        "refused",
                                        "The other side does not give the feed out. Ask the other body whether it is public.",
                                    ),
                                    (
                                        "missing",
                                        "There is nothing at this address any more. Ask the other body where its feed is now.",
                                    ),
                                    (
                                        "ended",
                                        "The other body says that this feed is gone for good. You can end the subscription.",
                                    ),
                                    ("broken", "The other side answers with an error. The hall tries again."),
                                    ("packed", "The feed comes packed in a way that the hall does not unpack."),
                                    (
                                        "web_page",
                                        "That is a web page and not a feed. Enter the address of the feed that the page names.",
                                    ),
                                    ("no_feed", "What is there is neither Atom, nor RSS, nor JSON Feed."),
                                    ("damaged", "The feed is damaged and can’t be read. Tell the other body."),
                                    (
                                        "doctype",
                                        "The feed declares a document type or entities of its own, which the hall never reads.",
                                    ),
                                    ("not_here", "Looking did not come to its end. The hall tries again."),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("fault_detail", models.CharField(blank=True, max_length=200)),
                        ("failures", models.PositiveIntegerField(default=0)),
                        ("failing_since", models.DateTimeField(null=True)),
                        ("token", models.UUIDField(editable=False, null=True, unique=True)),
                        (
                            "added_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "ended_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                ),
                migrations.AddField(
                    model_name="item",
                    name="subscription",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="items", to="lessons.subscription"
                    ),
                ),
                migrations.AddIndex(
                    model_name="lesson",
                    index=models.Index(fields=["-published_at", "-id"], name="lesson_newest_first"),
                ),
                migrations.AddIndex(
                    model_name="lesson",
                    index=models.Index(fields=["-public_at", "-id"], name="lesson_public_newest_first"),
                ),
                migrations.AddIndex(
                    model_name="lesson",
                    index=models.Index(fields=["author", "-id"], name="lesson_of_author"),
                ),
                migrations.AddConstraint(
                    model_name="lesson",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("kind__in", ["success", "failure"])), name="lesson_kind_known"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="lesson",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True), name="lesson_has_title"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="lesson",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("author", None), ("licence__in", ["OGL-UK-3.0", "CC-BY-4.0", "CC0-1.0"]), _connector="OR"
                        ),
                        name="lesson_of_ours_has_known_licence",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="lesson",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("published_at", None),
                            models.Q(
                                models.Q(("context", ""), _negated=True),
                                models.Q(("happened", ""), _negated=True),
                                models.Q(("why", ""), _negated=True),
                                models.Q(("would_do", ""), _negated=True),
                                models.Q(("licence", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="lesson_published_says_everything",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="lesson",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("author", None),
                            models.Q(("published_at", None), ("published_by", None)),
                            models.Q(
                                ("published_at__isnull", False),
                                ("published_by", models.F("author")),
                                ("published_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="lesson_published_by_its_author",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="lesson",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("public_at", None), ("public_by", None)),
                            models.Q(
                                ("public_at__isnull", False),
                                ("public_by__isnull", False),
                                ("published_at__isnull", False),
                                ("withdrawn_at", None),
                            ),
                            _connector="OR",
                        ),
                        name="lesson_public_once_published",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="lesson",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("withdrawn_at", None), ("withdrawn_by", None), ("withdrawn_reason", "")),
                            models.Q(
                                ("published_at__isnull", False),
                                ("withdrawn_at__isnull", False),
                                ("withdrawn_by__isnull", False),
                                models.Q(("withdrawn_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="lesson_withdrawn_for_a_reason",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="drawn",
                    constraint=models.UniqueConstraint(fields=("item", "by"), name="drawn_once_by_a_person"),
                ),
                migrations.AddConstraint(
                    model_name="drawn",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("origin", ""), _negated=True), models.Q(("title", ""), _negated=True)
                        ),
                        name="drawn_from_somewhere",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="brought",
                    constraint=models.UniqueConstraint(fields=("item", "digest"), name="brought_once_as_it_was"),
                ),
                migrations.AddIndex(
                    model_name="lessonabout",
                    index=models.Index(fields=["thing", "lesson"], name="lesson_by_thing"),
                ),
                migrations.AddConstraint(
                    model_name="lessonabout",
                    constraint=models.UniqueConstraint(fields=("lesson", "thing"), name="lesson_about_once"),
                ),
                migrations.AddConstraint(
                    model_name="lessonabout",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("thing__contains", ":")), name="lesson_about_a_thing"
                    ),
                ),
                migrations.AddIndex(
                    model_name="lessonuse",
                    index=models.Index(fields=["thing", "lesson"], name="lesson_use_by_thing"),
                ),
                migrations.AddConstraint(
                    model_name="lessonuse",
                    constraint=models.UniqueConstraint(
                        fields=("lesson", "thing", "number"), name="lesson_use_numbered_once"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="lessonuse",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("verdict__in", ["adopted", "not_applicable"])),
                        name="lesson_use_verdict_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="lessonuse",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("thing__contains", ":")), name="lesson_use_for_a_thing"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="lessonuse",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("number__gte", 1)), name="lesson_use_numbered_from_one"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="lessonuse",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("verdict", "not_applicable"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="lesson_use_not_applicable_for_a_reason",
                    ),
                ),
                migrations.AddIndex(
                    model_name="subject",
                    index=models.Index(fields=["words", "lesson"], name="lesson_by_subject"),
                ),
                migrations.AddConstraint(
                    model_name="subject",
                    constraint=models.UniqueConstraint(fields=("lesson", "words"), name="lesson_subject_once"),
                ),
                migrations.AddConstraint(
                    model_name="subject",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("words", ""), _negated=True), name="lesson_subject_has_words"
                    ),
                ),
                migrations.AddIndex(
                    model_name="subscription",
                    index=models.Index(
                        condition=models.Q(("ended_at", None)), fields=["look_at"], name="subscription_next"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="subscription",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)), fields=("address",), name="subscription_once"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="subscription",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("name", ""), _negated=True), models.Q(("address", ""), _negated=True)
                        ),
                        name="subscription_of_somebody_somewhere",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="subscription",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("address__startswith", "https://"), ("address__startswith", "http://"), _connector="OR"
                        ),
                        name="subscription_on_the_web",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="subscription",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at", None), ("ended_by", None)),
                            ("ended_at__isnull", False),
                            _connector="OR",
                        ),
                        name="subscription_ended_once",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="subscription",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("fault", ""),
                            (
                                "fault__in",
                                [
                                    "address",
                                    "unknown",
                                    "private",
                                    "unreached",
                                    "security",
                                    "slow",
                                    "large",
                                    "redirects",
                                    "downgrade",
                                    "refused",
                                    "missing",
                                    "ended",
                                    "broken",
                                    "packed",
                                    "web_page",
                                    "no_feed",
                                    "damaged",
                                    "doctype",
                                    "not_here",
                                ],
                            ),
                            _connector="OR",
                        ),
                        name="subscription_fault_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="subscription",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("failing_since", None), ("failures", 0), ("fault", "")),
                            models.Q(
                                ("failing_since__isnull", False),
                                ("failures__gte", 1),
                                models.Q(("fault", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="subscription_fails_for_a_reason",
                    ),
                ),
                migrations.AddIndex(
                    model_name="item",
                    index=models.Index(fields=["-first_seen", "-id"], name="item_newest_first"),
                ),
                migrations.AddIndex(
                    model_name="item",
                    index=models.Index(fields=["kind", "-first_seen", "-id"], name="item_of_kind_newest_first"),
                ),
                migrations.AddConstraint(
                    model_name="item",
                    constraint=models.UniqueConstraint(fields=("subscription", "key"), name="item_once_of_a_body"),
                ),
                migrations.AddConstraint(
                    model_name="item",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("kind__in", ["lesson", "policy", "appraisal", "other"])),
                        name="item_kind_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="item",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True), name="item_has_title"
                    ),
                ),
            ]
        )
    ]
