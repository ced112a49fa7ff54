"""What the evaluation harnesses have in common: which scores are fractions, percentages or plain numbers, and errors.

Neither lm-evaluation-harness nor lighteval writes a unit. Means of a 0/1 score are fractions, whatever the name says
(`pct_stereotype`); sacrebleu's scores, BLEU and ROUGE as truthfulqa counts them and SQuAD's script give percentages;
perplexities, likelihoods and losses are plain numbers. A score that is none of these stays a plain number too.
"""

import re
from collections.abc import Collection, Iterator
from typing import Any

from ..measurement import Measurement
from ..schema import Statistic
from ..source import Number, step

# Any word of a name says it.
_PLAIN = {"ppl", "perplexity", "likelihood", "bleurt", "logprob", "loss", "mse", "brier", "rating", "bits"}
_FRACTIONS = {"acc", "accuracy", "em", "f1", "qem", "pem", "pqem", "match", "precision", "recall", "r", "mrr", "mcc"}
_FRACTIONS |= {"mc1", "mc2", "auc", "contains", "pass", "maj", "avg", "correct", "solved", "pct", "verify"}
_FRACTIONS |= {"rouge1", "rouge2", "rougel", "rougelsum"}
# The whole name says it.
_PERCENT = re.compile(r"bleu|chrf(\+\+|pp)?|ter|(bleu|rouge[12l])_(max|diff)", re.IGNORECASE)
_SQUAD = {"exact", "f1", "HasAns_exact", "HasAns_f1", "NoAns_exact", "NoAns_f1", "best_exact", "best_f1"}


def unit_of(name: str, beside: Collection[str]) -> str:
    """The unit of a score: "ratio", "%" or "1". `beside` are the task's scores, which tell SQuAD's f1 from others."""
    words = set(re.split(r"[^a-z0-9]+", name.lower()))
    if words & _PLAIN:
        return "1"
    if _PERCENT.fullmatch(name) or (name in _SQUAD and "exact" in beside):
        return "%"
    # RULER calls its accuracies by the length of the context: 4096.
    return "ratio" if words & _FRACTIONS or name.isdigit() else "1"


def scores(results: dict[str, Any], pointer: str, samples: int | None = None) -> Iterator[Measurement]:
    """The figures of one task's `results`, an object at `pointer`: `acc`, `acc_stderr`, or `acc,none` with a filter.

    A score that was not computed ("N/A", null, RULER's -1) is none.
    """
    names = {key.split(",")[0] for key in results}
    for key, value in results.items():
        name = key.split(",")[0]
        base = name.removesuffix("_stderr")
        error = base != name
        if not isinstance(value, Number) or (error and base not in names) or (name.isdigit() and value < 0):
            continue
        kind: Statistic = "stderr" if error else "mean"
        place = pointer + step(key)
        yield Measurement(key, base, value.raw, unit_of(base, names), place, kind, None, None, samples)
