"""What anybody may read of the policies that are published."""

from dataclasses import dataclass
from typing import cast

from moothall.kit.pages import Slice, keyset
from moothall.policies.models import Policy
from moothall.policies.queries import reading, standing
from moothall.policies.queries.standing import State

PAGE = 50


@dataclass(frozen=True)
class Published:
    """A published policy with its adopted versions, newest first."""

    policy: Policy
    steps: tuple[reading.Step, ...]

    def step(self, number: int | None) -> reading.Step | None:
        """The version with a number; without one, the one that holds, else the one that is coming, else the last."""
        if number is not None:
            return next((step for step in self.steps if step.version.number == number), None)
        for state in (State.IN_FORCE, State.WITHDRAWN, State.COMING):
            found = next((step for step in self.steps if step.state == state), None)
            if found is not None:
                return found
        return None

    def before(self, step: reading.Step) -> reading.Step | None:
        """The version before another."""
        return next((each for each in self.steps if each.version.number < step.version.number), None)

    @property
    def owner_job(self) -> str:
        """What the owner does; never who they are."""
        return self.policy.owner.job if self.policy.owner else ""


def every(after: str | None) -> Slice[Policy]:
    """A page of the published policies that hold or are coming, by title."""
    found = standing.with_standing(Policy.objects.public().filter(withdrawn_at__isnull=True))
    return keyset(found, by=("title", "pk"), after=after, size=PAGE)


def policy(slug: str) -> Published | None:
    """A published policy with its history; withdrawn ones stay readable where they stood."""
    found = standing.with_standing(Policy.objects.public().filter(slug=slug))
    one = found.select_related("owner").prefetch_related("audience").first()
    if one is None:
        return None
    return Published(one, tuple(reading.steps(one, one.versions.adopted(), begun=cast(standing.Standing, one).begun)))
