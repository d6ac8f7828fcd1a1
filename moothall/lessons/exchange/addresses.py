"""Which addresses the hall looks at: public ones, and those of a private network only where the council says so."""

import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from django.conf import settings

from moothall.kit.text import is_plain
from moothall.lessons.exchange.faults import Fault, Faulty

Address = IPv4Address | IPv6Address

LONGEST = 1000  # characters of an address
PORTS = {"http": 80, "https": 443}
# Addresses that hold another in themselves, or that a gateway would turn into one: never a body's own.
WRAPPING = tuple(
    ip_network(name)
    for name in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "::/96", "192.88.99.0/24", "192.0.0.0/24")
)
# What a private network uses, and this machine; 169.254/16 is not among them, as machines tell secrets there.
INSIDE = tuple(
    ip_network(name)
    for name in ("127.0.0.0/8", "::1/128", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7")
)


@dataclass(frozen=True)
class Place:
    """An address taken apart: what is asked of whom."""

    scheme: str
    host: str
    port: int
    path: str  # with the query

    @property
    def is_secure(self) -> bool:
        """Whether it is asked in secret."""
        return self.scheme == "https"

    @property
    def named(self) -> str:
        """The host as the request names it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        """The address, put together again."""
        return f"{self.scheme}://{self.named}{self.path}"


def place(address: str) -> Place:
    """Take an address apart; raises `Faulty` for whatever is not plain http or https, or carries a password."""
    if len(address) > LONGEST or not is_plain(address) or any(sign.isspace() for sign in address) or "\\" in address:
        raise Faulty(Fault.ADDRESS)
    try:
        parts = urlsplit(address)
        port = parts.port
        host = (parts.hostname or "").rstrip(".")
    except ValueError as error:
        raise Faulty(Fault.ADDRESS) from error
    if parts.scheme not in PORTS or not host or "@" in parts.netloc or port == 0:
        raise Faulty(Fault.ADDRESS)
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = quote(parts.query, safe="/%:@!$&'()*+,;=~-._?")
    return Place(parts.scheme, _ascii(host), port or PORTS[parts.scheme], f"{path}?{query}" if query else path)


def onward(here: Place, location: str) -> Place:
    """Where a redirect leads; raises `Faulty` where that is no address, or less secret than here."""
    there = place(urljoin(here.url, urlunsplit(urlsplit(location)._replace(fragment=""))))
    if here.is_secure and not there.is_secure:
        raise Faulty(Fault.DOWNGRADE)
    return there


def resolve(there: Place) -> list[Address]:
    """The addresses behind a name, all of them checked; raises `Faulty` if a single one must not be looked at."""
    try:
        found = socket.getaddrinfo(there.host, there.port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    except (OSError, UnicodeError) as error:
        raise Faulty(Fault.UNKNOWN) from error
    addresses = list(dict.fromkeys(ip_address(str(sockaddr[0]).partition("%")[0]) for *_rest, sockaddr in found))
    if not addresses:
        raise Faulty(Fault.UNKNOWN)
    if not all(allowed(address) for address in addresses):
        raise Faulty(Fault.PRIVATE)
    return addresses


def allowed(address: Address) -> bool:
    """Whether the hall may connect to it: public, or inside where MOOTHALL_EXCHANGE_PRIVATE is on."""
    mapped = getattr(address, "ipv4_mapped", None)
    if mapped is not None:
        return allowed(mapped)
    if settings.MOOTHALL_EXCHANGE_PRIVATE and any(address in network for network in INSIDE):
        return True
    if any(address in network for network in WRAPPING):
        return False
    return (
        address.is_global
        and not address.is_private
        and not address.is_multicast
        and not address.is_reserved
        and not getattr(address, "is_site_local", False)
    )


def _ascii(host: str) -> str:
    """The host as DNS is asked for it; an IPv6 address stays as it is."""
    if host.isascii():
        return host.lower()
    try:
        return host.encode("idna").decode("ascii").lower()
    except UnicodeError as error:
        raise Faulty(Fault.ADDRESS) from error
