"""How a reader would write a term: the case, the ending and the hyphens that its papers mostly use."""

from collections.abc import Sequence

import numpy as np

from broadsheet.topics.phrases import Spans
from broadsheet.topics.text import Corpus, Ints, plain

# "Bayesian" has its capital in all sentences, or in most and in more than one; "Mixture-of-Experts" in some.
CAPITAL = 0.5
TWICE = 2
EXCUSED = ""
# "pruning" rather than "pruned", whichever is more frequent by less than this.
PARTICIPLE = 0.3


def spellings(corpus: Corpus) -> list[str]:
    """For each spelling of the corpus the one to print: "KV" for "kv", "quantization" for a title's "Quantization".

    A leading hyphen stays: it tells how the word joins the one before.
    """
    capital = np.array([word.lstrip("-").istitle() for word in corpus.spellings], dtype=bool)
    word = np.array([word[-1].isalnum() for word in corpus.spellings], dtype=bool)
    starts = np.append(True, ~word[corpus.surface[:-1]])[: len(corpus.surface)]
    explained = np.bincount(corpus.surface[starts | corpus.in_title], minlength=len(corpus.spellings))
    all_counts = np.bincount(corpus.surface, minlength=len(corpus.spellings))
    votes: dict[str, dict[str, float]] = {}
    for spelling, is_capital, count, excused in zip(
        corpus.spellings, capital.tolist(), all_counts.tolist(), explained.tolist(), strict=True
    ):
        bare = plain(spelling)
        forms = votes.setdefault(bare, {})
        form = spelling.removeprefix("-").replace("’", "'").removesuffix("'s")
        forms[form] = forms.get(form, 0) + count - excused * is_capital
        forms[EXCUSED] = forms.get(EXCUSED, 0) + excused * is_capital
    best = {bare: _written(bare, forms) for bare, forms in votes.items()}
    return ["-" * spelling.startswith("-") + best[plain(spelling)] for spelling in corpus.spellings]


def _written(bare: str, forms: dict[str, float]) -> str:
    """The form of a word that its occurrences speak for, those that a title or sentence start excuses set apart."""
    excused = forms.pop(EXCUSED)
    form, votes = max(forms.items(), key=lambda item: (item[1], item[0]))
    if form == bare or form.istitle():
        capital, small = forms.get(bare.capitalize(), 0), forms.get(bare, 0)
        is_name = capital > 0 and (not small or (capital >= TWICE and capital * CAPITAL > small))
        return bare.capitalize() if is_name else bare
    return form if votes >= excused else bare


def name_words(corpus: Corpus, shown: Sequence[str], stems: Ints) -> list[str]:
    """The commonest form of each stem, nouns before participles: "quantization" for quantiz-."""
    votes: dict[int, dict[str, float]] = {}
    of_spelling = np.full(len(corpus.spellings), -1)
    content = corpus.stem >= 0
    of_spelling[corpus.surface[content]] = corpus.stem[content]
    counts = np.bincount(corpus.surface, minlength=len(corpus.spellings))
    for spelling, stem, count in zip(shown, of_spelling.tolist(), counts.tolist(), strict=True):
        if stem >= 0:
            forms = votes.setdefault(stem, {})
            form = spelling.removeprefix("-")
            forms[form] = forms.get(form, 0) + count * (PARTICIPLE if form.endswith("ed") else 1)
    return [max(votes[stem].items(), key=lambda form: (form[1], form[0]))[0] for stem in stems.tolist()]


def name_phrases(corpus: Corpus, shown: Sequence[str], spans: Spans, first_term: int, count: int) -> list[str]:
    """The commonest wording of each of `count` phrases, the first of which is term `first_term`."""
    numbers: dict[str, int] = {}
    form = np.array([numbers.setdefault(spelling, len(numbers)) for spelling in shown], dtype=np.int64)
    stream = form[corpus.surface]
    wording = spans.term.astype(np.int64)
    for position in (spans.first, spans.first + (spans.last - spans.first) // 2, spans.last):
        _, wording = np.unique(wording * len(numbers) + stream[position], return_inverse=True)
    _, example, votes = np.unique(wording, return_index=True, return_counts=True)
    order = np.lexsort((example, -votes, spans.term[example]))
    _, winners = np.unique(spans.term[example][order], return_index=True)
    names = []
    for span in example[order][winners].tolist():
        words = [shown[s] for s in corpus.surface[spans.first[span] : spans.last[span] + 1].tolist()]
        names.append(" ".join(words).replace(" -", "-").removeprefix("-"))
    return names
