"""The tables of mathematical writing: which command, word or character means which kind of token.

Data only; the tokeniser looks things up here. A command that stands in no table is unknown, and an unknown command
makes the side in which it stands unreadable: nothing is guessed from the look of a name.
"""

from __future__ import annotations

GREEK = frozenset(
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon phi chi psi "
    "omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega".split()
)
VARIANTS = {
    "varepsilon": "epsilon", "vartheta": "theta", "varphi": "phi", "varrho": "rho", "varsigma": "sigma", "varpi": "pi",
    "ell": "ell", "hbar": "hbar", "imath": "i", "jmath": "j", "emptyset": "emptyset", "varnothing": "emptyset",
    "aleph": "aleph", "Re": "Re", "Im": "Im",
}  # fmt: skip
GREEK_COMMANDS = {**{name: name for name in GREEK}, **{k: v for k, v in VARIANTS.items() if v in GREEK}}
RELATIONS = {
    "=": "=", "<": "<", ">": ">", "le": "<=", "leq": "<=", "leqslant": "<=", "leqq": "<=", "ge": ">=", "geq": ">=",
    "geqslant": ">=", "geqq": ">=", "lt": "<", "gt": ">", "ne": "!=", "neq": "!=", "approx": "~=", "approxeq": "~=",
    "simeq": "~=", "thickapprox": "~=", "sim": "~", "in": "in", "ni": "?", "notin": "?", "propto": "prop",
    "varpropto": "prop", "equiv": ":=", "triangleq": ":=", "coloneqq": ":=", "coloneq": ":=", "defeq": ":=",
    "vcentcolon=": ":=", "eqqcolon": ":=", "doteq": ":=", "Rightarrow": "=>", "implies": "=>", "Longrightarrow": "=>",
    "Leftrightarrow": "<=>", "iff": "<=>", "Longleftrightarrow": "<=>", "to": "to", "rightarrow": "to",
    "longrightarrow": "to", "mapsto": "to", "leadsto": "to", "cong": "?", "ll": "?", "gg": "?", "lesssim": "?",
    "gtrsim": "?", "subset": "?", "subseteq": "?", "supset": "?", "supseteq": "?", "perp": "?", "Leftarrow": "if",
    "impliedby": "if", "Longleftarrow": "if",
    "leftarrow": "?", "prec": "?", "succ": "?", "preceq": "?", "succeq": "?", "asymp": "?",
    "nleq": "?", "ngeq": "?", "leftrightarrow": "?", "downarrow": "?", "uparrow": "?", "xrightarrow": "to",
    "xlongequal": "=", "xequal": "=", "xRightarrow": "=>", "xLongrightarrow": "=>",
}  # fmt: skip
NEGATED = {"=": "!=", "in": "?", "~": "?", ":=": "!=", "~=": "?", "<": ">=", ">": "<=", "<=": ">", ">=": "<"}
FUNCTIONS = {
    "log": "log", "ln": "log", "exp": "exp", "sin": "sin", "cos": "cos", "tan": "tan", "tanh": "tanh", "sinh": "sinh",
    "cosh": "cosh", "arctan": "arctan", "sgn": "sign", "sign": "sign", "sig": "sigmoid", "sigmoid": "sigmoid",
    "softplus": "softplus", "tr": "tr", "Tr": "tr", "trace": "tr", "det": "det", "erf": "erf", "logit": "logit",
}  # fmt: skip
BIG = {
    "sum": "sum", "prod": "prod", "int": "int", "max": "max", "min": "min", "sup": "sup", "inf": "inf",
    "argmax": "argmax", "argmin": "argmin", "lim": "lim", "oint": "int", "smallint": "int", "intop": "int",
    "limsup": "lim", "liminf": "lim", "esssup": "sup", "essinf": "inf",
}  # fmt: skip
EXPECT = {"E": "E", "EE": "E", "Ex": "E", "bbE": "E", "Expect": "E", "Var": "Var", "Cov": "Cov", "var": "Var",
          "cov": "Cov", "Variance": "Var", "V": "Var"}  # fmt: skip
DIVERGENCES = {
    "KL": "KL", "DKL": "KL", "KLD": "KL", "kl": "KL", "Kl": "KL", "dkl": "KL", "Dkl": "KL", "JSD": "JSD", "JS": "JSD",
    "DJS": "JSD", "DJSD": "JSD", "jsd": "JSD", "js": "JSD", "Js": "JSD", "TV": "TV", "DTV": "TV", "dTV": "TV",
    "tv": "TV", "chi2": "chi2",
}  # fmt: skip
LAWS = {
    "Normal": "N", "Gaussian": "N", "Unif": "U", "Uniform": "U", "unif": "U", "Uni": "U", "Bern": "Bernoulli",
    "Ber": "Bernoulli", "Bernoulli": "Bernoulli", "Exp": "Exponential", "Expo": "Exponential",
    "Exponential": "Exponential", "Poisson": "Poisson", "Pois": "Poisson", "Poi": "Poisson", "Laplace": "Laplace",
    "Lap": "Laplace", "Gamma": "Gamma", "Beta": "Beta", "Geom": "Geometric", "Geo": "Geometric",
    "Geometric": "Geometric", "Bin": "Binomial", "Binom": "Binomial", "Binomial": "Binomial", "Cat": "Categorical",
    "Categorical": "Categorical", "Dir": "Dirichlet", "Dirichlet": "Dirichlet", "Mult": "Multinomial",
    "Multinomial": "Multinomial", "LogNormal": "LogNormal", "Cauchy": "Cauchy",
}  # fmt: skip
CONSTANTS = frozenset(("const", "constant", "cst"))  # what does not depend on the variable
NAMES = frozenset(("ELBO", "Pr", "NLL", "MSE", "BCE", "const", "diag", "Ent", "supp", "dom", "id"))
ACCENTS = {
    "hat": "hat", "widehat": "hat", "tilde": "tilde", "widetilde": "tilde", "bar": "bar", "overline": "bar",
    "dot": "dot", "ddot": "ddot", "check": "check", "breve": "breve", "acute": "acute", "vec": "", "underline": "",
    "mathring": "ring",
}  # fmt: skip
FONTS = {
    "mathbf": "bf", "boldsymbol": "bf", "bm": "bf", "pmb": "bf", "mathbfit": "bf", "symbf": "bf", "mathcal": "cal",
    "mathscr": "cal", "mathfrak": "cal", "mathbb": "bb", "mathds": "bb", "mathbbm": "bb", "Bbb": "bb", "mathrm": "rm",
    "mathit": "", "mathnormal": "", "mathsf": "rm", "mathtt": "rm", "operatorname": "rm", "operatorname*": "rm",
    "DeclareMathOperator": "rm", "mathop": "", "mathbin": "", "mathord": "", "mathrel": "",
    "mathinner": "", "ensuremath": "", "boxed": "", "fbox": "", "phantom": "", "smash": "", "cancel": "",
}  # fmt: skip
SWITCHES = {"bf": "bf", "cal": "cal", "rm": "rm", "it": "", "sf": "rm", "tt": "rm", "boldmath": "bf", "bfseries": "bf"}
TEXTS = frozenset("text mbox textrm textit textbf textnormal textsf texttt textsc emph hbox intertext textup".split())
IGNORED = frozenset(
    r"""displaystyle textstyle scriptstyle scriptscriptstyle limits nolimits nonumber notag , ! ; : > _space hfill
    noindent allowbreak nobreak break strut mathstrut relax thinspace medspace thickspace negthinspace left_ right_
    enspace linebreak newline_ / smallskip medskip bigskip protect centering small normalsize large Large
    par""".split()
) | {" ", "\n", "\t"}  # a backslash before white space is a space
SKIPPED_WITH_ARGUMENT = frozenset("tag tag* label hspace hspace* vspace vspace* color phantom vphantom hphantom ref "
                                  "eqref kern_ mkern_ hskip_ mspace rule_ cite".split())  # fmt: skip
SIZES = {
    **{s + "l": "open" for s in ("big", "Big", "bigg", "Bigg")},
    **{s + "r": "close" for s in ("big", "Big", "bigg", "Bigg")},
    **{s + "m": "mid" for s in ("big", "Big", "bigg", "Bigg")},
    **dict.fromkeys(("big", "Big", "bigg", "Bigg"), ""),
    "left": "left", "right": "right", "middle": "mid",
}  # fmt: skip
OPENERS = {"(": "(", "[": "[", "{": "{", "lbrace": "{", "langle": "<", "lfloor": "f", "lceil": "c", "lvert": "|",
           "lVert": "||", "lbrack": "[", "llbracket": "[", "lparen": "("}  # fmt: skip
CLOSERS = {")": "(", "]": "[", "}": "{", "rbrace": "{", "rangle": "<", "rfloor": "f", "rceil": "c", "rvert": "|",
           "rVert": "||", "rbrack": "[", "rrbracket": "[", "rparen": "("}  # fmt: skip
TRANSPARENT = frozenset("aligned align align* gather gather* gathered split equation equation* eqnarray eqnarray* "
                        "multline multline* alignat alignat* alignedat flalign flalign* math displaymath "
                        "subequations IEEEeqnarray IEEEeqnarray* multlined".split())  # fmt: skip
CONNECTIVES = frozenset(
    """and or so hence thus then therefore thereby where if for when since because as with whenever iff i.e. e.g. let
    by is are we that which gives implies yields also but using from but almost subject on in at to of all any otherwise
    else given assume assuming provided unless under except only while over s.t. st such a.e. a.s. is i.i.d. iid
    equivalently ie eg using because note
    now recall constant""".split()
) - {"constant"}
CONDITIONS = frozenset(
    """for if where when since because whenever with as by subject s.t. st such almost a.e. a.s. over per under given
    on in at using from unless while assuming provided except only""".split()
)
