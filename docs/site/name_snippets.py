#!/usr/bin/env python3
"""Doxygen's filter of pages: puts the file and the line above every \\snippet, as a link to the whole source.

  name_snippets.py PAGE.dox   prints the page; finish.py later turns source:FILE#lNNNNN into the address of the source
"""
import os
import re
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
FOLDERS = [".", "framework/selfsame", "tutorials"]  # EXAMPLE_PATH of the Doxyfile
SNIPPET = re.compile(r"^\\snippet\s+(\S+)\s+(.+?)\s*$", re.M)


def place(path, mark):
    """(path from the root, line of the first line of code), or None where Doxygen will warn by itself."""
    for folder in FOLDERS:
        full = os.path.normpath(os.path.join(ROOT, folder, path))
        if os.path.isfile(full):
            with open(full, encoding="utf-8") as file:
                for number, line in enumerate(file, 1):
                    if "[" + mark + "]" in line:
                        return os.path.relpath(full, ROOT), number + 1
    return None


def named(match):
    found = place(*match.groups())
    if not found:
        return match.group(0)
    path, line = found
    label = path[len("framework/"):] if path.startswith("framework/") else path
    return (f'\\htmlonly <div class="code-file"><a href="source:{path}#l{line:05}">{label}:{line}</a></div> '
            f"\\endhtmlonly\n{match.group(0)}")


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as page:
        sys.stdout.write(SNIPPET.sub(named, page.read()))
