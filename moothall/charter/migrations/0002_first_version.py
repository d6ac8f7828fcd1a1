"""The first version of the charter, so that anybody can sign from the first day."""

import hashlib

from django.db import migrations
from django.utils import timezone

TITLE = "The charter for business change"
INTRODUCTION = (
    "A new tool is worth nothing in itself. What counts is what changes for the people we work for, and one can do "
    "good work and fail at that, both at once. So whoever of us begins, owns or guides a change makes these "
    "commitments, and lets the records show whether they are kept."
)
SOURCE = "Carl Haggerty’s personal charter for business change, in our own words"
COMMITMENTS = (
    (
        "people",
        "People",
        "We involve the people it touches, inside and outside, when we design it, build it and bring it in.",
    ),
    ("purpose", "Purpose", "We act only where our own plans say that the outcome matters."),
    ("value", "Value", "We have a plan for the value: who owns it, how it is measured, when it is read."),
    ("risk", "Risk", "We say what could go wrong, act on it, and share what went well and what did not."),
    ("owner", "Owner", "The change has an owner in the business. Technology alone brings no value."),
    ("measure", "Measure", "Value is what our strategies and operating plans say it is."),
    ("guide", "Guide", "Nobody here is a guru. We guide, support and influence."),
)


def canonical() -> str:
    """The text of which the hash is taken; a test compares it with what the room makes of the rows."""
    lines = [f"# {TITLE}", "", "Version 1", "", INTRODUCTION, ""]
    lines += [f"{number}. **{short}**: {words}" for number, (_, short, words) in enumerate(COMMITMENTS, start=1)]
    return "\n".join([*lines, "", f"Source: {SOURCE}"]) + "\n"


def write(apps, schema_editor):
    """Put the first version in, adopted by nobody; where there is a charter already it stays alone."""
    charter = apps.get_model("charter", "Charter")
    if charter.objects.exists():
        return
    now = timezone.now()
    made = charter.objects.create(
        number=1,
        title=TITLE,
        introduction=INTRODUCTION,
        source=SOURCE,
        digest=hashlib.sha256(canonical().encode()).hexdigest(),
        begun_at=now,
        adopted_at=now,
    )
    for number, (key, short, words) in enumerate(COMMITMENTS, start=1):
        apps.get_model("charter", "Commitment").objects.create(
            charter=made, number=number, short=short, words=words, check_key=key
        )


def take_out(apps, schema_editor):
    """Take the first version out, with what hangs on it."""
    for name in ("Withdrawal", "Signature", "Invitation", "Commitment", "Charter"):
        apps.get_model("charter", name).objects.all().delete()


class Migration(migrations.Migration):
    """One row and its seven commitments."""

    dependencies = [("charter", "0001_tables")]
    operations = [migrations.RunPython(write, take_out)]
