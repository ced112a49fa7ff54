"""Small collections whose topics are plain, for tests."""

import random

from broadsheet.topics.text import Document

SUBJECTS = {
    "quantum": "qubits gates circuits ions photons superconducting decoherence entanglement",
    "cache": "KV-cache eviction serving paging prefix decoding tokens throughput",
    "speech": "speech phonemes transcription speakers audio microphones accents recognition",
    "protein": "proteins folding residues molecules binding ligands enzymes sequences",
    "traffic": "traffic roads vehicles congestion intersections drivers lanes signals",
}


def papers(subjects: list[str], size: int, seed: int = 0, start: int = 0) -> list[Document]:
    """`size` papers on each subject, told apart by their ids: `quantum-000`."""
    draw = random.Random(seed)
    made = []
    for subject in subjects:
        words = SUBJECTS[subject].split()
        for number in range(start, start + size):
            title = f"{' and '.join(draw.sample(words, 2))} in {subject} systems"
            text = f"We study {subject}: {', '.join(draw.sample(words, 5))}. {' '.join(draw.sample(words, 4))}."
            made.append(Document(f"{subject}-{number:03}", title, text))
    return made
