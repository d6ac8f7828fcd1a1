"""Making the demo council, in the order in which things would have happened."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone

from moothall.home.demo import cast, letters, talk
from moothall.home.demo.assets import make_assets
from moothall.home.demo.change import make_change
from moothall.home.demo.charter import make_charter
from moothall.home.demo.holds import make_a_hold
from moothall.home.demo.policies import make_policies
from moothall.home.demo.requests import make_requests
from moothall.home.demo.retention import make_retention
from moothall.home.demo.risks import make_appraisals
from moothall.home.demo.systems import make_systems
from moothall.kit import clock
from moothall.mail.tests import make as make_mail
from moothall.people.actions.teams import set_function
from moothall.people.models import Team, User
from moothall.people.tests import make as make_people
from moothall.search import writer
from moothall.spaces.models import Conversation, Openness
from moothall.spaces.tests import make as make_talk

FOUNDED_DAYS_AGO = 40


@dataclass(frozen=True)
class Made:
    """What the demo council consists of."""

    people: int
    spaces: int
    posts: int
    messages: int


def make() -> Made:
    """Make people, spaces, talk and mail, and have all of it found."""
    now = clock.now()
    with transaction.atomic():
        people = _people(_moment(now, FOUNDED_DAYS_AGO, 9.0))
        posts = _talk(now, people)
        make_systems(now, people)
        make_assets(now, people)
        make_policies(now, people)
        make_retention(now, people)
        make_appraisals(now, people)
        make_change(now, people)
        make_charter(now, people)
        make_requests(now, people)
    messages = sum(_mailbox(box, now, people) for box in letters.BOXES)
    writer.drain(wait=30)
    make_a_hold(now, people)
    return Made(len(people), len(talk.PLACES), posts, messages)


def _people(moment: datetime) -> dict[str, User]:
    with clock.at(moment):
        teams: dict[str, Team] = {}
        for name, parent in cast.TEAMS:
            teams[name] = make_people.team(name, parent=teams[parent] if parent else None)
        for name, function in cast.FUNCTIONS.items():
            set_function(teams[name], by=None, function=function)
        return {
            part.key: make_people.user(
                part.name,
                part.kind,
                roles=part.roles,
                team=teams.get(part.team),
                job=part.job,
                organisation=part.organisation,
                ask_about=part.ask_about,
            )
            for part in cast.PEOPLE
        }


def _talk(now: datetime, people: dict[str, User]) -> int:
    """Every space at the founding; then every post in the order of its time."""
    spaces = {}
    with clock.at(_moment(now, FOUNDED_DAYS_AGO - 1, 9.0)):
        for place in talk.PLACES:
            spaces[place.name] = make_talk.space(
                name=place.name,
                purpose=place.purpose,
                by=people[place.by],
                openness=Openness(place.openness),
                guests_allowed=place.guests,
                official=place.official,
                members=[people[key] for key in place.members],
            )
    said = [
        (_moment(now, post.days, post.hour), place, subject, post)
        for place in talk.PLACES
        for subject in place.talks
        for post in subject.posts
    ]
    begun: dict[str, Conversation] = {}
    for moment, place, subject, post in sorted(said, key=lambda item: item[0]):
        files = [SimpleUploadedFile(name, data) for name, data in post.files.items()]
        with clock.at(min(moment, now - timedelta(minutes=2))):
            if subject.title in begun:
                make_talk.post(begun[subject.title], by=people[post.who], body=post.words, files=files)
                continue
            begun[subject.title] = make_talk.conversation(
                spaces[place.name], by=people[post.who], title=subject.title, body=post.words, files=files
            )
    return len(said)


def _mailbox(box: letters.Box, now: datetime, people: dict[str, User]) -> int:
    """A mailbox, handed out at the founding, and its letters brought in today."""
    with clock.at(_moment(now, FOUNDED_DAYS_AGO, 10.0)):
        mailbox = make_mail.mailbox(
            box.address, owner=people[box.owner], others=[people[key] for key in box.custodians]
        )
    messages = [
        make_mail.eml(
            letter.subject,
            letter.words,
            sender=letter.sender,
            to=box.address,
            message_id=_message_id(letter.key),
            replies_to=[_message_id(letter.answers)] if letter.answers else (),
            at=_moment(now, letter.days, letter.hour),
        )
        for letter in box.letters
    ]
    make_mail.brought_in(mailbox, messages, name=f"{box.name.lower()}.mbox")
    return len(messages)


def _message_id(key: str) -> str:
    return f"<{key}@demo.wexmoor.example>"


def _moment(now: datetime, days: int, hour: float) -> datetime:
    """`days` before now, at an hour of the council's day."""
    start = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    return start - timedelta(days=days) + timedelta(hours=hour)
