"""Which servers named by a member we connect to: only those outside our own network, at the address that was checked."""

import ipaddress
import socket
from collections.abc import Collection

from django.utils.translation import gettext as _

from twinhelm.foundation.answers import Invalid

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def address_of(host: str, port: int, *, inside: Collection[str]) -> str:
    """One numeric address that may be connected to; the caller connects to it and to no other.

    inside: hosts of our own network that the agency allows by name.
    Raises Invalid.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Invalid(_("There is no server called “%(host)s”. Look at its name once more.") % {"host": host}) from None
    addresses = [ipaddress.ip_address(str(entry[4][0]).partition("%")[0]) for entry in found]
    if host.lower() not in {name.lower() for name in inside} and not all(is_outside(address) for address in addresses):
        raise Invalid(
            _(
                "“%(host)s” is inside our own network, where members’ connections don’t go. "
                "Whoever runs Twinhelm can allow it with TWINHELM_INSIDE_HOSTS."
            )
            % {"host": host}
        )
    return str(addresses[0])


def is_outside(address: Address) -> bool:
    """Also of the address that an IPv6 form carries: mapped, NAT64, 6to4, Teredo."""
    return all(one.is_global and not one.is_multicast for one in (address, *_carried(address)))


def _carried(address: Address) -> list[Address]:
    if isinstance(address, ipaddress.IPv4Address):
        return []
    carried = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if address in ipaddress.ip_network("64:ff9b::/96"):
        carried.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return [one for one in carried if one is not None]
