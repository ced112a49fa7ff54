"""Figures as a person reads them: reported ones (1.4×, −68 %, +21.9 points) and measured ones (390.7 ms, 1.2 GB/s)."""

from decimal import Decimal

from msgspec import Struct

from ..model import Claim

_RAISED = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
_UNITS = {"x": "×", "pp": " points", "%": " %", "1": ""}
_BOUNDS = {
    "about": "about ",
    "at-least": "at least ",
    "at-most": "at most ",
    "up-to": "up to ",
    "average": "on average ",
}


def number(value: float, signed: bool = False) -> str:
    """A number without needless digits or an exponent, thousands set off, with a true minus sign."""
    sign = "+" if signed else ""
    text = f"{value:{sign},.6g}"
    if "e" in text:
        text = f"{value:{sign},.0f}" if abs(value) >= 1 else f"{Decimal(text):{sign}f}"
    return text.replace("-", "−")


def exact(value: float) -> str:
    """Every digit of a number, its exponent as a power of ten: `3.7437 × 10⁻⁶`."""
    digits, _, power = repr(value).replace("-", "−").partition("e")
    digits = digits.removesuffix(".0")
    if not power:
        return digits
    tens = "10" + str(int(power.replace("−", "-"))).translate(_RAISED)
    return tens if digits == "1" else f"{digits} × {tens}"


def figure(claim: Claim) -> str:
    """The value of a claim with its unit and bound."""
    signed = claim.comparison in ("change", "difference")
    unit, bound = _UNITS.get(claim.unit, f" {claim.unit}"), claim.bound or ""
    if claim.value is not None:
        text = number(claim.value, signed)
    elif claim.low is not None and claim.high is not None:
        text = f"{number(claim.low, signed)} to {number(claim.high, signed)}"
    elif claim.low is not None:
        text, bound = number(claim.low, signed), bound or "at-least"
    elif claim.high is not None:
        text, bound = number(claim.high, signed), bound or "at-most"
    else:
        return ""
    return f"{_BOUNDS.get(bound, '')}{text}{unit}"


def headline(claim: Claim) -> str:
    """A claim as one phrase: figure, metric, where and against what."""
    said, metric = figure(claim), claim.metric.replace("-", " ")
    # 225 tokens are tokens.
    parts = [said if said.endswith(f" {metric}") else f"{said} {metric}"]
    parts += [f"on {claim.accelerator}"] if claim.accelerator else []
    parts += [f"with {claim.model}"] if claim.model else []
    parts += [f"against {claim.baseline}"] if claim.baseline else []
    return " ".join(parts)


class Scale(Struct, frozen=True):
    """A readable unit: a value in the canonical unit divided by `size` is a number of `label`s."""

    size: float
    label: str

    def number(self, value: float) -> str:
        """The bare number in this unit, with four digits that count, all of those before the point."""
        scaled = value / self.size
        before = len(f"{abs(scaled):.0f}")
        text = f"{scaled:,.{max(0, 4 - before)}f}" if abs(scaled) >= 0.1 else f"{Decimal(f'{scaled:.3g}'):f}"
        return (text.rstrip("0").rstrip(".") if "." in text else text).replace("-", "−")

    def is_exact(self, value: float) -> bool:
        """Whether what is written of a value in the canonical unit is that value, digit by digit."""
        return self.size == 1.0 and float(self.number(value).replace(",", "").replace("−", "-")) == value

    def figure(self, value: float) -> str:
        """Number and unit."""
        return f"{self.number(value)}{self.label}" if self.label in ("×", "") else f"{self.number(value)} {self.label}"


_PREFIXES = ((1e15, "P"), (1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k"))
_PREFIXED = {"byte/s": "B/s", "FLOP/s": "FLOP/s", "byte": "B", "J": "J", "W": "W"}
_SECONDS = ((1.0, "s"), (1e-3, "ms"), (1e-6, "µs"), (1e-9, "ns"))
# Metrics that say how many times one thing is another; other ratios are shares.
_TIMES = ("speedup", "real-time-factor", "compression-ratio")


def is_times(metric: str) -> bool:
    """Whether a metric says how many times one thing is another."""
    return metric.startswith(_TIMES) or metric.endswith(_TIMES)


def scale_of(value: float, unit: str, metric: str = "") -> Scale:
    """The readable unit for figures about as large as `value`, which is in a canonical unit: 0.39 s is read in ms."""
    size = abs(value)
    if unit == "s":
        return next((Scale(*one) for one in _SECONDS if size >= one[0]), Scale(*_SECONDS[0 if size == 0 else -1]))
    if unit in _PREFIXED:
        label = _PREFIXED[unit]
        found = next((Scale(power, f"{prefix}{label}") for power, prefix in _PREFIXES if size >= power), None)
        # A kilobyte or more has a prefix; one byte is spelt out.
        return found or Scale(1.0, "bytes" if unit == "byte" else label)
    if unit == "ratio":
        return Scale(1.0, "×") if is_times(metric) else Scale(0.01, "%")
    return Scale(1.0, "" if unit == "1" else unit)
