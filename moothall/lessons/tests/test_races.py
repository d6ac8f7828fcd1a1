"""Two at the same moment: one publishes while the other writes, both use, the same form comes twice."""

import random
import time
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, OperationalError, transaction

from moothall.kit.testing import CommittedDatabase, at_once
from moothall.lessons.actions import drafts, publishing
from moothall.lessons.models import Lesson, LessonUse, Subject
from moothall.lessons.tests import make
from moothall.people.models import User
from moothall.people.tests import make as make_people
from moothall.records.tests import make_systems

TRIES = 6


@pytest.fixture
def priya(committed_db: CommittedDatabase) -> User:
    return make_people.user("Priya Raman")


def soon() -> None:
    time.sleep(random.random() / 50)


def test_nothing_is_written_into_a_lesson_while_it_is_published(priya: User) -> None:
    def publish(written: Lesson) -> Callable[[], str]:
        def run() -> str:
            soon()
            publishing.publish(written, by=priya)
            return "published"

        return run

    def write(written: Lesson) -> Callable[[], str]:
        def run() -> str:
            soon()
            try:
                drafts.edit_draft(written, by=priya, words=make.words("Another", applies_to=("roads",)))
            except PermissionDenied:
                return "refused"
            return "written"

        return run

    def push_in(written: Lesson) -> Callable[[], str]:
        def run() -> str:
            try:
                with transaction.atomic():
                    soon()
                    Subject.objects.create(lesson=written, words="pushed in")
                    soon()
            except (IntegrityError, OperationalError):
                return "refused"
            return "written"

        return run

    for _try in range(TRIES):
        written = make.draft(by=priya)
        said = at_once([publish(written), write(written), push_in(written)])
        written.refresh_from_db()
        assert not written.is_draft
        if said[1] == "refused":
            assert written.title == "Ask the front desk first"
        there = set(written.subjects.values_list("words", flat=True))
        assert ("roads" in there) is (said[1] == "written")


def test_two_who_use_a_lesson_at_once_both_have_their_say(priya: User) -> None:
    gareth = make_people.user("Gareth Pugh")
    thing = f"system:{make_systems.system(by=gareth_may_add(), owner=gareth).pk}"
    for number in range(TRIES):
        learned = make.lesson(by=priya, title=f"Lesson {number}")

        def adopt(learned: Lesson = learned) -> int:
            soon()
            return make.adopted(learned, by=gareth, thing=thing).number

        def set_aside(learned: Lesson = learned) -> int:
            soon()
            return make.set_aside(learned, by=gareth, thing=thing).number

        assert sorted(at_once([adopt, set_aside])) == [1, 2]
        assert LessonUse.objects.counting().filter(lesson=learned).count() == 1


def gareth_may_add() -> User:
    from moothall.people.models import Role

    return make_people.user("Ada Minton", roles=(Role.ADMINISTRATOR,))


def test_the_same_form_at_the_same_moment_begins_one_lesson(priya: User) -> None:
    token = uuid4()

    def write() -> int:
        return drafts.draft(by=priya, words=make.words(), token=token).pk

    assert len(set(at_once([write, write, write]))) == 1
