"""The portfolio and the evidence cards of many initiatives, against the same numbers asked row by row.

The peer is what an ORM invites one to write: for each initiative its benefits, for each benefit its measure and its
last reading. Both read the same database in the same run.

python -m bench.change [--initiatives N] [--benefits N] [--rounds N]
"""

import argparse
import time
from collections.abc import Callable
from statistics import median

from bench import hall

AIM_MS = 300
PAGES = {
    "portfolio": "/change/portfolio/",
    "cards": "/charter/cards/",
    "one card": "/charter/cards/{pk}/",
    "my value": "/charter/value/",
    "changes": "/change/",
}


def main() -> None:
    """Fill a hall, measure every page, and print how it compares with asking row by row."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--initiatives", type=int, default=500)
    parser.add_argument("--benefits", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    with hall.data_folder() as data:
        hall.run([*hall.MOOTHALL, "migrate", "-v0"], MOOTHALL_DATA=str(data))
        hall.run([*hall.MOOTHALL, "demo"], MOOTHALL_DATA=str(data))
        hall.setup(data)
        fill(options.initiatives, options.benefits)
        print(f"{options.initiatives} initiatives, {options.benefits} benefits each")
        measured(options.rounds)


def fill(initiatives: int, benefits: int) -> None:
    """So many initiatives, with ten readings of every benefit; all are Priya's to guide."""
    from django.db import transaction

    from moothall.change.models import Initiative, Objective
    from moothall.change.tests import make_many
    from moothall.people.models import User

    priya, bethan = (User.objects.get(handle=handle) for handle in ("priya-raman", "bethan-lloyd"))
    with transaction.atomic():
        begun = make_many.initiatives(
            initiatives,
            benefits=benefits,
            by=priya,
            owner=bethan,
            serves=Objective.objects.order_by("pk")[0],
            readings=10,
        )
        Initiative.objects.filter(pk__in=[each.pk for each in begun]).update(guide=priya)


def measured(rounds: int) -> None:
    """The milliseconds of each page and of the peer, round by round."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from moothall.change.models import Initiative
    from moothall.people.models import User

    client = Client()
    client.force_login(User.objects.get(handle="priya-raman"))
    newest = Initiative.objects.order_by("-pk")[0].pk
    row_by_row = median(milliseconds(peer) for _round in range(3))
    print(f"row by row    {row_by_row:8.0f} ms")
    for name, address in PAGES.items():
        path = address.format(pk=newest)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(path).status_code == 200, path
        taken = sorted(milliseconds(lambda path=path: client.get(path)) for _round in range(rounds))
        print(
            f"{name:13} {median(taken):8.0f} ms ({taken[0]:.0f} to {taken[-1]:.0f}; aim: under {AIM_MS}), "
            f"{len(asked)} questions; row by row takes {row_by_row / median(taken):.1f} times as long"
        )


def peer() -> None:
    """What is realised of every benefit, asked of one object after another."""
    from moothall.change.models import Initiative

    for initiative in Initiative.objects.all():
        for benefit in initiative.benefits.all():
            measure = benefit.measure
            if measure is None:
                continue
            last = measure.readings.order_by("-read_on", "-pk").first()
            if last is not None and last.value is not None:
                (last.value - measure.baseline) / (measure.target - measure.baseline)


def milliseconds(work: Callable[[], object]) -> float:
    """How long it takes."""
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1000


if __name__ == "__main__":
    main()
