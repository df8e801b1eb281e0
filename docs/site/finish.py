#!/usr/bin/env python3
"""What Doxygen's pages lack: the script of the site, figures with a text for those who do not see them, each method in one
colour, graphs in the page's own colours, code without the course's marks, addresses of sources, the box with a chapter's
goal, and the index that the search reads.

  finish.py HTML_FOLDER
"""
import html
import json
import os
import re
import shutil
import sys

from method_colors import colored

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
HEAD = ('<script>if(/^(light|dark)$/.test(localStorage.getItem("theme")))'
        'document.documentElement.classList.add(localStorage.getItem("theme")+"-mode");else '
        'document.documentElement.classList.add(matchMedia("(prefers-color-scheme: dark)").matches?"dark-mode":"light-mode")'
        '</script>\n<script src="site.js" defer></script>\n</head>')
FIGURE = re.compile(r'<(?:object type="image/svg\+xml" data|img src)="([^"]+)"[^>]*?(?:></object>|>[^<]*</object>|/?>)'
                    r'(\s*<div class="caption">\s*(.*?)</div>)?', re.S)
GRAPH = re.compile(r'<iframe [^>]*src="([^"]+\.svg)"[^>]*>.*?</iframe>', re.S)
DARK = re.compile(r"@media \(prefers-color-scheme: dark\) \{\n(.*?)\n\}", re.S)
MATHJAX = re.compile(r'<script type="text/x-mathjax-config">.*?</script>\s*<script[^>]*MathJax\.js"></script>\s*', re.S)
PLAIN_CODE = re.compile(r'<pre class="fragment">(.*?)\n?</pre>', re.S)
MARKS = re.compile(r'<div class="line">\s*<span class="comment">\s*//!.*?</span></div>\n?')
LINKED_STD = re.compile(r'<a class="code[^"]*" href="[^"]*">(std::\w+)</a>')
CODE_LINE = re.compile(r'<div class="line">.*?</div>')
NOT_PLAIN = re.compile(r'(<a .*?</a>|<span class="(?:comment|stringliteral|preprocessor)">.*?</span>|<[^>]*>|&\w+;)')
GOAL = re.compile(r'<table class="markdownTable">\s*<tr class="markdownTableHead">\s*'
                  r'<th class="markdownTableHeadNone">Goal\s*</th>'
                  r'<th class="markdownTableHeadNone">(.*?)</th></tr>', re.S)
ANCHOR = re.compile(r'<a (?:class="anchor" )?id="([^"]+)"[^>]*></a>')
HEADING = re.compile(r"\s*<h[1-6][^>]*>(.*?)</h[1-6]>", re.S)
NO_TEXT = re.compile(r'<(script|style).*?</\1>|<div class="toc">.*?</div>|<span class="permalink">.*?</span>', re.S)
TERM = re.compile(r"<p ?><b>([^<]+)</b>(?=[:,]).*?</p>", re.S)
LISTS = re.compile(r"(_source|-members|^dir_.*|^files|^functions.*|^globals.*|^annotated|^classes|^hierarchy|^pages|"
                   r"^inherits|^namespacemembers.*|^graph_legend|.*_8[hc]pp|.*_8dox)\.html$")


def text_of(piece):
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", NO_TEXT.sub(" ", piece)))).strip()


def alternative(folder, picture, caption):
    """The figure's own sentence for those who do not see it, or else its caption."""
    if picture.endswith(".svg"):
        with open(os.path.join(folder, picture), encoding="utf-8") as file:
            label = re.search(r'aria-label="([^"]*)"', file.read(4000))
        if label:
            return label.group(1)
    return html.escape(text_of(caption or ""), quote=True)


def live(folder, picture):
    """A figure with a script, as part of the page, where alone it runs; else nothing. Its dark colours follow the page's
    switch instead of the system."""
    if not picture.endswith(".svg"):
        return None
    with open(os.path.join(folder, picture), encoding="utf-8") as file:
        svg = file.read()
    if "<script>" not in svg:
        return None
    svg = DARK.sub(lambda rules: rules.group(1).replace(".selfsame", "html.dark-mode .selfsame"), svg[svg.index("<svg"):])
    return svg.replace('class="selfsame"', 'class="selfsame in-page"', 1)


def with_figures(page, folder):
    def figure(match):
        picture, below, caption = match.groups()
        whole = match.group(0)
        if not os.path.isfile(os.path.join(folder, picture)) or picture.startswith("dot_") or " alt=\"" in whole and \
                'alt=""' not in whole:
            return whole
        return (live(folder, picture) or
                f'<img src="{picture}" alt="{alternative(folder, picture, caption)}" />') + (below or "")
    return FIGURE.sub(figure, page)


def with_graphs(page, folder):
    """Graphs as part of the page: a frame would be white on a dark page."""
    def graph(match):
        with open(os.path.join(folder, match.group(1)), encoding="utf-8") as file:
            svg = file.read()
        svg = re.sub(r' (?:id="[^"]*"|target="_top")|<!--.*?-->\s*', "", svg[svg.index("<svg"):], flags=re.S)
        return f'<div class="dot-graph">{svg}</div>'
    return GRAPH.sub(graph, page)


def with_lines(page):
    """Code that Doxygen does not colour, in lines as code that it does: long ones are then wrapped alike."""
    def block(match):
        lines = "\n".join(f'<div class="line">{line}</div>' for line in match.group(1).split("\n"))
        return f'<div class="fragment">{lines}</div>'
    return PLAIN_CODE.sub(block, page)


def classes(names):
    """{"Tensor": its page}, for classes that have their name alone."""
    found = {}
    for name in names:
        match = re.fullmatch(r"(?:class|struct)(?:\w*_1_1)?([A-Z][A-Za-z0-9]*)\.html", name)
        if match:
            found.setdefault(match.group(1), []).append(name)
    return {name: pages[0] for name, pages in found.items() if len(pages) == 1}


def with_code_to_read(page, pages_of_classes):
    """Code of a lesson: without the course's marks; classes are links, which Doxygen misses outside of their namespace,
    and what is of the standard library is none."""
    def line(match):
        parts = NOT_PLAIN.split(match.group(0))
        parts[::2] = [re.sub(r"(?<!::)\b[A-Z]\w+\b", link, part) for part in parts[::2]]
        return "".join(parts)

    def link(match):
        address = pages_of_classes.get(match.group(0))
        return f'<a class="code hl_class" href="{address}">{match.group(0)}</a>' if address else match.group(0)
    return CODE_LINE.sub(line, LINKED_STD.sub(r"\1", MARKS.sub("", page)))


def with_quiet_formulas(page):
    """MathJax where there are formulas only, without its box of messages and its menu."""
    if not re.search(r"\\[(\[]", MATHJAX.sub("", page)):
        return MATHJAX.sub("", page)
    return page.replace("MathJax.Hub.Config({", 'MathJax.Hub.Config({\n  messageStyle: "none", showMathMenu: false,', 1)


def without_gone_links(page):
    """Doxygen's summary of a class links to a list of classes in it also where that list is not shown."""
    if 'id="nested-classes"' in page:
        return page
    return re.sub(r'<a href="#nested-classes">Classes</a>\s*(?:&#124;)?', "", page)


def with_terms(name, page, index):
    """An address for each word of the glossary, and a line in the index."""
    def term(match):
        anchor = "term_" + re.sub(r"\W+", "_", match.group(1).lower())
        index.append([f"{name}#{anchor}", "Glossary", text_of(match.group(1)), text_of(match.group(0))])
        return f'<p id="{anchor}">' + match.group(0).split(">", 1)[1]
    return TERM.sub(term, page)


def escaped(name):
    """A file's name as Doxygen writes it into an address."""
    return name.replace("_", "__").replace(".", "_8").replace("/", "_2")


def address_of_source(path, names):
    """The page of a source: Doxygen puts as many folders before its name as it takes to tell it from others."""
    parts = path.split("/")
    for count in range(1, len(parts) + 1):
        name = escaped("/".join(parts[-count:])) + "_source.html"
        if name in names:
            return name
    return None


def with_sources(page, names, folder):
    def link(match):
        path, line, label = match.groups()
        address = address_of_source(path, names)
        if not address:  # not C++: as it is
            address, line = os.path.basename(path) + ".txt", ""
            shutil.copy(os.path.join(ROOT, path), os.path.join(folder, address))
        return f'<a href="{address}{line}">{label}</a>'
    return re.sub(r'<a href="source:([^"#]+)(#l\d+)">(.*?)</a>', link, page)


def sections(name, page):
    """[address, title of the page, title of the section, text] of each section with a heading."""
    title = re.search(r'<div class="title">(.*?)</div>', page, re.S)
    contents = re.search(r'<div class="contents">(.*)</div><!-- (?:doc-content|contents) -->', page, re.S)
    if not title or not contents:
        return []
    title = text_of(title.group(1))
    pieces = ANCHOR.split(contents.group(1))
    found = [[name, title, "", text_of(pieces[0])]]
    for anchor, piece in zip(pieces[1::2], pieces[2::2]):
        heading = HEADING.match(piece)
        if heading:
            found.append([f"{name}#{anchor}", title, text_of(heading.group(1)), text_of(piece[heading.end():])])
        else:
            found[-1][3] += " " + text_of(piece)
    return [section for section in found if section[2] or section[3]]


def main(folder):
    names = {name for name in os.listdir(folder) if name.endswith(".html")}
    for name in os.listdir(folder):
        if name.endswith(".svg"):
            with open(os.path.join(folder, name), "r+", encoding="utf-8") as file:
                svg = file.read()
                file.seek(0)
                file.write(colored(svg))
                file.truncate()
    index, pages_of_classes = [], classes(names)
    for name in sorted(names):
        path = os.path.join(folder, name)
        with open(path, encoding="utf-8") as file:
            page = file.read()
        page = page.replace("</head>", HEAD, 1).replace("<html xmlns", '<html lang="en" xmlns', 1)
        page = with_sources(with_figures(with_graphs(page, folder), folder), names, folder)
        page = with_quiet_formulas(with_lines(without_gone_links(page)))
        if not LISTS.search(name):
            page = with_code_to_read(page, pages_of_classes)
        if name == "glossary.html":
            page = with_terms(name, page, index)
        page = GOAL.sub(r'<table class="markdownTable goal"><tr><td><b>Goal</b></td><td>\1</td></tr>', page)
        with open(path, "w", encoding="utf-8") as file:
            file.write(page)
        if not LISTS.search(name):
            index += sections(name, page)
    with open(os.path.join(folder, "search_index.js"), "w", encoding="utf-8") as file:
        file.write("var SEARCH_INDEX = " + json.dumps(index, ensure_ascii=False, separators=(",", ":")) + ";\n")


if __name__ == "__main__":
    main(sys.argv[1])
