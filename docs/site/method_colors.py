"""One colour a method, in every figure of the site, that of the programs' reports: figures that know no methods number
their curves, so that the same method would have another colour on each page. A figure is changed if all its curves or
bars are methods of the table."""
import os
import re

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
with open(os.path.join(ROOT, "tutorials/protocol/method_colors.cpp"), encoding="utf-8") as table:
    COLORS = dict(re.findall(r'\{"(\w+)", "(#\w{6})"\}', table.read()))
# What is built on a method has its colour in another line, and in a paler bar.
DASHES = {"": "", "_probe": "7,4", "_fixmatch": "2,3", "_graph": "9,3,2,3"}

ANY_COLOR = r"rgb\((?!\s*31,\s*41,|209, 213)\s*\d+,\s*\d+,\s*\d+\)"  # not of axes and grid
CURVE = re.compile(r'<g id="[^"]*gnuplot_plot_\d+".*?(?=<g id="[^"]*gnuplot_plot_\d+"|</svg>)', re.S)
CURVE_NAME = re.compile(r'text-anchor="(?:start|end)">\s*<text>([^<]*)</text>')
LINE = re.compile(rf"(<path stroke=')({ANY_COLOR})'(?:\s+stroke-dasharray='[^']*')?")
POINT = re.compile(rf"(<use [^>]*color=')({ANY_COLOR})")
BAR = re.compile(rf"(<polygon fill = ')({ANY_COLOR})(' points = '[\d.]+,([\d.]+) [\d.]+,[\d.]+ [\d.]+,([\d.]+))")
BAR_NAME = re.compile(r'translate\([\d.]+,([\d.]+)\)"[^>]*text-anchor="end">\s*<text>([^<]*)</text>')


def style_of(name):
    """(color, dashes) of a method, None if it is unknown. "supervised, tuned" is another line of supervised, and
    "simclr_b64_probe" simclr_probe with so many images a step."""
    name, _, variant = name.partition(", ")
    name = re.sub(r"_b\d+(?=_|$)", "", name)
    for end, dashes in DASHES.items():
        if name.endswith(end) and name[:len(name) - len(end)] in COLORS:
            return COLORS[name[:len(name) - len(end)]], dashes or ("7,4" if variant else "")
    return None


def curves_of(svg):
    """{text of a curve: its name}"""
    names = {curve: CURVE_NAME.search(curve) for curve in CURVE.findall(svg)}
    return {curve: name.group(1) for curve, name in names.items() if name and name.group(1) != "front"}


def with_colored_curves(svg):
    methods = {curve: style_of(name) for curve, name in curves_of(svg).items()}
    if not methods or None in methods.values():
        return svg
    for curve, (color, dashes) in methods.items():
        dash = f" stroke-dasharray='{dashes}'" if dashes else ""
        new = LINE.sub(lambda m: f"{m.group(1)}{color}'{dash}", curve)
        svg = svg.replace(curve, POINT.sub(lambda m: m.group(1) + color, new))
    return svg


def with_colored_bars(svg):
    names = [(float(y), name) for y, name in BAR_NAME.findall(svg)]

    def style_at(bar):
        middle = (float(bar.group(4)) + float(bar.group(5))) / 2
        return style_of(min(names, key=lambda name: abs(name[0] - middle))[1])
    bars = list(BAR.finditer(svg))
    if not bars or not names or not all(map(style_at, bars)):
        return svg

    def bar(match):
        color, dashes = style_at(match)
        return match.group(1) + color + ("' fill-opacity='0.55" if dashes else "") + match.group(3)
    return BAR.sub(bar, svg)


def without_color(svg):
    """Names in a figure of methods that the table lacks."""
    names = [name for _, name in BAR_NAME.findall(svg)] if BAR.search(svg) else list(curves_of(svg).values())
    return [name for name in names if not style_of(name)] if any(map(style_of, names)) else []


def colored(svg):
    return with_colored_bars(with_colored_curves(svg)) if "gnuplot_canvas" in svg else svg
