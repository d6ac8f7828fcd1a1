"""Pictures on paper: a PDF's maker draws an inline SVG without the page's stylesheet; so each gets its own."""

import re

_INK, _SOFT, _PAPER, _RULE, _FIRM, _WASH = "#221d24", "#57505a", "#fff", "#dcd6cc", "#857d78", "#edeae4"
_PETROL, _RUST, _MOSS, _HEATHER, _STONE, _BAD = "#1d5b79", "#ad4a17", "#5f6e17", "#77478c", "#6d665e", "#a3241b"
_CARE, _THREAD, _PALE_PETROL, _PALE_RUST, _MID_PETROL = "#764600", "#9a6c00", "#eaf0f4", "#f9ede6", "#a9c3d1"
_LOW, _MODERATE, _HIGH, _SEVERE = "#e6ebd9", "#f6e2ab", "#ecb27b", "#d47f60"

SHEET = f"""
text {{ fill: {_INK}; font-size: 14px; font-family: 'Atkinson Hyperlegible Next Variable', Arial, sans-serif }}
.t-soft {{ fill: {_SOFT} }} .t-strong {{ font-weight: 700 }} .t-on {{ fill: #fff; font-weight: 700 }}
.grid {{ stroke: {_RULE}; stroke-width: 1 }} .axis {{ stroke: {_INK}; stroke-width: 1.5; fill: none }}
.target {{ stroke: {_INK}; stroke-width: 1.5; stroke-dasharray: 2 4 }} .limit {{ stroke: {_INK}; stroke-width: 3 }}
.line {{ fill: none; stroke: {_STONE}; stroke-width: 2.5; vector-effect: non-scaling-stroke; stroke-linejoin: round }}
.line--petrol {{ stroke: {_PETROL}; stroke-width: 3.5 }} .line--rust {{ stroke: {_RUST}; stroke-dasharray: 9 4 }}
.line--moss {{ stroke: {_MOSS}; stroke-dasharray: 2 4 }}
.line--heather {{ stroke: {_HEATHER}; stroke-dasharray: 14 4 2 4 }}
.line--plan {{ stroke: {_STONE}; stroke-width: 2; stroke-dasharray: 6 5 }}
.line--ink {{ stroke: {_INK}; stroke-width: 2; stroke-dasharray: 1 5 }}
.dot {{ fill: {_PETROL}; stroke: {_PAPER}; stroke-width: 2 }}
.dot--open {{ fill: {_PAPER}; stroke: {_PETROL}; stroke-width: 2.5 }}
.tag-dot {{ fill: {_PAPER}; stroke: {_INK}; stroke-width: 1.5 }} .late {{ fill: {_BAD} }}
.cell {{ stroke: {_PAPER}; stroke-width: 3 }} .part--rest {{ fill: {_WASH}; stroke: {_FIRM} }}
.cell--low {{ fill: {_LOW} }} .cell--moderate {{ fill: {_MODERATE} }}
.cell--high {{ fill: {_HIGH} }} .cell--severe {{ fill: {_SEVERE} }}
.cell--stale {{ stroke: {_INK}; stroke-width: 2; stroke-dasharray: 4 3 }}
.move {{ stroke: {_INK}; stroke-width: 2 }} .move--thin {{ stroke-width: 1 }} .tip {{ fill: {_INK} }}
.from {{ fill: {_PAPER}; stroke: {_INK}; stroke-width: 2 }}
.to--doing {{ fill: {_PETROL}; stroke: {_PAPER}; stroke-width: 2 }}
.to--not {{ fill: {_RUST}; stroke: {_PAPER}; stroke-width: 2 }} .bowtie__cloth {{ fill: {_WASH} }}
.range {{ fill: {_PETROL}; fill-opacity: 0.14 }}
.join {{ fill: none; stroke: {_FIRM}; stroke-width: 1.5 }} .tip--soft {{ fill: {_STONE} }}
.place {{ fill: {_PAPER}; stroke: {_STONE}; stroke-width: 1.5 }}
.place--enabler {{ stroke-width: 1.5 }} .place--change {{ stroke-width: 1.5 }} .place--outcome {{ stroke-width: 1.5 }}
.place--benefit {{ fill: {_PALE_PETROL}; stroke: {_PETROL}; stroke-width: 2 }}
.place--objective {{ stroke: {_INK}; stroke-width: 2.5 }}
.place--against {{ fill: {_PALE_RUST}; stroke: {_RUST} }}
.place--broken {{ stroke: {_CARE}; stroke-width: 2.5; stroke-dasharray: 6 4 }}
.t-broken {{ fill: {_CARE}; font-weight: 700 }} .t-mark {{ font-size: 13px; font-weight: 700 }}
.track {{ stroke: {_FIRM}; stroke-width: 1 }}
.ring {{ fill: none; stroke: {_INK}; stroke-width: 1.5 }}
.yarn {{ stroke: {_THREAD}; stroke-width: 3 }} .yarn--loose {{ stroke-dasharray: 2 4 }}
.knot {{ fill: {_PAPER}; stroke: {_THREAD}; stroke-width: 3 }} .knot--loose {{ stroke-dasharray: 2 3 }}
.knot--here {{ fill: {_THREAD} }} .t-loose {{ fill: {_CARE} }}
.part--reached {{ fill: {_PETROL} }} .part--on {{ fill: {_MID_PETROL}; stroke: {_PETROL} }}
.part--risk {{ fill: {_RUST} }}
.part--unread {{ fill: {_PAPER}; stroke: {_FIRM}; stroke-dasharray: 3 2 }}
.bay__sign {{ fill: none; stroke: {_INK}; stroke-width: 2.5 }}
"""
_EDGE = re.compile(r"<(/?)svg\b[^>]*>")


def dress(html: str) -> str:
    """The same page with a stylesheet in every outermost SVG, for a PDF's maker and not for a browser."""
    parts, depth, done = [], 0, 0
    for edge in _EDGE.finditer(html):
        parts.append(html[done : edge.end()])
        done = edge.end()
        if edge.group(1):
            depth -= 1
        elif not edge.group().endswith("/>"):
            depth += 1
            if depth == 1:
                parts.append(f"<style>{SHEET}</style>")
    return "".join(parts) + html[done:]
