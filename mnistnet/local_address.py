"""The address of this computer in its network, which phones and others can open."""

import ipaddress
import socket

ELSEWHERE = ("192.0.2.1", 9)
"""An address that belongs to nobody (RFC 5737), to ask the system which network leads outside."""


def local_address() -> str | None:
    """Return the address that others in the network see, None without one; asks nobody else."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(ELSEWHERE)  # UDP: chooses a way and sends nothing
        except OSError:
            return None
        found = str(probe.getsockname()[0])
    return None if is_this_computer(found) else found


def is_this_computer(host: str) -> bool:
    """Whether a host, as an address names it, is what every computer calls itself."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
