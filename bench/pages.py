"""Desk, space and conversation pages against a bare Django view under the same server.

Rounds alternate between the peer and us, as a busy machine slows both; the middle ratio counts.

python -m bench.pages [--seconds N] [--rounds N]
"""

import argparse
import socket
import threading
import time
from collections import defaultdict
from pathlib import Path
from statistics import median

from bench import hall

CLIENTS = 2
OURS, THEIRS = "moothall.people.backend.AuthenticationBackend", "django.contrib.auth.backends.ModelBackend"
AIM = 8  # a page may cost as much as this many bare views


def main() -> None:
    """Measure all pages and the peer in one run, and print ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=3.0)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    with hall.data_folder() as data:
        hall.run([*hall.MOOTHALL, "migrate", "-v0"], MOOTHALL_DATA=str(data))
        hall.run([*hall.MOOTHALL, "demo"], MOOTHALL_DATA=str(data))
        addresses = prepare(data)
        ours, theirs = (session(backend) for backend in (OURS, THEIRS))
        bare_hall = hall.serving(data, settings="bench.bare_settings", wsgi="bench.bare")
        with bare_hall as bare_port, hall.serving(data) as port:
            rates: defaultdict[str, list[float]] = defaultdict(list)
            for _round in range(options.rounds):
                bare = rate(bare_port, "/bare", theirs, options.seconds)
                rates["bare"].append(bare)
                for name, address in addresses.items():
                    pages = rate(port, address, ours, options.seconds)
                    rates[name].append(pages)
                    rates[f"{name} ratio"].append(bare / pages)
        print(f"bare view     {median(rates['bare']):10.0f} pages/s (median of {options.rounds} rounds)")
        for name in addresses:
            ratios = rates[f"{name} ratio"]
            print(
                f"{name:13} {median(rates[name]):10.0f} pages/s, 1/{median(ratios):.1f} of the bare view "
                f"(1/{min(ratios):.1f} to 1/{max(ratios):.1f}; aim: 1/{AIM} or better)"
            )


def prepare(data: Path) -> dict[str, str]:
    """The addresses of the pages, among them a conversation with twenty posts; made in this process."""
    hall.setup(data)
    from django.urls import reverse

    from moothall.people.models import User
    from moothall.spaces.models import Space
    from moothall.spaces.tests import make

    priya = User.objects.get(handle="priya-raman")
    space = Space.objects.get(name="Libraries and Neighbourhoods")
    talk = make.conversation(space, by=priya, title="Twenty posts", body="The first of twenty.")
    for number in range(19):
        make.post(
            talk, by=priya, body=f"Post {number}: the key is with the front desk, and the alarm code has changed."
        )
    addresses = {"desk": "/", "space": space.get_absolute_url(), "conversation": talk.get_absolute_url()}
    addresses["find"] = reverse("search:find") + "?q=keys"
    return addresses


def session(backend: str) -> str:
    """A cookie with which Priya is signed in."""
    from django.conf import settings
    from django.test import Client

    from moothall.people.models import User

    client = Client()
    client.force_login(User.objects.get(handle="priya-raman"), backend=backend)
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def rate(port: int, address: str, cookie: str, seconds: float) -> float:
    """Pages a second over kept-alive connections, after a warm-up."""
    request = f"GET {address} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookie}\r\n\r\n".encode()
    ask(port, request, 0.5, [])
    counts: list[int] = []
    threads = [threading.Thread(target=ask, args=(port, request, seconds, counts)) for _client in range(CLIENTS)]
    begun = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / (time.monotonic() - begun)


def ask(port: int, request: bytes, seconds: float, counts: list[int]) -> None:
    """One browser that asks again and again; every answer must be a 200."""
    done, deadline = 0, time.monotonic() + seconds
    with socket.create_connection(("127.0.0.1", port)) as connection:
        reader = connection.makefile("rb")
        while time.monotonic() < deadline:
            connection.sendall(request)
            status = reader.readline()
            if b" 200 " not in status:
                raise RuntimeError(f"{request.split()[1]!r} answered {status!r}")
            length, closes = 0, False
            while (line := reader.readline()) not in {b"\r\n", b""}:
                name, _, value = line.lower().partition(b":")
                length = int(value) if name == b"content-length" else length
                closes = closes or (name == b"connection" and b"close" in value)
            reader.read(length)
            done += 1
            if closes:
                break
    counts.append(done)


if __name__ == "__main__":
    main()
