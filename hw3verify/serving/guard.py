"""Who may speak to the server: pages that it has served itself, and nobody else's.

A browser sends requests to a server on this machine for any page that is open. Two marks on a request tell these apart:

    Host      the name under which the browser has found us. A name of a stranger may point here (DNS rebinding), and
              then the stranger's page would count as ours; a number cannot be pointed elsewhere. So the name must be
              `localhost`, an address in numbers, or the name that was given to listen on.
    Origin    whose page sends a text. It must be the very place that the request was sent to.

Law: a request that would make us work is accepted only if both hold; what is missing or malformed is refused.
"""

from __future__ import annotations

import re
from ipaddress import ip_address

_HOST = re.compile(r"(?P<name>\[[0-9A-Fa-f:.]{2,45}\]|[A-Za-z0-9.-]{1,253})(?::(?P<port>[0-9]{1,5}))?")


def is_loopback(host: str) -> bool:
    """Is this a name or an address of this machine alone?"""
    if host.lower() == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def is_our_name(host: str | None, bound: str) -> bool:
    """May a request to this Host be answered by a server that listens on `bound`?"""
    match = None if host is None else _HOST.fullmatch(host)
    if match is None:
        return False
    name = match["name"].lower()
    if name in ("localhost", bound.lower()):
        return True
    try:
        address = ip_address(name.strip("[]"))
    except ValueError:
        return False
    return address.is_loopback or not is_loopback(bound)


def is_our_page(origin: str | None, host: str | None, site: str | None = None) -> bool:
    """Was a request to `host` sent by a page from there? `site` is Sec-Fetch-Site, where the browser says it."""
    if origin is None or host is None or site not in (None, "same-origin"):
        return False
    return origin.lower() == f"http://{host.lower()}"
