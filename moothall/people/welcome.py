"""A new starter's steps, as the rooms registered them, and the place of one among them."""

from dataclasses import dataclass
from datetime import timedelta

from django.urls import reverse

from moothall.kit import clock
from moothall.kit.registries import Person, WelcomeStep, Words, welcome_steps
from moothall.people.models import User

NEW_FOR = timedelta(days=14)


@dataclass(frozen=True)
class Place:
    """One step among the others: `Step 2 of 4`, and where to go after it."""

    number: int
    of: int
    next_url: str


@dataclass(frozen=True)
class Todo:
    """What the desk still suggests to someone new."""

    label: Words
    url: str
    done: bool


def place(user: User, key: str) -> Place:
    """Where a step stands for this person; raises ValueError for one that is not theirs."""
    steps = _steps(user)
    at = [step.key for step in steps].index(key)
    following = steps[at + 1 :]
    return Place(at + 1, len(steps), reverse(following[0].url_name if following else "home:desk"))


def first_url(user: User) -> str:
    """The first step that is not done, or the desk."""
    return next((reverse(step.url_name) for step in _steps(user) if not step.done(user)), reverse("home:desk"))


def card(person: Person) -> list[Todo] | None:
    """The first days' list for the desk: gone when all is done, or after two weeks."""
    if not isinstance(person, User) or person.joined_at < clock.now() - NEW_FOR:
        return None
    todo = [Todo(step.label, reverse(step.url_name), step.done(person)) for step in _steps(person)]
    return todo if not all(item.done for item in todo) else None


def _steps(user: User) -> list[WelcomeStep]:
    return [step for step in welcome_steps if step.shown_to(user)]
