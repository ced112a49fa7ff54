"""Words into lines for pictures: the largest size that fits a box, lines of about equal length, what is cut off."""

from .faces import Face

# Of a line's size from one baseline to the next.
LEADING = 1.14


def fitted(font: Face, text: str, wide: float, tall: float, sizes: tuple[int, ...]) -> tuple[int, list[str]]:
    """The largest size (pixels, `sizes` from large to small) at which a text fits a box, and its lines.

    What does not fit at the smallest is cut off.
    """
    words = text.split()
    # Measured once: a word's width grows with its size, but for the grid of pixels, so that lines are measured again.
    unit = [font.width(word, sizes[0]) / sizes[0] for word in words]
    space = font.width(" ", sizes[0]) / sizes[0]
    lines: list[str] = []
    for size in sizes:
        breaks = _balanced(unit, space, wide / size)
        lines = [" ".join(words[start:end]) for start, end in breaks]
        if len(lines) * size * LEADING <= tall and all(font.width(line, size) <= wide for line in lines):
            return size, lines
    most = max(1, int(tall / (size * LEADING)))
    lines = [*lines[: most - 1], " ".join(words[breaks[most - 1][0] :])] if len(lines) > most else lines
    return size, [cut_off(font, line, size, wide) for line in lines]


def cut_off(font: Face, text: str, size: int, wide: float) -> str:
    """A line as it is, or as much of it as fits before an ellipsis."""
    if font.width(text, size) <= wide:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if font.width(_ended(text[:middle]), size) <= wide:
            low = middle
        else:
            high = middle - 1
    # At a word, unless that would take most of the line.
    end = text.rfind(" ", 0, low + 1)
    return _ended(text[: end if end > low / 2 else low])


def _ended(text: str) -> str:
    return text.rstrip(" ,;:.·") + "…"


def _balanced(widths: list[float], space: float, wide: float) -> list[tuple[int, int]]:
    """As few lines as can be, and among these the ones that need the least width."""
    best = _breaks(widths, space, wide)
    low, high = max(widths), wide
    while high - low > 0.1:
        middle = (low + high) / 2
        narrow = _breaks(widths, space, middle)
        if len(narrow) == len(best):
            high, best = middle, narrow
        else:
            low = middle
    return best


def _breaks(widths: list[float], space: float, wide: float) -> list[tuple[int, int]]:
    """First word of each line and the one after its last; a word wider than the line has one to itself."""
    lines, start, length = [], 0, -space
    for at, width in enumerate(widths):
        if at > start and length + space + width > wide:
            lines.append((start, at))
            start, length = at, -space
        length += space + width
    return [*lines, (start, len(widths))]
