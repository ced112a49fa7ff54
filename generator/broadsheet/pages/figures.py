"""Reported figures as a person reads them: 1.4×, −68 %, +21.9 points, 3–7×."""

from decimal import Decimal

from ..model import Claim

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
    parts = [f"{figure(claim)} {claim.metric.replace('-', ' ')}"]
    parts += [f"on {claim.accelerator}"] if claim.accelerator else []
    parts += [f"with {claim.model}"] if claim.model else []
    parts += [f"against {claim.baseline}"] if claim.baseline else []
    return " ".join(parts)
