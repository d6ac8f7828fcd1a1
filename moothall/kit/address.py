"""Where a request comes from. A header that anyone can send is believed only from a proxy that the council runs."""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

from moothall.kit.env import BadSetting

Network = IPv4Network | IPv6Network
Address = IPv4Address | IPv6Address

UNIX = "unix"  # how the setting names a proxy that speaks through a socket in the file system
NOBODY = "unknown"
MOST_HOPS = 20
ONE_HOUSEHOLD = 64  # bits of an IPv6 address that one customer of a provider usually holds


def proxies(setting: str, names: tuple[str, ...]) -> tuple[Network | str, ...]:
    """Read addresses and networks, or `unix`; raises `BadSetting` for anything else."""
    try:
        return tuple(name if name == UNIX else ip_network(name, strict=False) for name in names)
    except ValueError as error:
        raise BadSetting(
            f"MOOTHALL_{setting}: {error}; write addresses, networks such as 10.0.0.0/8, or unix."
        ) from error


def of(request: HttpRequest) -> str:
    """The client's address: the last one in X-Forwarded-For that no trusted proxy vouches for past itself."""
    peer = str(request.META.get("REMOTE_ADDR") or "")
    if not _trusted(peer):
        return _plain(peer)
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
    for hop in reversed(hops[-MOST_HOPS:]):
        if _read(hop) is None:
            return _plain(peer)
        if not _trusted(hop):
            return _plain(hop)
    return _plain(peer)


def is_this_machine(request: HttpRequest) -> bool:
    """Whether the request was made on this machine and nobody passed it on."""
    read = _read(str(request.META.get("REMOTE_ADDR") or ""))
    passed_on = any(name in request.headers for name in ("X-Forwarded-For", "X-Real-IP", "Forwarded", "Via"))
    return read is not None and read.is_loopback and not passed_on


def household(address: str) -> str:
    """The address for counting by: of IPv6 only the network, as its holder has more addresses than can be counted."""
    read = _read(address)
    if isinstance(read, IPv6Address):
        return str(ip_network((int(read) >> ONE_HOUSEHOLD << ONE_HOUSEHOLD, ONE_HOUSEHOLD)))
    return str(read or address)


def _trusted(peer: str) -> bool:
    trusted: tuple[Network | str, ...] = settings.MOOTHALL_TRUSTED_PROXIES
    if not peer:
        return UNIX in trusted
    read = _read(peer)
    return read is not None and any(read in network for network in trusted if not isinstance(network, str))


def _plain(peer: str) -> str:
    return str(_read(peer) or NOBODY)


def _read(text: str) -> Address | None:
    try:
        read = ip_address(text.strip("[]"))
    except ValueError:
        return None
    return getattr(read, "ipv4_mapped", None) or read
