#!/usr/bin/env python3
"""Which folder may include which, how long a file and a training loop may be, and what a chapter consists of.

  tests/house/house.py              looks at the tree it lies in; one line a violation, exit status 1 if there is any
  tests/house/house.py --root DIR   looks at another tree
  tests/house/house.py --self-test  breaks every rule in small temporary trees and expects to be told so
"""
import json
import os
import re
import sys
import tempfile

# A folder of the framework includes itself and those before it.
FRAMEWORK_ORDER = ["core", "io", "kernels", "ops", "nn", "optim", "data", "ssl", "eval", "report", "debug", "distributed"]
GENERATED_HEADERS = ["selfsame_build_info.hpp"]

# What differs between versions of a library is settled in one file.
XTENSOR = "framework/selfsame/core/xt.hpp"
LIBRARY_HOMES = {
    "xtensor": [XTENSOR],
    "xsimd": ["framework/selfsame/core/simd.hpp"],
    "xtensor-blas": ["framework/selfsame/kernels/gemm.cpp"],
}

OUR_FOLDERS = ["framework", "tutorials", "assignments", "tests", "docs"]
MOST_LINES = 400
MOST_COLUMNS = 120  # clang-format leaves comments as they are
MOST_LINES_OF_TRAINING = 40
CHAPTER_FILES = ["program.cpp", "intro.md", "program.md", "results.md"]
CHAPTER = re.compile(r"t\d\d_\w+$")

# What a folder of tutorials/ includes by quotes, beside itself and selfsame/.
TUTORIALS_ORDER = {"methods": [], "recipes": ["methods"], "protocol": ["methods", "recipes"]}
CHAPTERS_INCLUDE = ["methods", "recipes", "protocol"]
PROGRAMS = ["board", "classify", "doctor", "own_board", "traps", "trials"]  # of no chapter; they include what one does
NOT_IN_METHODS = ["selfsame/report/report.hpp", "selfsame/report/results.hpp", "selfsame/selfsame.hpp"]

RULES = {
    "upwards": "move what is needed down, or this file up",
    "framework-alone": "the library knows only selfsame/...; move what is needed into it",
    "one-includer": "include {home} instead, and settle there what differs between versions",
    "method-alone": "a method is copied into other projects: give the function an argument instead",
    "chapter-number": "a method is read alone: say it without pointing to a chapter",
    "recipe-includes": "a recipe knows methods and recipes; what needs more belongs into protocol/",
    "protocol-includes": "the protocol knows methods, recipes and protocol; pass what a chapter has as an argument",
    "chapter-includes": "move what two chapters share into methods/, recipes/ or protocol/",
    "tutorial-folder": "add the new folder to tests/house/house.py, with what it may include",
    "named-stream": "draw from a Generator(named_seed(seed, \"what is drawn\")) and pass it on",
    "long-file": "divide it: above so many lines it is about two things",
    "long-line": "wrap it",
    "long-training": "move what is no step of the method into functions with names",
    "chapter-pages": "write it; CONTRIBUTING.md shows a chapter",
    "chapter-list": "add it to docs/chapters.json, with title, question and builds_on",
}


def sources(root, *folders):
    """Paths from the root of every .cpp and .hpp below the folders."""
    found = []
    for folder in folders:
        for directory, _, names in os.walk(os.path.join(root, folder)):
            found += [os.path.relpath(os.path.join(directory, name), root)
                      for name in names if name.endswith((".cpp", ".hpp"))]
    return sorted(found)


def read(root, path):
    with open(os.path.join(root, path), encoding="utf-8") as file:
        return file.read()


def without_comments(text):
    """The text with comments, and what stands between quotes, blanked; every line keeps its number."""
    def blank(match):
        kept = match.group(0)[0] if match.group(0)[0] in "\"'" else ""
        return kept + re.sub(r"[^\n]", " ", match.group(0)[len(kept):])
    return re.sub(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])+\'', blank, text, flags=re.DOTALL)


def includes(text):
    """Pairs (number of the line, what is included)."""
    return [(number, match.group(1)) for number, line in enumerate(text.split("\n"), 1)
            for match in [re.match(r'\s*#\s*include\s*["<]([^">]+)[">]', line)] if match]


def framework_includes(root):
    for path in sources(root, "framework/selfsame"):
        parts = path.split("/")
        if len(parts) == 3:
            continue  # selfsame.hpp, which includes everything
        folder = parts[2]
        if folder not in FRAMEWORK_ORDER:
            yield path, 1, "upwards", f"the folder {folder} has no place in the order {' '.join(FRAMEWORK_ORDER)}"
            continue
        for line, name in includes(read(root, path)):
            target = name.split("/")
            if target[0] == "selfsame":
                other = target[1] if len(target) > 2 else "selfsame.hpp"
                if other not in FRAMEWORK_ORDER[:FRAMEWORK_ORDER.index(folder) + 1]:
                    yield path, line, "upwards", f"{folder}/ includes {name}, but comes before {other} in the order"
            elif target[0] in ["methods", "recipes", "protocol", "tutorials", *PROGRAMS] or CHAPTER.match(target[0]):
                yield path, line, "framework-alone", f"the framework includes {name}"
            elif name.endswith(".hpp") and "/" not in name and name not in GENERATED_HEADERS:
                yield path, line, "framework-alone", f"{name} is included without its folder"


def library_includes(root):
    for path in sources(root, *OUR_FOLDERS):
        for line, name in includes(read(root, path)):
            homes = LIBRARY_HOMES.get(name.split("/")[0], [path])
            if path not in homes:
                yield (path, line, "one-includer",
                       f"{name} is included; of our files only {homes[0]} may do that", {"home": homes[0]})


def tutorial_includes(root):
    for path in sources(root, "tutorials"):
        folder = path.split("/")[1]
        if CHAPTER.match(folder) or folder in PROGRAMS:
            allowed, rule = CHAPTERS_INCLUDE, "chapter-includes"
        elif folder in TUTORIALS_ORDER:
            allowed = TUTORIALS_ORDER[folder]
            rule = {"methods": "method-alone", "recipes": "recipe-includes", "protocol": "protocol-includes"}[folder]
        else:
            yield path, 1, "tutorial-folder", f"tutorials/{folder}/ is neither a chapter (t14_name) nor a known folder"
            continue
        text = read(root, path)
        for line, name in includes(text):
            target = name.split("/")[0]
            ours = target == "selfsame" or target in allowed + [folder]
            standard = "/" not in name and not name.endswith((".hpp", ".h"))
            if folder == "methods" and (name in NOT_IN_METHODS or not (ours or standard)):
                yield path, line, rule, f"a method includes {name}; it may include selfsame/, except reports, and methods/"
            elif folder != "methods" and not ours and name.endswith(".hpp") and not name.startswith("CLI/"):
                yield path, line, rule, f"{folder}/ includes {name}; it may include {' '.join(['selfsame'] + allowed + [folder])}"
        if folder == "methods":
            for line, words in enumerate(text.split("\n"), 1):
                number = re.search(r"\bt\d\d(_\w+)?\b", words)
                if number:
                    yield path, line, "chapter-number", f"a method names the chapter {number.group(0)}"


def streams(root):
    for path in sources(root, "tutorials"):
        for line, words in enumerate(without_comments(read(root, path)).split("\n"), 1):
            shared = re.search(r"\b(?:manual_seed|default_generator)\b|\bseed \+ \d", words)
            if shared:
                yield path, line, "named-stream", f"{shared.group(0)}: a stream of random numbers that others draw from, too"


def lengths(root):
    for path in sources(root, *OUR_FOLDERS):
        count = len(read(root, path).splitlines())
        if count > MOST_LINES:
            yield path, MOST_LINES + 1, "long-file", f"{count} lines; expected at most {MOST_LINES}"


def widths(root):
    for path in sources(root, *OUR_FOLDERS, "examples"):
        for line, words in enumerate(read(root, path).split("\n"), 1):
            if len(words) > MOST_COLUMNS:
                yield path, line, "long-line", f"{len(words)} columns; expected at most {MOST_COLUMNS}"


def closing(text, start):
    """The place of the bracket that closes the one at `start`."""
    depth = 0
    for place in range(start, len(text)):
        depth += text[place] in "({"
        depth -= text[place] in ")}"
        if depth == 0:
            return place
    return len(text)


def training_lengths(root):
    for path in sources(root, "tutorials/methods"):
        if not path.endswith(".cpp"):
            continue
        text = without_comments(read(root, path))
        for match in re.finditer(r"\b(train_\w+)\s*\(", text):
            after = closing(text, match.end() - 1) + 1
            brace = after + len(text[after:]) - len(text[after:].lstrip())
            if text[brace:brace + 1] != "{":
                continue  # a call
            body = text[brace + 1:closing(text, brace)]
            count = sum(1 for line in body.split("\n") if line.strip())
            if count > MOST_LINES_OF_TRAINING:
                yield (path, text.count("\n", 0, match.start()) + 1, "long-training",
                       f"{match.group(1)} has {count} lines of code; expected at most {MOST_LINES_OF_TRAINING}")


def chapters(root):
    folder = os.path.join(root, "tutorials")
    names = sorted(name for name in os.listdir(folder) if CHAPTER.match(name)) if os.path.isdir(folder) else []
    for name in names:
        for file in CHAPTER_FILES:
            if not os.path.isfile(os.path.join(folder, name, file)):
                yield f"tutorials/{name}/{file}", 1, "chapter-pages", "a chapter has this file; found none"
    list_path = "docs/chapters.json"
    if os.path.exists(os.path.join(root, list_path)):
        listed = [entry["name"] for entry in json.loads(read(root, list_path))]
        for name in names:
            if name not in listed:
                yield f"tutorials/{name}/program.cpp", 1, "chapter-list", f"{name} is not in {list_path}"


CHECKS = [framework_includes, library_includes, tutorial_includes, streams, lengths, widths, training_lengths, chapters]


def violations(root):
    """One line each: file:line, the rule, what is wrong, what to do."""
    told = []
    for check in CHECKS:
        for path, line, rule, wrong, *more in check(root):
            told.append(f"{path}:{line}: {rule}: {wrong}; {RULES[rule].format(**(more[0] if more else {}))}")
    return told


# ---- the self-test -------------------------------------------------------------------------------------------------

def good_tree():
    """A small tree that keeps every rule; some of it looks like a violation and is none."""
    tree = {
        "framework/selfsame/selfsame.hpp": '#include "selfsame/debug/x.hpp"\n',
        XTENSOR: "#include <xtensor/xarray.hpp>\n",
        "framework/selfsame/core/simd.hpp": "#include <xsimd/xsimd.hpp>\n",
        "framework/selfsame/kernels/gemm.cpp": "#include <xtensor-blas/xblas_config.hpp>\n",
        "framework/selfsame/nn/x.hpp": '#include "selfsame/nn/y.hpp"\n#include "selfsame/ops/x.hpp"\n',
        "framework/selfsame/report/x.cpp": '#include "selfsame_build_info.hpp"\n#include <CLI/CLI.hpp>\n',
        "tutorials/methods/x.cpp": '#include <vector>\n#include "methods/x.hpp"\n#include "selfsame/nn/x.hpp"\n'
                                   "std::uint64_t seed;  // seed + 1\n" + training(MOST_LINES_OF_TRAINING) +
                                   "void call() {\n  train_x(\")\");\n" + "  ++seed;\n" * 60 + "}\n",
        "tutorials/recipes/x.cpp": '#include "methods/x.hpp"\n#include "recipes/x.hpp"\n// t02_supervised/tried.md\n',
        "tutorials/protocol/x.cpp": '#include "recipes/x.hpp"\n#include "protocol/x.hpp"\n#include <CLI/CLI.hpp>\n',
        "tutorials/doctor/program.cpp": '#include "protocol/x.hpp"\n',
        "tests/nn/test_x.cpp": "\n" * MOST_LINES,
        "docs/chapters.json": '[{"name": "t01_first"}]\n',
    }
    for file in CHAPTER_FILES:
        tree["tutorials/t01_first/" + file] = '#include "t01_first/x.hpp"\n' if file.endswith("cpp") else "text\n"
    return tree


def training(lines):
    """A training function of so many lines of code, with comments and blank lines that do not count."""
    return ("Cost train_x(int a,\n             int b) {\n\n  // a comment {\n  /* one of\n  two lines */\n" +
            "  step(\"}\");  // done\n" * lines + "}\n")


# (rule, file, its text or None to remove it, the line that must be named)
BREACHES = [
    ("upwards", "framework/selfsame/ops/x.cpp", '\n#include "selfsame/nn/x.hpp"\n', 2),
    ("upwards", "framework/selfsame/core/x.cpp", "#include <selfsame/io/x.hpp>\n", 1),
    ("upwards", "framework/selfsame/nn/z.cpp", '#include "selfsame/selfsame.hpp"\n', 1),
    ("upwards", "framework/selfsame/attic/x.cpp", "", 1),
    ("framework-alone", "framework/selfsame/eval/x.cpp", '#include "methods/x.hpp"\n', 1),
    ("framework-alone", "framework/selfsame/eval/x.cpp", '#include "x.hpp"\n', 1),
    ("one-includer", "framework/selfsame/ops/x.cpp", "\n\n#include <xtensor/xmath.hpp>\n", 3),
    ("one-includer", "tests/core/x.cpp", "#include <xsimd/xsimd.hpp>\n", 1),
    ("one-includer", "framework/selfsame/core/xt.hpp", "#include <xtensor-blas/xlinalg.hpp>\n", 1),
    ("method-alone", "tutorials/methods/x.hpp", '#include "recipes/x.hpp"\n', 1),
    ("method-alone", "tutorials/methods/x.hpp", '#include "protocol/x.hpp"\n', 1),
    ("method-alone", "tutorials/methods/x.hpp", "#include <CLI/CLI.hpp>\n", 1),
    ("method-alone", "tutorials/methods/x.hpp", '#include "selfsame/report/report.hpp"\n', 1),
    ("method-alone", "tutorials/methods/x.hpp", '#include "selfsame/report/results.hpp"\n', 1),
    ("chapter-number", "tutorials/methods/x.hpp", "\n/// As t02_supervised does.\n", 2),
    ("chapter-number", "tutorials/methods/x.hpp", "/// See t12.\n", 1),
    ("recipe-includes", "tutorials/recipes/x.hpp", '#include "protocol/x.hpp"\n', 1),
    ("protocol-includes", "tutorials/protocol/x.hpp", '#include "t01_first/x.hpp"\n', 1),
    ("chapter-includes", "tutorials/t01_first/x.hpp", '#include "t02_second/x.hpp"\n', 1),
    ("chapter-includes", "tutorials/board/program.cpp", '#include "t01_first/x.hpp"\n', 1),
    ("tutorial-folder", "tutorials/common/x.hpp", "", 1),
    ("named-stream", "tutorials/protocol/x.hpp", "\nmanual_seed(seed);\n", 2),
    ("named-stream", "tutorials/methods/x.hpp", "randn({3}, default_generator());\n", 1),
    ("named-stream", "tutorials/t01_first/x.hpp", "\n\nloader(data, seed + 1);\n", 3),
    ("long-file", "docs/x.cpp", "\n" * (MOST_LINES + 1), MOST_LINES + 1),
    ("long-line", "docs/x.cpp", "\n// " + "x" * (MOST_COLUMNS - 2) + "\n", 2),
    ("long-training", "tutorials/methods/y.cpp", "\n" + training(MOST_LINES_OF_TRAINING + 1), 2),
    ("chapter-list", "docs/chapters.json", "[]\n", 1),
] + [("chapter-pages", "tutorials/t01_first/" + file, None, 1) for file in CHAPTER_FILES]


def told_of(tree):
    with tempfile.TemporaryDirectory() as root:
        for path, text in tree.items():
            os.makedirs(os.path.dirname(os.path.join(root, path)), exist_ok=True)
            with open(os.path.join(root, path), "w", encoding="utf-8") as file:
                file.write(text)
        return violations(root)


def self_test():
    failures = [f"a tree that keeps the rules: expected nothing, found: {line}" for line in told_of(good_tree())]
    for rule, path, text, line in BREACHES:
        tree = good_tree()
        if text is None:
            del tree[path]
        else:
            tree[path] = text
        place = "tutorials/t01_first/program.cpp" if rule == "chapter-list" else path
        told = told_of(tree)
        if len(told) != 1 or not told[0].startswith(f"{place}:{line}: {rule}: "):
            failures.append(f"{path} with {text!r:.60}: expected one line, {place}:{line}: {rule}: ..., found {told}")
    for rule in set(RULES) - {breach[0] for breach in BREACHES}:
        failures.append(f"no breach of the rule {rule} is tried; add one to BREACHES")
    for failure in failures:
        print("FAILED: " + failure)
    if not failures:
        print(f"each of {len(RULES)} rules was broken and told of, in {len(BREACHES)} ways")
    return 1 if failures else 0


def main(arguments):
    if arguments == ["--self-test"]:
        return self_test()
    root = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
    if len(arguments) == 2 and arguments[0] == "--root":
        root = arguments[1]
    elif arguments:
        print(__doc__.strip())
        return 0 if arguments[0] in ("--help", "-h") else 2
    told = violations(os.path.normpath(root))
    for line in told:
        print(line)
    print(f"house: {len(told)} violations" if told else f"house: {len(RULES)} rules are kept")
    return 1 if told else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
