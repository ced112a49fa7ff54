"""What a person may paste for a paper."""

import pytest

from broadsheet.sources.web.identifiers import Identifier, identify


@pytest.mark.parametrize(
    "text, value",
    [
        ("2405.04532", "2405.04532"),
        (" 2405.04532v2. ", "2405.04532"),
        ("arXiv:2405.04532", "2405.04532"),
        ("ARXIV: 0704.0001v1", "0704.0001"),
        ("hep-th/9901001", "hep-th/9901001"),
        ("math.GT/0309136v3", "math/0309136"),
        ("arXiv:cs.CL/0112017", "cs/0112017"),
        ("https://arxiv.org/abs/2405.04532v3", "2405.04532"),
        ("http://arxiv.org/pdf/2405.04532.pdf", "2405.04532"),
        ("https://arxiv.org/pdf/2405.04532v1", "2405.04532"),
        ("https://arxiv.org/html/2405.04532v2#S3", "2405.04532"),
        ("https://arxiv.org/abs/2405.04532?context=cs", "2405.04532"),
        ("https://export.arxiv.org/abs/hep-th/9901001v1", "hep-th/9901001"),
        ("arxiv.org/abs/2405.04532", "2405.04532"),
        ("<https://www.arxiv.org/abs/2405.04532>", "2405.04532"),
        ("https://ar5iv.labs.arxiv.org/html/2405.04532", "2405.04532"),
        ("https://www.alphaxiv.org/abs/2405.04532", "2405.04532"),
        ("https://huggingface.co/papers/2405.04532", "2405.04532"),
        ("https://huggingface.co/papers/2405.04532/community", "2405.04532"),
        ("hf.co/papers/2405.04532", "2405.04532"),
        ("10.48550/arXiv.2405.04532", "2405.04532"),
        ("https://doi.org/10.48550/ARXIV.2405.04532", "2405.04532"),
        ("(2405.04532)", "2405.04532"),
        ("“arXiv:2405.04532”,", "2405.04532"),
        ("arXiv 2405.04532", "2405.04532"),
        ("arXiv.2405.04532", "2405.04532"),
        ("arXiv:2405.04532v1 [cs.LG] 7 May 2024", "2405.04532"),
        ("https://arxiv.org/abs/arXiv:2405.04532).", "2405.04532"),
        ("https://api.semanticscholar.org/arXiv:2405.04532", "2405.04532"),
    ],
)
def test_arxiv(text: str, value: str) -> None:
    assert identify(text) == Identifier("arxiv", value)


@pytest.mark.parametrize(
    "text, value",
    [
        ("10.1145/3600006.3613165", "10.1145/3600006.3613165"),
        ("doi:10.1145/3600006.3613165", "10.1145/3600006.3613165"),
        ("DOI: 10.1000/ABC(1)2", "10.1000/ABC(1)2"),
        ("https://doi.org/10.1145/3600006.3613165", "10.1145/3600006.3613165"),
        ("http://dx.doi.org/10.1000/a%3Cb%3E;2-c", "10.1000/a<b>;2-c"),
        ("doi.org/10.1145/3600006.3613165", "10.1145/3600006.3613165"),
        ("https://dl.acm.org/doi/abs/10.1145/3600006.3613165", "10.1145/3600006.3613165"),
        ("https://dl.acm.org/doi/pdf/10.1145/3600006.3613165?download=true", "10.1145/3600006.3613165"),
        ("https://link.springer.com/content/pdf/10.1007/s00453-1.pdf", "10.1007/s00453-1"),
        ("https://www.frontiersin.org/articles/10.3389/fnins.2020.00001/full", "10.3389/fnins.2020.00001"),
        ("https://www.biorxiv.org/content/10.1101/2020.01.01.123456v2.full.pdf", "10.1101/2020.01.01.123456"),
        ("10.48550/other", "10.48550/other"),
        ("10.1145/3539618)", "10.1145/3539618"),
        ("[10.1016/S0140-6736(20)30183-5]", "10.1016/S0140-6736(20)30183-5"),
        ("DOI: https://doi.org/10.1145/3539618", "10.1145/3539618"),
        ("info:doi/10.1145/3539618", "10.1145/3539618"),
        ("https://journals.plos.org/plosone/article?id=10.1371/journal.pone.0000001", "10.1371/journal.pone.0000001"),
        ("https://www.nature.com/articles/s41586-021-00000-1.pdf", "10.1038/s41586-021-00000-1"),
        ("https://zenodo.org/records/1234567", "10.5281/zenodo.1234567"),
    ],
)
def test_doi(text: str, value: str) -> None:
    assert identify(text) == Identifier("doi", value)


@pytest.mark.parametrize(
    "text",
    ["W2741809807", "w2741809807", "https://openalex.org/W2741809807", "https://api.openalex.org/works/W2741809807"],
)
def test_openalex(text: str) -> None:
    assert identify(text) == Identifier("openalex", "W2741809807")


@pytest.mark.parametrize(
    "text, value",
    [
        ("2023.acl-long.1", "2023.acl-long.1"),
        ("2020.lrec-1.5", "2020.lrec-1.5"),
        ("acl:P18-1001", "P18-1001"),
        ("w18-5401", "W18-5401"),
        ("https://aclanthology.org/2023.acl-long.1/", "2023.acl-long.1"),
        ("https://aclanthology.org/2023.acl-long.1.pdf", "2023.acl-long.1"),
        ("https://aclanthology.org/P18-1001v2.pdf", "P18-1001"),
        ("https://aclanthology.org/2023.acl-long.1.bib", "2023.acl-long.1"),
        ("https://www.aclweb.org/anthology/P18-1001", "P18-1001"),
    ],
)
def test_acl_anthology(text: str, value: str) -> None:
    assert identify(text) == Identifier("acl", value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "A title of a paper",
        "2413.00001",  # there is no thirteenth month
        "２４０５.04532",
        "A5023888391",  # an author of OpenAlex's
        "arXiv:10.1145/3600006",
        "doi:2405.04532",
        "10.1000/\udcff",
        "https://arxiv.org/list/cs.LG/recent",
        "https://arxiv.org/",
        "https://huggingface.co/datasets/2405.04532",
        "https://openreview.net/forum?id=abc",
        "https://aclanthology.org/events/acl-2023/",
        "https://openalex.org/authors/A5023888391",
        "https://[::1/abs/2405.04532",
        "ftp://arxiv.org/abs/2405.04532",
    ],
)
def test_neither(text: str) -> None:
    assert identify(text) is None
