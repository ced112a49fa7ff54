"""How often somebody may do something: the generic cell rate algorithm (ITU-T I.371), one number a key."""

import ipaddress
from collections import OrderedDict
from collections.abc import Callable


class Limit:
    """At most `count` times in `seconds`, for each key; the `most` keys that were seen last are remembered."""

    def __init__(self, count: int, seconds: float, clock: Callable[[], float], most: int = 100_000) -> None:
        self.seconds = seconds
        self.clock = clock
        self.most = most
        self._step = seconds / count
        # When the key has used up what it took, were it to take no more.
        self._due: OrderedDict[str, float] = OrderedDict()

    def wait(self, key: str) -> float:
        """Count one more and return 0, or return the seconds until there is room for one and count nothing."""
        now = self.clock()
        due = max(self._due.get(key, now), now) + self._step
        # Half a millisecond for what adding fractions loses.
        if due - now > self.seconds + 0.0005:
            return due - now - self.seconds
        self._due[key] = due
        self._due.move_to_end(key)
        if len(self._due) > self.most:
            self._due.popitem(last=False)
        return 0.0


def client_key(host: str) -> str:
    """Whom to count: an IPv4 address, or the /64 network of an IPv6 one, which is what one customer gets."""
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return host
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((int(address) >> 64 << 64, 64)))
    return str(address)
