"""Numbers and words as few bits: Elias gamma and Golomb-Rice codes, and words that share their beginnings."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from broadsheet.topics.text import Ints

# Codes that are written at a time.
PIECE = 1 << 16


def rice(frequency: Ints, papers: int) -> Ints:
    """Bits of the remainder for words in `frequency` of `papers`: floor(log2(papers / frequency)), as in the script."""
    return np.array([(papers // count).bit_length() - 1 for count in frequency.tolist()], dtype=np.int64)


def front_coded(names: Sequence[str]) -> bytes:
    """Sorted words of at most 255 bytes: how many each shares with the one before, how many are new, and those."""
    data = bytearray()
    before = b""
    for name in names:
        now = name.encode()
        pairs = zip(before, now, strict=False)
        shared = next((at for at, (one, other) in enumerate(pairs) if one != other), min(len(before), len(now)))
        data += bytes((shared, len(now) - shared)) + now[shared:]
        before = now
    return bytes(data)


def postings(paper: Ints, word: Ints, times: Ints, frequency: Ints, papers: int) -> bytes:
    """Gaps between a word's papers in Golomb-Rice codes and how often each uses it in Elias gamma codes.

    `paper`, `word` and `times` are columns of one table, sorted by word, then paper.
    """
    first = np.append(True, word[1:] != word[:-1])[: len(word)]
    gap = paper - np.where(first, -1, np.append(-1, paper[:-1])[: len(paper)]) - 1
    bits = rice(frequency, papers)[word]
    quotient = gap >> bits
    ones = np.zeros_like(bits)
    lengths, values, _ = gamma(times)
    # Four codes a posting: the quotient as so many ones and a zero, the remainder, and the two of the times.
    return packed(
        np.column_stack((quotient + 1, bits, lengths.reshape(-1, 2))).ravel(),
        np.column_stack((ones, gap & ((1 << bits) - 1), values.reshape(-1, 2))).ravel(),
        np.tile([True, False, True, False], len(word)),
    )


def gamma(numbers: Ints) -> tuple[Ints, Ints, npt.NDArray[np.bool_]]:
    """Lengths, values and kinds of the two codes of each number from 1: how many bits follow its first, then those."""
    rest = np.array([number.bit_length() - 1 for number in numbers.tolist()], dtype=np.int64)
    lengths = np.column_stack((rest + 1, rest)).ravel()
    values = np.column_stack((np.zeros_like(rest), numbers - (1 << rest))).ravel()
    return lengths, values, np.tile([True, False], len(numbers))


def packed(lengths: Ints, values: Ints, unary: npt.NDArray[np.bool_]) -> bytes:
    """Codes as a stream of bits: in unary `length - 1` ones and a zero, else the lowest `length` bits of the value."""
    # A piece at a time: each bit takes some thirty bytes on the way.
    pieces = [
        _bits(lengths[start : start + PIECE], values[start : start + PIECE], unary[start : start + PIECE])
        for start in range(0, len(lengths), PIECE)
    ]
    return np.packbits(np.concatenate(pieces) if pieces else np.empty(0, dtype=np.uint8)).tobytes()


def _bits(lengths: Ints, values: Ints, unary: npt.NDArray[np.bool_]) -> npt.NDArray[np.uint8]:
    ends = np.cumsum(lengths)
    code = np.repeat(np.arange(len(lengths)), lengths)
    left = ends[code] - 1 - np.arange(len(code))
    return np.where(unary[code], left > 0, values[code] >> np.minimum(left, 62) & 1).astype(np.uint8)
