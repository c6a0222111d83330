"""Which network addresses are on the open internet, and which belong to somebody's own network."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

# Each of these holds an IPv4 address in its last four bytes, to which it leads.
_TRANSLATED = tuple(
    IPv6Network(text) for text in ("::/96", "64:ff9b::/96", "64:ff9b:1::/96", "::ffff:0:0:0/96")
)


def is_public(address: str) -> bool:
    """Whether ``address`` (IPv4 or IPv6, as a socket has it) is one of the open internet's.

    Loopback, private, link-local, shared, reserved and multicast addresses are not, nor IPv6 ones
    that only wrap one of those.

    Raises:
        ValueError: it is not an address.
    """
    found = ip_address(address)
    if isinstance(found, IPv6Address) and (wrapped := _wrapped(found)):
        return all(map(_is_open, wrapped))
    return _is_open(found)


def _is_open(address: IPv4Address | IPv6Address) -> bool:
    # Python's own word for it is yes for multicast and for IPv6's former private addresses.
    is_site_local = isinstance(address, IPv6Address) and address.is_site_local
    return address.is_global and not address.is_multicast and not is_site_local


def _wrapped(address: IPv6Address) -> list[IPv4Address]:
    """The IPv4 addresses inside an IPv6 one (mapped, 6to4, Teredo, translated)."""
    found = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if any(address in network for network in _TRANSLATED):
        found.append(IPv4Address(int(address) & 0xFFFFFFFF))
    return [inner for inner in found if inner is not None]
