"""The style sheet of the HTML reports: one for pages and for notebooks, light and dark, narrow and printed.

Everything is below the class `hw3verify`, so that a report in a notebook changes nothing around it. Law: every colour
of text stands in PALETTES, and has a contrast of at least 4.5 to both backgrounds there (the tests compute it by the
formula of WCAG 2.2); colour is never the only sign.
"""

from __future__ import annotations

from hw3verify.report.html.markup import Markup

PALETTES = {
    "light": {
        "paper": "#ffffff", "card": "#f5f6f8", "ink": "#1b1f24", "faint": "#57606a", "rule": "#d0d7de",
        "link": "#0a58ca", "good": "#116329", "bad": "#b31d28", "fair": "#7d4e00", "open": "#6639ba",
        "dark": "#99286e", "calm": "#0b5a75",
    },
    "dark": {
        "paper": "#14181d", "card": "#1e242b", "ink": "#e6eaee", "faint": "#a3adb8", "rule": "#3b444e",
        "link": "#79b8ff", "good": "#5fd37a", "bad": "#ff8a85", "fair": "#e3b04b", "open": "#c3a3ff",
        "dark": "#ff9bd2", "calm": "#7cc7e0",
    },
}  # fmt: skip
BACKGROUNDS = ("paper", "card")
LINES = ("rule",)
_RULES = """
.hw3verify{background:var(--paper);color:var(--ink);font:1rem/1.5 system-ui,-apple-system,"Segoe UI",
Roboto,"Helvetica Neue",Arial,sans-serif;padding:1rem;overflow-wrap:break-word}
.hw3verify *{box-sizing:border-box}
.hw3verify header,.hw3verify main,.hw3verify nav,.hw3verify footer{max-width:60rem;margin:0 auto}
.hw3verify h1{font-size:1.5rem;line-height:1.25;margin:0 0 .25rem}
.hw3verify h2{font-size:1.2rem;line-height:1.3;margin:2.25rem 0 .5rem;padding-top:.5rem;
border-top:1px solid var(--rule)}
.hw3verify h3{font-size:1rem;margin:0;display:flex;flex-wrap:wrap;gap:.25rem .75rem;align-items:baseline}
.hw3verify p,.hw3verify ul,.hw3verify ol{margin:.35rem 0}
.hw3verify a{color:var(--link)}
.hw3verify :focus-visible{outline:3px solid var(--link);outline-offset:2px}
.hw3verify .skip{position:absolute;left:-100rem}
.hw3verify .skip:focus{position:static}
.hw3verify .faint{color:var(--faint)}
.hw3verify .good{color:var(--good)}.hw3verify .bad{color:var(--bad)}.hw3verify .fair{color:var(--fair)}
.hw3verify .open{color:var(--open)}.hw3verify .dark{color:var(--dark)}.hw3verify .calm{color:var(--calm)}
.hw3verify .badge{white-space:nowrap;font-weight:600}
.hw3verify .shape{vertical-align:-.15em;width:1em;height:1em}
.hw3verify .counts{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;list-style:none;padding:0}
.hw3verify .article{margin:.75rem 0;padding:.6rem .8rem;background:var(--card);border-left:.3rem solid currentColor;
border-radius:.25rem}
.hw3verify .article>*{color:var(--ink)}
.hw3verify .article .faint,.hw3verify .article dt,.hw3verify .article caption{color:var(--faint)}
.hw3verify .article h3 .good{color:var(--good)}.hw3verify .article h3 .bad{color:var(--bad)}
.hw3verify .article h3 .fair{color:var(--fair)}.hw3verify .article h3 .open{color:var(--open)}
.hw3verify .article h3 .dark{color:var(--dark)}.hw3verify .article h3 .calm{color:var(--calm)}
.hw3verify dl{margin:.4rem 0;display:grid;grid-template-columns:max-content minmax(0,1fr);gap:.3rem .8rem}
.hw3verify dt{color:var(--faint)}
.hw3verify dd{margin:0;min-width:0}
.hw3verify code{font:.875em/1.45 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;overflow-wrap:anywhere;
unicode-bidi:isolate}
.hw3verify .scroll{overflow-x:auto;overflow-y:hidden;padding:.15rem 0}
.hw3verify .formula{line-height:1.9}
.hw3verify math{font-size:1.05em;font-family:"STIX Two Math","Cambria Math","Latin Modern Math","Noto Sans Math",math}
.hw3verify .hint{border:1px solid var(--rule);border-radius:.25rem;padding:.35rem .6rem}
.hw3verify table{border-collapse:collapse;margin:.5rem 0;font-variant-numeric:tabular-nums}
.hw3verify caption{text-align:left;white-space:nowrap;color:var(--faint);padding-bottom:.2rem}
.hw3verify th,.hw3verify td{padding:.2rem .6rem;border-bottom:1px solid var(--rule);text-align:left;
vertical-align:baseline;font-weight:400}
.hw3verify thead th{font-weight:600}
.hw3verify tbody th{min-width:5rem;overflow-wrap:anywhere}
.hw3verify .number{text-align:right;white-space:nowrap}
.hw3verify td.title{min-width:9rem}
.hw3verify .failure{margin-top:1.75rem}
.hw3verify details{margin:.35rem 0}
.hw3verify summary{cursor:pointer;color:var(--link);width:fit-content;padding:.1rem 0}
.hw3verify svg.histogram{max-width:100%;height:auto;display:block}
.hw3verify .histogram text{fill:var(--ink);font:12px system-ui,sans-serif}
.hw3verify .histogram rect{fill:var(--calm)}
.hw3verify .histogram line{stroke:var(--faint)}
.hw3verify .plots{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,20rem),1fr));gap:1rem}
.hw3verify figure.plot{margin:.5rem 0;min-width:0;max-width:32rem}
.hw3verify th.what{min-width:12rem}
.hw3verify figcaption{font-weight:600}
.hw3verify svg.plot{width:100%;height:auto;display:block}
.hw3verify svg.sample{width:28px;height:12px;display:inline-block;margin-right:.4rem}
.hw3verify .legend{display:flex;flex-wrap:wrap;gap:.1rem 1rem;list-style:none;padding:0;font-size:.875rem}
.hw3verify .plot text{fill:var(--ink);font:12px system-ui,sans-serif}
.hw3verify .plot .grid{stroke:var(--rule);stroke-width:.6}
.hw3verify .plot .axis{stroke:var(--faint)}
.hw3verify .plot .curve{fill:none;stroke:currentColor;stroke-width:1.6}
.hw3verify .plot .reference{fill:none;stroke:var(--ink);stroke-width:1.2}
.hw3verify .plot .mark{fill:currentColor;fill-opacity:.65}
.hw3verify .plot .band{fill:currentColor;fill-opacity:.25}
@media (max-width:36rem){.hw3verify dl{grid-template-columns:minmax(0,1fr);gap:0}.hw3verify dd{margin-bottom:.4rem}
.hw3verify{padding:.75rem}.hw3verify th,.hw3verify td{padding:.2rem .35rem}}
@media print{.hw3verify{font-size:10pt;padding:0}.hw3verify .skip,.hw3verify nav{display:none}
.hw3verify .article,.hw3verify table,.hw3verify tr{break-inside:avoid}.hw3verify h2,.hw3verify h3{break-after:avoid}
.hw3verify .scroll{overflow:visible}.hw3verify details::details-content{content-visibility:visible;display:block}}
"""


def _variables(palette: dict[str, str]) -> str:
    return ".hw3verify{" + "".join(f"--{name}:{colour};" for name, colour in palette.items()) + "}"


def rules() -> str:
    """The style sheet as a file has it."""
    light, dark = (_variables(PALETTES[name]) for name in ("light", "dark"))
    # on paper everything is light
    return f"{light}\n@media screen and (prefers-color-scheme:dark){{{dark}}}{_RULES}"


def style_sheet() -> Markup:
    """The `style` element."""
    return Markup(f"<style>\n{rules()}</style>")
