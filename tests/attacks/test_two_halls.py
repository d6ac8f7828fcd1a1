"""Two halls, each with its own data, database, web server and worker: one follows what the other publishes."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from moothall.kit.testing import CommittedDatabase, another_database
from moothall.lessons.models import Item, Lesson, Subscription
from moothall.people.models import Role
from moothall.people.tests import make
from tests.attacks.living import Browser, LivingHall, eventually

PUBLISH = """
from moothall.lessons.actions import publishing
from moothall.lessons.tests import make_exchange
from moothall.people.models import Role
from moothall.people.tests import make as people
from moothall.policies.actions import policies
from moothall.policies.tests import make as of_policies
from moothall.risks.actions import appraisals
from moothall.risks.tests import make as of_risks
admin = people.user("Ida Else", roles=(Role.ADMINISTRATOR,))
author, other = people.user("Una Else"), people.user("Ugo Else")
lesson = make_exchange.public_lesson(by=author, title="Ask the front desk first")
policies.publish(of_policies.adopted(by=admin, stakeholder=author, title="Talking in the open"), by=admin)
asked = of_risks.decided(by=author, approver=other).round.appraisal
appraisals.publish(asked, by=author)
print(lesson.pk)
"""
WITHDRAW = """
from moothall.lessons.actions import publishing
from moothall.lessons.models import Lesson
lesson = Lesson.objects.get()
publishing.withdraw(lesson, by=lesson.author, reason="It was wrong")
"""


@dataclass(frozen=True)
class Set(CommittedDatabase):
    """A database, and what its hall is set to besides."""

    more: Mapping[str, str] = field(default_factory=dict)

    @property
    def env(self) -> dict[str, str]:
        """The environment of that hall."""
        return super().env | dict(self.more)

    def python(self, code: str) -> str:
        """Run code in that hall and return what it prints."""
        process = self.start_python(code)
        output, errors = process.communicate(timeout=240)
        assert process.returncode == 0, errors
        return output


@contextmanager
def hall(url: str, **more: str) -> Iterator[LivingHall]:
    """A hall at an address of its own, not yet open."""
    found = LivingHall(CommittedDatabase(url))
    found.database = Set(url, {"MOOTHALL_URL": f"http://127.0.0.1:{found.port}", **more})
    try:
        yield found
    finally:
        found.stop()


def test_one_hall_follows_another(committed_db: CommittedDatabase, tmp_path: Path) -> None:
    (tmp_path / "theirs").mkdir()
    data = tmp_path / "theirs" / "data"
    own = {"MOOTHALL_DATA": str(data), "MOOTHALL_AUDIT_ANCHOR": str(data / "audit" / "heads.log")}
    with (
        another_database(tmp_path / "theirs") as url,
        hall(url, MOOTHALL_COUNCIL_NAME="Elmbridge Council", **own) as theirs,
        hall(committed_db.url, MOOTHALL_EXCHANGE_PRIVATE="yes") as ours,
    ):
        assert isinstance(theirs.database, Set)
        theirs.database.python(PUBLISH)
        theirs.start()
        admin, priya = make.user("Ada Minton", roles=(Role.ADMINISTRATOR,)), make.user("Priya Raman")
        ours.start()
        address = f"http://127.0.0.1:{theirs.port}/lessons/published/everything.json"
        follow(ours, Browser(ours.port, admin), address)
        reads_and_uses(ours, Browser(ours.port, priya))
        theirs.database.python(WITHDRAW)
        body = Subscription.objects.get()
        asked = Browser(ours.port, admin).post(f"/lessons/bodies/{body.pk}/look/")
        assert asked.status == 302
        eventually(lambda: Item.objects.filter(gone_at__isnull=False).count() == 1, "it did not see what was withdrawn")
        assert Lesson.objects.get().title == "Ask the front desk first"  # what was brought in stays
        theirs.kill("web")
        Browser(ours.port, admin).post(f"/lessons/bodies/{body.pk}/look/")
        eventually(lambda: Subscription.objects.get().is_failing, "it did not see that the other hall is away")
        assert Item.objects.filter(gone_at=None).count() == 2


def follow(ours: LivingHall, browser: Browser, address: str) -> None:
    """An administrator enters the other hall's feed, and the worker looks at once."""
    sent = browser.post("/lessons/bodies/", name="Elmbridge Council", address=address)
    assert sent.status == 302, sent.body
    eventually(lambda: Subscription.objects.get().heard_at is not None, "our worker did not look")
    kinds = sorted(Item.objects.values_list("kind", flat=True))
    assert kinds == ["appraisal", "lesson", "policy"], (kinds, Subscription.objects.get().fault)


def reads_and_uses(ours: LivingHall, browser: Browser) -> None:
    """Somebody on the staff reads all three beside the council's own, and brings the lesson in."""
    listed = browser.get("/lessons/others/").body.decode()
    assert "Ask the front desk first" in listed
    assert "From Elmbridge Council." in listed
    for item in Item.objects.all():
        page = browser.get(item.get_absolute_url()).body.decode()
        assert "From Elmbridge Council, in their words." in page
        assert "Open Government Licence v3.0" in page
        assert "Else" not in json.dumps(item.data)  # no name of their staff
    appraisal = Item.objects.get(kind="appraisal")
    assert appraisal.data["decision"]["option"]
    assert any("shift" in line for risk in appraisal.data["risks"] for line in risk["under"].values())
    assert Item.objects.get(kind="policy").data["texts"][0]["clauses"]
    lesson = Item.objects.get(kind="lesson")
    brought = browser.post(f"/lessons/others/{lesson.pk}/bring-in/")
    assert brought.status == 302
    made = Lesson.objects.get()
    assert (made.origin, made.would_do) == ("Elmbridge Council", "Begin with two branches.")
    assert brought.place == made.get_absolute_url()
    assert "These are the words of Elmbridge Council" in browser.get(brought.place).body.decode()
