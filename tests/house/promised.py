#!/usr/bin/env python3
"""Every test that docs/promised.dox names is there, and every promise of its tables names one.

  tests/house/promised.py              looks at the tree it lies in; one line a mistake, exit status 1 if there is any
  tests/house/promised.py --self-test  is each kind of mistake told of?
"""
import os
import re
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PAGE = "docs/promised.dox"


def read(root, path):
    with open(os.path.join(root, path), encoding="utf-8") as file:
        return file.read()


def titles(text):
    """The titles of a file's test cases; what stands on several lines between quotes is one title."""
    joined = re.sub(r'"\s*\n\s*"', "", text)
    return re.findall(r'TEST_CASE\(\s*"((?:\\.|[^"\\])*)"', joined)


def mistakes(root):
    """One line each: what the page says of a test that is not so."""
    promises, in_table = 0, False
    for number, line in enumerate(read(root, PAGE).split("\n"), 1):
        in_table = line.startswith("| promise |") or (in_table and line.startswith("| "))
        if not in_table or line.startswith(("| promise |", "| --- |")):
            continue
        promises += 1
        held_by = line.rstrip(" |").rsplit(" | ", 1)[-1]
        if "`tests/" not in held_by:
            yield f"{PAGE}:{number}: no test holds this promise; name one, or move it to what is not promised"
        for path, cited in re.findall(r'`(tests/[^`]+)`((?:[:,]? ?"[^"]*")*)', held_by):
            if not os.path.isfile(os.path.join(root, path)):
                yield f"{PAGE}:{number}: {path} is not there; name the file that holds the test now"
                continue
            known = titles(read(root, path))
            for title in re.findall(r'"([^"]*)"', cited):
                if title not in known:
                    yield f"{PAGE}:{number}: {path} has no test \"{title}\"; name the one that holds the promise now"
            if path.endswith(".cpp") and not cited:
                yield f"{PAGE}:{number}: {path} is named without a test; add its title between quotes"
    if promises == 0:
        yield f"{PAGE}: holds no promise; expected tables whose rows name a test"


def self_test():
    tests = {"tests/a.cpp": 'TEST_CASE(\n    "one, which is "\n    "long") {}\nTEST_CASE("two") {}\n', "tests/b.sh": ""}
    for row, told in [('`tests/a.cpp`: "one, which is long", "two"; `tests/b.sh`', None),
                      ('`tests/a.cpp`: "two", "three"', 'has no test "three"'),
                      ('`tests/c.cpp`: "two"', "tests/c.cpp is not there"),
                      ("`tests/a.cpp`", "without a test"),
                      ("nobody", "no test holds this promise"),
                      (None, "holds no promise")]:
        with tempfile.TemporaryDirectory() as root:
            page = "| promise | held by |\n| --- | --- |\n" + (f"| it works | {row} |\n" if row else "")
            page += "\n| accuracy |\n| --- |\n| 71 |\n"  # another table
            for path, text in {**tests, PAGE: page}.items():
                os.makedirs(os.path.join(root, os.path.dirname(path)), exist_ok=True)
                with open(os.path.join(root, path), "w", encoding="utf-8") as file:
                    file.write(text)
            found = list(mistakes(root))
        if (told is None) != (found == []) or (told and told not in found[0]):
            print(f"{row}: expected {told}, found {found}")
            return 1
    print("each kind of mistake is told of")
    return 0


def main():
    if sys.argv[1:] == ["--self-test"]:
        return self_test()
    found = list(mistakes(ROOT))
    print("\n".join(found) if found else f"{PAGE}: every test that it names is there")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
