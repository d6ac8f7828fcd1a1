import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import moothall.kit.clock
from moothall.kit.migrating import NewTables


class Migration(migrations.Migration):
    """Every table of this room."""

    initial = True

    replaces = [  # what made these tables before, for halls that ran it
        ("spaces", "0001_initial"),
        ("spaces", "0002_drafts"),
        ("spaces", "0003_follow_and_feed_keys"),
        ("spaces", "0004_markings"),
        ("spaces", "0005_count_removed"),
        ("spaces", "0006_clause_quotes"),
        ("spaces", "0007_polls"),
    ]

    dependencies = [
        ("files", "0001_tables"),
        ("policies", "0001_tables"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        NewTables(
            [
                migrations.CreateModel(
                    name="Conversation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("title", models.CharField(max_length=200)),
                        ("created_at", models.DateTimeField(default=moothall.kit.clock.now, editable=False)),
                        ("last_post_at", models.DateTimeField(default=moothall.kit.clock.now, editable=False)),
                        ("last_number", models.PositiveIntegerField(default=0, editable=False)),
                        (
                            "started_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Poll",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("question", models.CharField(max_length=200)),
                        ("several", models.BooleanField(default=False)),
                        ("anonymous", models.BooleanField(default=False)),
                        (
                            "shows",
                            models.CharField(
                                choices=[
                                    ("at_once", "At once"),
                                    ("answered", "Once one has answered"),
                                    ("closed", "When it has closed"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("asked_at", models.DateTimeField(default=moothall.kit.clock.now, editable=False)),
                        ("closes_at", models.DateTimeField(null=True)),
                        ("closed_at", models.DateTimeField(editable=False, null=True)),
                        ("removed_at", models.DateTimeField(editable=False, null=True)),
                        ("removed_reason", models.CharField(blank=True, max_length=400)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="polls",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "closed_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "conversation",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="poll",
                                to="spaces.conversation",
                            ),
                        ),
                        (
                            "removed_by",
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
                    name="PollChoice",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("place", models.PositiveSmallIntegerField()),
                        ("words", models.CharField(max_length=120)),
                        (
                            "poll",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="choices", to="spaces.poll"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("place",),
                    },
                ),
                migrations.CreateModel(
                    name="Post",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        ("body", models.TextField()),
                        ("html", models.TextField()),
                        ("created_at", models.DateTimeField(default=moothall.kit.clock.now, editable=False)),
                        ("edited_at", models.DateTimeField(editable=False, null=True)),
                        ("removed_at", models.DateTimeField(editable=False, null=True)),
                        ("removed_reason", models.CharField(blank=True, max_length=400)),
                        ("token", models.UUIDField(editable=False, null=True, unique=True)),
                        (
                            "author",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="posts",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "conversation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="posts",
                                to="spaces.conversation",
                            ),
                        ),
                        (
                            "removed_by",
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
                    name="Mention",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="mentions",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "post",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="mentions", to="spaces.post"
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="ClauseQuote",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "clause",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="policies.clause"
                            ),
                        ),
                        (
                            "post",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="clause_quotes",
                                to="spaces.post",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Attachment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=150)),
                        ("content_type", models.CharField(max_length=200)),
                        ("size", models.PositiveBigIntegerField()),
                        (
                            "blob",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.blob"
                            ),
                        ),
                        (
                            "post",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="attachments",
                                to="spaces.post",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="PostRevision",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("body", models.TextField()),
                        ("html", models.TextField()),
                        ("replaced_at", models.DateTimeField(default=moothall.kit.clock.now, editable=False)),
                        (
                            "post",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="revisions", to="spaces.post"
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="ReadMark",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        ("read_at", models.DateTimeField()),
                        (
                            "conversation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="read_marks",
                                to="spaces.conversation",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Space",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "marking",
                            models.CharField(
                                choices=[("official", "OFFICIAL"), ("sensitive", "OFFICIAL-SENSITIVE")],
                                default="official",
                                max_length=9,
                                verbose_name="marking",
                            ),
                        ),
                        (
                            "handling",
                            models.CharField(blank=True, default="", max_length=400, verbose_name="handling notes"),
                        ),
                        ("name", models.CharField(max_length=120, verbose_name="name")),
                        ("slug", models.SlugField(max_length=80, unique=True)),
                        ("purpose", models.CharField(max_length=400, verbose_name="purpose")),
                        (
                            "openness",
                            models.CharField(
                                choices=[("open", "Open"), ("closed", "Closed"), ("private", "Private")],
                                max_length=8,
                                verbose_name="openness",
                            ),
                        ),
                        ("official", models.BooleanField(default=False, verbose_name="official")),
                        ("guests_allowed", models.BooleanField(default=False, verbose_name="guests may be invited")),
                        ("created_at", models.DateTimeField(default=moothall.kit.clock.now, editable=False)),
                        ("token", models.UUIDField(editable=False, null=True, unique=True)),
                        (
                            "created_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Membership",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("facilitator", models.BooleanField(default=False)),
                        ("joined_at", models.DateTimeField(default=moothall.kit.clock.now, editable=False)),
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
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="memberships",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "space",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="memberships",
                                to="spaces.space",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Follow",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "level",
                            models.CharField(choices=[("followed", "Followed"), ("muted", "Muted")], max_length=8),
                        ),
                        ("since", models.DateTimeField(default=moothall.kit.clock.now)),
                        (
                            "conversation",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="follows",
                                to="spaces.conversation",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="follows",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "space",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="follows",
                                to="spaces.space",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Draft",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("title", models.CharField(blank=True, max_length=200)),
                        ("body", models.TextField(blank=True)),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("token", models.UUIDField(null=True)),
                        ("saved_at", models.DateTimeField(default=moothall.kit.clock.now)),
                        (
                            "conversation",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="drafts",
                                to="spaces.conversation",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="drafts",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "space",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="drafts",
                                to="spaces.space",
                            ),
                        ),
                    ],
                ),
                migrations.AddField(
                    model_name="conversation",
                    name="space",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="conversations", to="spaces.space"
                    ),
                ),
                migrations.CreateModel(
                    name="Voter",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField(default=moothall.kit.clock.now)),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "poll",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="voters", to="spaces.poll"
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Ballot",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("chosen", models.PositiveSmallIntegerField()),
                        ("link", models.CharField(max_length=64, null=True)),
                        (
                            "poll",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="ballots", to="spaces.poll"
                            ),
                        ),
                        (
                            "voter",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="ballot",
                                to="spaces.voter",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="FeedKey",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("label", models.CharField(max_length=80)),
                        ("digest", models.CharField(editable=False, max_length=64, unique=True)),
                        ("made_at", models.DateTimeField(default=moothall.kit.clock.now, editable=False)),
                        ("used_at", models.DateTimeField(editable=False, null=True)),
                        ("revoked_at", models.DateTimeField(editable=False, null=True)),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="feed_keys",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["user", "-made_at", "-id"], name="feed_key_newest")],
                    },
                ),
                migrations.AddIndex(
                    model_name="poll",
                    index=models.Index(
                        condition=models.Q(("closed_at__isnull", True)),
                        fields=["closes_at"],
                        name="poll_still_to_close",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="poll",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("question", ""), _negated=True), name="poll_asks_something"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="poll",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("shows__in", ["at_once", "answered", "closed"])), name="poll_shows_known"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="poll",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("anonymous", False), ("shows", "closed"), _connector="OR"),
                        name="poll_anonymous_shows_when_closed",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="poll",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("closed_by__isnull", True), ("closed_at__isnull", False), _connector="OR"),
                        name="poll_closed_by_at_a_time",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="poll",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("removed_at__isnull", True), ("removed_by__isnull", True), ("removed_reason", "")
                            ),
                            models.Q(
                                ("closed_at__isnull", False),
                                ("removed_at__isnull", False),
                                ("removed_by__isnull", False),
                                models.Q(("removed_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="poll_stands_or_was_removed_for_a_reason",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="pollchoice",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("words", ""), _negated=True), name="poll_choice_says_something"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="pollchoice",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("place__lt", 10)), name="poll_choice_among_ten"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="pollchoice",
                    constraint=models.UniqueConstraint(fields=("poll", "place"), name="poll_choice_in_its_place"),
                ),
                migrations.AddConstraint(
                    model_name="pollchoice",
                    constraint=models.UniqueConstraint(fields=("poll", "words"), name="poll_choice_said_once"),
                ),
                migrations.AddIndex(
                    model_name="post",
                    index=models.Index(
                        condition=models.Q(("removed_at__isnull", False)), fields=["conversation"], name="post_removed"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="post",
                    constraint=models.UniqueConstraint(fields=("conversation", "number"), name="post_numbered_once"),
                ),
                migrations.AddConstraint(
                    model_name="post",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("removed_at__isnull", True),
                                ("removed_by__isnull", True),
                                ("removed_reason", ""),
                                models.Q(("body", ""), _negated=True),
                            ),
                            models.Q(
                                ("body", ""),
                                ("html", ""),
                                ("removed_at__isnull", False),
                                ("removed_by__isnull", False),
                                models.Q(("removed_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="post_stands_or_was_removed_for_a_reason",
                    ),
                ),
                migrations.AddIndex(
                    model_name="mention",
                    index=models.Index(fields=["user", "-post"], name="mention_newest"),
                ),
                migrations.AddConstraint(
                    model_name="mention",
                    constraint=models.UniqueConstraint(fields=("post", "user"), name="named_once_in_post"),
                ),
                migrations.AddIndex(
                    model_name="clausequote",
                    index=models.Index(fields=["clause", "-post"], name="clause_quote_newest"),
                ),
                migrations.AddConstraint(
                    model_name="clausequote",
                    constraint=models.UniqueConstraint(fields=("post", "clause"), name="clause_quoted_once_in_post"),
                ),
                migrations.AddConstraint(
                    model_name="readmark",
                    constraint=models.UniqueConstraint(fields=("user", "conversation"), name="read_mark_once"),
                ),
                migrations.AddIndex(
                    model_name="space",
                    index=models.Index(fields=["openness", "name"], name="space_by_openness"),
                ),
                migrations.AddConstraint(
                    model_name="space",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("openness__in", ["open", "closed", "private"])), name="space_openness_known"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="space",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="space_has_name"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="space",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("marking__in", ["official", "sensitive"])), name="space_marking_known"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="space",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("marking", "sensitive"), ("handling", ""), _connector="OR"),
                        name="space_handling_goes_with_marking",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="space",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("marking", "sensitive"), _negated=True),
                            ("guests_allowed", False),
                            _connector="OR",
                        ),
                        name="space_sensitive_takes_no_guests",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="space",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("marking", "sensitive"), _negated=True),
                            models.Q(("openness", "open"), _negated=True),
                            _connector="OR",
                        ),
                        name="space_sensitive_is_not_open",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="membership",
                    constraint=models.UniqueConstraint(fields=("space", "user"), name="space_joined_once"),
                ),
                migrations.AddConstraint(
                    model_name="follow",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("conversation__isnull", False)),
                        fields=("conversation", "user"),
                        name="follow_conversation_once",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="follow",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("space__isnull", False)), fields=("space", "user"), name="follow_space_once"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="follow",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("conversation__isnull", False), ("space__isnull", True)),
                            models.Q(("conversation__isnull", True), ("space__isnull", False)),
                            _connector="OR",
                        ),
                        name="follow_has_one_place",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="follow",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("level__in", ["followed", "muted"])), name="follow_level_known"
                    ),
                ),
                migrations.AddIndex(
                    model_name="draft",
                    index=models.Index(fields=["user", "-saved_at", "-id"], name="draft_newest"),
                ),
                migrations.AddConstraint(
                    model_name="draft",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("conversation__isnull", False)),
                        fields=("user", "conversation"),
                        name="draft_reply_once",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="draft",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("space__isnull", False)), fields=("user", "space"), name="draft_start_once"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="draft",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("conversation__isnull", True), ("space__isnull", True)),
                        fields=("user",),
                        name="draft_nowhere_once",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="draft",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("space__isnull", True), ("conversation__isnull", True), _connector="OR"),
                        name="draft_has_one_place",
                    ),
                ),
                migrations.AddIndex(
                    model_name="conversation",
                    index=models.Index(fields=["space", "-last_post_at", "-id"], name="conversation_newest"),
                ),
                migrations.AddConstraint(
                    model_name="conversation",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True), name="conversation_has_title"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="voter",
                    constraint=models.UniqueConstraint(fields=("poll", "person"), name="poll_answered_once"),
                ),
                migrations.AddConstraint(
                    model_name="ballot",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("chosen__gt", 0), ("chosen__lt", 1024)), name="ballot_chooses"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="ballot",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("voter__isnull", True), ("link__isnull", True), _connector="OR"),
                        name="ballot_one_tie",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="ballot",
                    constraint=models.UniqueConstraint(fields=("poll", "link"), name="ballot_linked_once"),
                ),
            ]
        )
    ]
