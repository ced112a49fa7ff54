"""Words and names for a made-up corpus: pronounceable, English-like, drawn by Zipf's law from latent topics."""

from dataclasses import dataclass
from itertools import accumulate
from random import Random

FUNCTION = (
    "the of and to a in we is that for on with this are as by our from it be which an can at or these have not their "
    "has such more than while both between also into show propose its how through each all but over when where they "
    "only using most via without across under other however further most one two first they been while may then thus"
).split()
GENERAL = (
    "model method results data training performance task approach learning framework large existing new work problem "
    "evaluation analysis experiments study benchmark accuracy efficient set based quality improve demonstrate achieve "
    "introduce present compared significantly state outperform across different multiple high low better several "
    "design structure complex simple robust scale cost time space error sample process system information feature "
    "representation knowledge domain application challenge limitation novel effective general specific available "
    "provide require enable reduce increase remain address develop explore understand identify leverage generate "
    "evidence effect theory measure estimate observation baseline setting capability gap improvement code public"
).split()
ONSETS = "b br c ch cl cr d dr f fl fr g gl gr h j l m n p pl pr qu r s sc sh sl sp st str t th tr v w".split()
NUCLEI = "a a a e e e i i i o o o u u ai ea ee io ou".split()
CODAS = ["", "", "", "ct", "l", "m", "n", "nd", "nt", "p", "r", "rm", "s", "st", "t", "x"]
SUFFIXES = ["", "", "", "al", "ation", "ed", "er", "ing", "ion", "ity", "ive", "ment", "ness", "ous", "s"]

GIVEN = (
    "Ada Agnes Aisha Akira Alba Amara Amit Ana Andrei Anna Arjun Astrid Beatriz Ben Bo Bruno Camille Carla Chen Chloé "
    "Clara Daniel David Diego Dmitri Ebba Elena Emeka Emil Emma Eva Fatima Felix Femi Fei Gabriel Giulia Grace Hana "
    "Hannah Hao Hassan Helena Hiro Hugo Ibrahim Ida Igor Ines Ingrid Ivan Jakob Jan Jia Jie Jin João Johan José Julia "
    "Jun Kai Karim Kenji Kofi Lars Laura Lei Leila Lena Leo Li Lin Lucas Lucía Magnus Mai Marco Maria Marta Mei Mia "
    "Michael Miguel Milan Min Mira Mohamed Nadia Naoko Nia Nikolai Nina Noor Olga Omar Oscar Otto Paolo Paul Petra "
    "Priya Qi Rafael Rahul Ravi Rosa Ruth Sam Samuel Sanjay Sara Selma Sofia Sven Tao Tariq Tessa Thomas Tomás Uma "
    "Vera Victor Wei Xin Yan Yara Yasmin Yi Yuki Yusuf Zara Zhen Zoë"
).split()
FAMILY_HEADS = (
    "Ab Ad Al And Ar Bal Bar Ber Bjor Bran Cal Car Chan Dal Dan Del Dor Eng Fer Fran Gal Gar Gold Gran Gul Hal Han Har "
    "Hol Iv Jan Jor Kal Kar Kat Kim Kov Lam Lar Lin Mar Mat Mel Mor Mül Nak Nel Nor Oka Ol Pal Par Pet Ram Ros Sal San "
    "Sch Sim Sor Tak Tan Tor Val Van Wal Wan West Wil Yam Zhan"
).split()
FAMILY_TAILS = (
    "a abe aczek ado ahl ak ander ard aro as asi ato berg dez e ell elli en er erson eva evic ez gren i iak ier in ini "
    "ino ka kov la ley lund man mann mura o off ola oni or ov ova quist sen shi si son stein ström ta ton u ura y"
).split()


@dataclass(frozen=True)
class Zipf:
    """Items drawn with weight 1 / (rank + shift) ** exponent; one binary search a draw."""

    items: tuple[str, ...]
    weights: tuple[float, ...]

    def draw(self, random: Random, count: int) -> list[str]:
        """`count` items, with replacement."""
        return random.choices(self.items, cum_weights=self.weights, k=count)


def zipf(items: list[str], exponent: float = 1.0, shift: float = 2.0) -> Zipf:
    """The distribution over `items`, most frequent first."""
    return Zipf(tuple(items), tuple(accumulate((rank + shift) ** -exponent for rank in range(len(items)))))


@dataclass(frozen=True)
class Language:
    """The words of a field: function and general words that all share, and the terms of each latent topic."""

    function: Zipf
    general: Zipf
    rare: Zipf
    topics: tuple[Zipf, ...]


def _word(random: Random, syllables: int) -> str:
    stem = "".join(random.choice(ONSETS) + random.choice(NUCLEI) for _ in range(syllables))
    return stem + random.choice(CODAS) + random.choice(SUFFIXES)


def language(random: Random, topics: int = 30, terms: int = 240, rare: int = 28_000) -> Language:
    """`terms` terms a topic, every third one a phrase of two words, and a long tail of `rare` words."""
    words: dict[str, None] = {}
    while len(words) < topics * terms + rare:
        words[_word(random, random.choice((1, 2, 2, 3)))] = None
    fresh = list(words)
    fields = []
    for start in range(0, topics * terms, terms):
        own = fresh[start : start + terms]
        fields.append(zipf([f"{w} {random.choice(own)}" if i % 3 == 2 else w for i, w in enumerate(own)]))
    return Language(zipf(FUNCTION), zipf(GENERAL, 0.8), zipf(fresh[topics * terms :], 1.0), tuple(fields))


def names(random: Random, count: int) -> list[str]:
    """`count` distinct names, some told apart only by a middle initial."""
    found: dict[str, None] = {}
    while len(found) < count:
        given, family = random.choice(GIVEN), random.choice(FAMILY_HEADS) + random.choice(FAMILY_TAILS)
        name = f"{given} {family}"
        found[f"{given} {random.choice('ABCDEFGHJKLMNPRSTW')}. {family}" if name in found else name] = None
    return list(found)
