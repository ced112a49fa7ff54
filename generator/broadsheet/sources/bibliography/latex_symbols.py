"""What LaTeX's text commands stand for: accents, letters, symbols and the commands that leave no trace.

From the LaTeX2e encodings OT1, T1 and TS1 and the Greek letters of mathematics.
"""

import unicodedata

# One-character and one-letter accent commands with the combining character that follows the base letter.
ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306", ".": "\u0307",
    '"': "\u0308", "r": "\u030a", "H": "\u030b", "v": "\u030c", "d": "\u0323", "c": "\u0327", "k": "\u0328",
    "b": "\u0331", "t": "\u0361", "G": "\u030f", "U": "\u030e", "f": "\u0311", "h": "\u0309",
    "overline": "\u0305", "textcommabelow": "\u0326",
}  # fmt: skip

_LETTERS = {
    "aa": "å", "AA": "Å", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł",
    "ss": "ß", "SS": "ẞ", "i": "ı", "j": "ȷ", "dh": "ð", "DH": "Ð", "dj": "đ", "DJ": "Đ", "th": "þ", "TH": "Þ",
    "ng": "ŋ", "NG": "Ŋ", "ij": "ĳ", "IJ": "Ĳ", "textschwa": "ə", "textsterling": "£", "pounds": "£", "euro": "€",
    "texteuro": "€", "EUR": "€", "textyen": "¥", "textcent": "¢", "textdollar": "$",
}  # fmt: skip

_MARKS = {
    "textbackslash": "\\", "textasciitilde": "~", "textasciicircum": "^", "textunderscore": "_", "textbar": "|",
    "textless": "<", "textgreater": ">", "textbraceleft": "{", "textbraceright": "}", "textbullet": "•", "bullet": "•",
    "textendash": "–", "textemdash": "—", "textellipsis": "…", "ldots": "…", "dots": "…", "cdots": "⋯",
    "textquoteleft": "‘", "textquoteright": "’", "lq": "‘", "rq": "’", "textquotesingle": "'",
    "textquotedblleft": "“", "textquotedblright": "”", "textquotedbl": '"', "dq": '"', "quotedblbase": "„",
    "quotesinglbase": "‚", "glqq": "„", "grqq": "“", "flqq": "«", "frqq": "»", "glq": "‚", "grq": "‘", "flq": "‹",
    "frq": "›", "guillemotleft": "«", "guillemotright": "»", "guillemetleft": "«", "guillemetright": "»",
    "guilsinglleft": "‹", "guilsinglright": "›", "textexclamdown": "¡", "textquestiondown": "¿", "S": "§", "P": "¶",
    "textsection": "§", "textparagraph": "¶", "copyright": "©", "textcopyright": "©", "textregistered": "®",
    "texttrademark": "™", "dag": "†", "ddag": "‡", "textdagger": "†", "textdaggerdbl": "‡", "textdegree": "°",
    "degree": "°", "textordfeminine": "ª", "textordmasculine": "º", "textmu": "µ", "micro": "µ", "textpm": "±",
    "texttimes": "×", "textdiv": "÷", "textonehalf": "½", "textonequarter": "¼", "textthreequarters": "¾",
    "textonesuperior": "¹", "texttwosuperior": "²", "textthreesuperior": "³", "textperiodcentered": "·",
    "textnumero": "№", "textpercent": "%", "textampersand": "&", "textnumbersign": "#", "textasteriskcentered": "*",
    "textbrokenbar": "¦", "textcurrency": "¤", "textlnot": "¬", "textvisiblespace": "␣", "slash": "/", "hyphen": "-",
    "textasciigrave": "`", "textasciiacute": "´", "textasciidieresis": "¨", "textasciimacron": "¯",
    "textacutemacron": "´", "TeX": "TeX", "LaTeX": "LaTeX", "LaTeXe": "LaTeX2e", "BibTeX": "BibTeX", "XeTeX": "XeTeX",
    "bibrangedash": "–", "bibdash": "—", "newline": " ", "par": " ", "quad": " ", "qquad": " ", "space": " ",
    "textohm": "Ω", "textcelsius": "℃", "textperthousand": "‰", "textpertenthousand": "‱", "textbardbl": "‖",
    "textfractionsolidus": "⁄", "textservicemark": "℠", "textmho": "℧", "textwon": "₩", "textnaira": "₦",
    "textleftarrow": "←", "textuparrow": "↑", "textrightarrow": "→", "textdownarrow": "↓", "textminus": "−",
    "textlangle": "⟨", "textrangle": "⟩", "textestimated": "℮", "textreferencemark": "※", "texttildelow": "˷",
    "textasciicaron": "ˇ", "textasciibreve": "˘", "textacutedbl": "˝", "textopenbullet": "◦", "hyp": "-",
    "nobreakspace": " ", "thinspace": " ", "enspace": " ", "hfill": " ", "linebreak": " ",
}  # fmt: skip

# Mathematics that people write in titles without dollars.
_MATHEMATICS = {
    "times": "×", "div": "÷", "pm": "±", "mp": "∓", "cdot": "·", "leq": "≤", "le": "≤", "geq": "≥", "ge": "≥",
    "neq": "≠", "ne": "≠", "approx": "≈", "sim": "∼", "equiv": "≡", "infty": "∞", "to": "→", "rightarrow": "→",
    "leftarrow": "←", "leftrightarrow": "↔", "Rightarrow": "⇒", "Leftarrow": "⇐", "langle": "⟨", "rangle": "⟩",
    "in": "∈", "notin": "∉", "subset": "⊂", "subseteq": "⊆", "cup": "∪", "cap": "∩", "forall": "∀", "exists": "∃",
    "partial": "∂", "nabla": "∇", "sum": "∑", "prod": "∏", "int": "∫", "sqrt": "√", "ell": "ℓ", "star": "⋆",
    "circ": "∘", "oplus": "⊕", "otimes": "⊗", "wedge": "∧", "vee": "∨", "neg": "¬", "ast": "∗", "mid": "∣",
    "prime": "′", "checkmark": "✓", "ll": "≪", "gg": "≫", "propto": "∝", "perp": "⊥", "emptyset": "∅",
    "varepsilon": "ε", "varphi": "φ", "vartheta": "ϑ", "varrho": "ϱ", "varsigma": "ς",
}  # fmt: skip

_GREEK = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma tau upsilon phi chi "
    "psi omega"
).split()


def _greek() -> dict[str, str]:
    """Commands such as alpha, Alpha, textalpha, upalpha with their letters."""
    table = {}
    for name in _GREEK:
        unicode_name = name.replace("lambda", "lamda").upper()
        small = unicodedata.lookup(f"GREEK SMALL LETTER {unicode_name}")
        for prefix in ("", "text", "up"):
            table[prefix + name] = small
            table[(prefix + name) if prefix else name.capitalize()] = small if prefix else small.upper()
    return table


SYMBOLS = {**_greek(), **_MATHEMATICS, **_MARKS, **_LETTERS}

# Commands that only change how the text after them looks, or steer TeX: gone without a trace where no group follows.
SILENT = frozenset(
    "em it bf sc tt rm sf sl up md bfseries itshape scshape ttfamily rmfamily sffamily slshape upshape mdseries "
    "normalfont nolinebreak pagebreak nopagebreak item "
    "normalsize small footnotesize scriptsize tiny large Large LARGE huge Huge relax protect ignorespaces "
    "unskip noindent centering bgroup egroup begingroup endgroup aftergroup xspace allowbreak nobreak left right "
    "displaystyle textstyle limits nolimits null strut leavevmode boldmath unboldmath selectfont autocap midsentence "
    "addspace nocase mbox hbox text emph textit textbf texttt textsc textrm textsf textup textnormal ensuremath".split()
)

# Commands whose (first) argument is for TeX or for sorting, not for the reader.
DROPS_ARGUMENT = frozenset(
    "noopsort NoopSort noop SortNoop sortnoop printfirst switchargs hspace vspace label phantom vphantom hphantom "
    "color selectlanguage fontsize fontencoding fontfamily fontseries fontshape textcolor "
    "foreignlanguage begin end".split()
)

# Commands that put marks round their argument.
QUOTES = {"enquote": ("“", "”"), "mkbibquote": ("“", "”"), "mkbibparens": ("(", ")"), "mkbibbrackets": ("[", "]")}

SUPERSCRIPTS = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
SUBSCRIPTS = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
