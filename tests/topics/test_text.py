"""Text to words, phrases and their spelling."""

import numpy as np
import pytest

from broadsheet.topics import terms, text
from broadsheet.topics.text import Document, clean, stem


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("pruning Pruned prunes prune".lower().split(), "prun"),
        ("quantization quantisation quantized quantizing".split(), "quant"),
        ("model models modeling".split(), "model"),
        ("query queries".split(), "query"),
        ("box boxes".split(), "box"),
        ("bias".split(), "bia"),
        ("class classes".split(), "class"),
        ("analysis".split(), "analysis"),
    ],
)
def test_spellings_of_a_word_share_a_stem(words, expected):
    assert {stem(word) for word in words} == {expected}


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        (r"a \textit{sparse} model", "a  . {sparse} model"),
        ("runs in $O(n^2)$ time", "runs in  .  time"),
        (r"as \citep{who2020} showed", "as  .  showed"),
        ("see https://example.org/x?y=1 for it", "see  .  for it"),
        ("x<sub>2</sub> &amp; y", "x . 2 .   .  y"),
        ("Good work. Code is available at the address below", "Good work.  . "),
        ("state-of-the-art pruning", " .  pruning"),
        ("plain text, untouched", "plain text, untouched"),
    ],
)
def test_clean_drops_what_is_no_prose(raw, kept):
    assert clean(raw) == kept


def spelt(*titles_and_texts):
    documents = [Document(str(n), title, body) for n, (title, body) in enumerate(titles_and_texts)]
    return terms.extract(text.read(documents))


def test_terms_are_spelt_as_their_papers_mostly_do():
    found = spelt(
        ("Speculative Decoding for LLMs", "The KV cache of LLMs, and speculative decoding. A Bayesian view."),
        ("KV Cache Pruning", "We prune the KV cache. It is a Bayesian prior; fine-tuning the LLM helps."),
        ("Fine-Tuning", "With fine-tuning, pruning works. A Bayesian prior, speculative decoding."),
    )
    names = set(found.lexicon.names)
    assert {"speculative decoding", "KV cache", "LLMs", "Bayesian", "fine-tuning", "pruning"} <= names
    assert not {"Speculative Decoding", "kv cache", "Pruning", "bayesian"} & names


def test_phrases_are_whole():
    found = spelt(
        ("Large language models", "A mixture of experts in large language models."),
        ("On large language models", "Text-to-image mixture of experts, few-shot."),
        ("Few-shot text-to-image", "The mixture of experts; few-shot and text-to-image."),
    )
    assert {"large language models", "mixture of experts", "text-to-image", "few-shot"} <= set(found.lexicon.names)
    assert "large language" not in found.lexicon.names, "a fragment of the three words"
    fragments = (name.endswith((" of", "-to")) or name.startswith(("of ", "to-")) for name in found.lexicon.names)
    assert not any(fragments)


def test_words_in_titles_count_double():
    found = spelt(("Pruning", "quantization"), ("Other", "pruning"))
    column = found.lexicon.names.index("pruning")
    assert found.counts[:, column].toarray().ravel().tolist() == [2, 1]
    assert found.titles[:, column].toarray().ravel().tolist() == [2, 0]


def test_half_of_a_compound_is_no_term_alone():
    found = spelt(("Low-rank pre-training", "low-rank, pre-training"), ("Low-rank", "pre-training"))
    alone = {name for name, independent in zip(found.lexicon.names, found.lexicon.alone, strict=False) if independent}
    assert alone == {"rank", "training"}


@pytest.mark.parametrize("documents", [[], [Document("a", "", "")], [Document("a", "The of and", "we propose it")]])
def test_nothing_to_read_gives_no_terms(documents):
    found = terms.extract(text.read(documents))
    assert found.lexicon.names == ()
    assert found.counts.shape == (len(documents), 0)
    assert found.lexicon.parts.dtype == np.int64


def test_a_fixed_vocabulary_counts_as_the_one_that_was_found():
    documents = [
        Document("a", "Large language models", "A mixture of experts in large language models, few-shot."),
        Document("b", "On large language models", "Text-to-image mixture of experts; few-shot large language models."),
        Document("c", "Few-shot text-to-image", "The mixture of experts; few-shot and text-to-image."),
    ]
    corpus = text.read(documents)
    found = terms.extract(corpus)
    again = terms.use(corpus, found.lexicon)
    assert found.counts.nnz > 10
    assert (found.counts != again.counts).nnz == 0
    assert (found.titles != again.titles).nnz == 0


def test_a_fixed_vocabulary_knows_nothing_of_new_words():
    lexicon = terms.extract(text.read([Document("a", "Pruning", "Pruning of layers"), Document("b", "", "")])).lexicon
    used = terms.use(text.read([Document("x", "Zebras", "pruning zebras")]), lexicon)
    assert {lexicon.names[term]: count for term, count in zip(used.counts.indices, used.counts.data, strict=True)} == {
        "pruning": 1
    }
