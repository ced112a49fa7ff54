"""Units as tools and papers write them, into the canonical ones, exactly: 390.7485 ms is the float nearest 0.3907485 s.

Prefixes are decimal as printed (GB/s is 1e9 byte/s, as nccl-tests, nvidia-smi's network and every memory vendor use
it); only Ki, Mi, Gi and Ti are binary.
"""

import math
from decimal import Decimal, InvalidOperation

_DECIMAL = {"": 1, "k": 10**3, "K": 10**3, "M": 10**6, "G": 10**9, "T": 10**12, "P": 10**15}
_BINARY = {"Ki": 2**10, "Mi": 2**20, "Gi": 2**30, "Ti": 2**40}


def _table() -> dict[str, tuple[str, Decimal]]:
    found: dict[str, tuple[str, Decimal]] = {}
    plain = {
        "s": ("s", "sec", "secs", "second", "seconds"),
        "token/s": ("token/s", "tokens/s", "tok/s", "t/s", "tokens/sec", "tokens/second", "tps"),
        "request/s": ("request/s", "requests/s", "req/s", "requests/second", "requests/sec", "req/sec", "rps", "qps"),
        "sample/s": ("sample/s", "samples/s", "images/s", "images/sec", "image/s", "img/s", "fps", "frames/s"),
        "op/s": ("op/s", "ops/s", "it/s", "iterations/s", "steps/s", "Hz"),
        "1": ("1", "count", "token", "tokens", "request", "requests", "parameters", "params", "points", "point"),
        "ratio": ("ratio", "x", "X", "×", "times", "fold"),
    }
    for canonical, names in plain.items():
        found |= {name: (canonical, Decimal(1)) for name in names}
    rates = ("tok/s", "tokens/s", "tokens/sec", "tps")
    found |= {f"{rate}/{one}": ("token/s", Decimal(1)) for rate in rates for one in ("user", "gpu")}
    found["videos/sec"] = ("sample/s", Decimal(1))
    found |= {name: ("1", Decimal(1)) for name in ("errors", "blocks", "image", "images", "video", "videos", "users")}
    found |= {name: ("ratio", Decimal("0.01")) for name in ("%", "percent", "pp", "percentage points", "pct")}
    seconds = {"ns": "1e-9", "us": "1e-6", "µs": "1e-6", "μs": "1e-6", "ms": "1e-3", "min": "60", "minutes": "60"}
    seconds |= {"ms/image": "1e-3", "ms/video": "1e-3"}
    seconds |= {"h": "3600", "hours": "3600", "hour": "3600", "days": "86400", "day": "86400", "d": "86400"}
    found |= {name: ("s", Decimal(scale)) for name, scale in seconds.items()}
    for prefix, scale in _DECIMAL.items():
        power = Decimal(scale)
        found |= {f"{prefix}{name}": ("FLOP/s", power) for name in ("FLOP/s", "FLOPS", "FLOPs/s", "FLOP/sec", "flops")}
        found |= {f"{prefix}{name}": ("token/s", power) for name in ("tok/s", "tokens/s")}
        found |= {f"{prefix}{name}": ("byte/s", power) for name in ("B/s", "byte/s")}
        found |= {f"{prefix}{name}": ("byte", power) for name in ("B", "byte", "bytes")}
        found |= {f"{prefix}{name}": ("op/s", power) for name in ("op/s", "Hz")}
        found |= {f"{prefix}W": ("W", power), f"{prefix}J": ("J", power), f"{prefix}Wh": ("J", power * 3600)}
    for prefix, scale in _BINARY.items():
        found |= {f"{prefix}B": ("byte", Decimal(scale)), f"{prefix}B/s": ("byte/s", Decimal(scale))}
    found |= {"mW": ("W", Decimal("1e-3")), "mJ": ("J", Decimal("1e-3")), "µJ": ("J", Decimal("1e-6"))}
    found |= {"K": ("K", Decimal(1)), "kelvin": ("K", Decimal(1))}
    return found


_UNITS = _table()
_CELSIUS = {"C", "°C", "celsius"}


def canonical(value: str, unit: str) -> tuple[float, str] | None:
    """`value` as written in `unit` as written, in the canonical unit: ("390.7", "ms") -> (0.3907, "s").

    None when the unit is not known or the value is not a finite number.
    """
    try:
        # float() first: Decimal would overflow loudly on 1e999999999.
        if not math.isfinite(float(value)):
            return None
        number = Decimal(value.strip())
    except (ValueError, InvalidOperation):
        return None
    unit = unit.strip()
    if unit in _CELSIUS:
        return float(number + Decimal("273.15")), "K"
    found = _UNITS.get(unit)
    return (float(number * found[1]), found[0]) if found else None
