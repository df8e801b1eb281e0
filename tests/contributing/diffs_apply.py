#!/usr/bin/env python3
"""The four examples of CONTRIBUTING.md apply to this tree, one after another, keep the rules of the house, and work: what
they add is compiled, linked with what the build has made, and run.

  tests/contributing/diffs_apply.py              the build is in build/, or where $BUILD says
  tests/contributing/diffs_apply.py --self-test  is a diff that does not apply told of?
"""
import contextlib
import io
import os
import re
import shutil
import subprocess
import sys
import tempfile

import built

EXAMPLES = ["operation", "layer", "method", "chapter"]
IN_DOUBLE = ("core", "kernels", "ops", "nn", "optim", "ssl", "debug")  # as framework/CMakeLists.txt has it


def copy_tree(tree):
    """The files of the tree as they are now, committed or not; without what Git ignores."""
    listed = built.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], built.ROOT,
                       "asking Git which files there are")
    for path in filter(None, listed.split("\0")):
        if os.path.isfile(os.path.join(built.ROOT, path)):
            os.makedirs(os.path.dirname(os.path.join(tree, path)), exist_ok=True)
            shutil.copy(os.path.join(built.ROOT, path), os.path.join(tree, path))


def apply(example, tree):
    """Applies a diff; returns the paths that it changed or added."""
    diff = f"docs/contributing/{example}.diff"
    path = os.path.join(built.ROOT, diff)
    if not os.path.exists(path):
        built.fail(f"{diff} is missing; expected an example of adding this: {example}")
    # The copy belongs to no repository, or git would look for the paths of one around it.
    environment = dict(os.environ, GIT_CEILING_DIRECTORIES=os.path.dirname(tree))
    for only_check in (["--check"], []):
        done = subprocess.run(["git", "apply"] + only_check + [path], cwd=tree, env=environment, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        if done.returncode != 0:
            built.fail(f"{diff} does not apply any more, after {', '.join(EXAMPLES[:EXAMPLES.index(example)]) or 'none'} "
                       f"before it; make the same change to today's files and write its diff anew:\n{done.stdout}")
    with open(path, encoding="utf-8") as file:
        return re.findall(r"^\+\+\+ b/(\S+)$", file.read(), re.MULTILINE)


def check_excerpts():
    """What CONTRIBUTING.md shows of a diff stands in it."""
    with open(os.path.join(built.ROOT, "CONTRIBUTING.md"), encoding="utf-8") as file:
        page = file.read()
    for example in EXAMPLES:
        section = (re.split(rf"\n## An? {example}\n", page) + [""])[1].split("\n## ")[0]
        blocks = re.findall(r"^```(?:cpp|json)\n(.*?)^```", section, re.DOTALL | re.MULTILINE)
        with open(os.path.join(built.ROOT, f"docs/contributing/{example}.diff"), encoding="utf-8") as file:
            added = {line[1:].strip() for line in file if line[0] in "+ "}
        if not blocks:
            built.fail(f"CONTRIBUTING.md shows no lines of {example}.diff; expected a block of code below ## A {example}")
        for line in "".join(blocks).splitlines():
            if line.strip() not in added | {"...", ""}:
                built.fail(f"CONTRIBUTING.md shows a line that {example}.diff does not add; expected it there: {line}")


def self_test():
    """Each diff is refused, by its name, where a file that it changes is no longer what it was."""
    for example in EXAMPLES:
        with tempfile.TemporaryDirectory() as scratch:
            tree = os.path.join(scratch, "tree")
            copy_tree(tree)
            for earlier in EXAMPLES[:EXAMPLES.index(example)]:
                apply(earlier, tree)
            with open(os.path.join(built.ROOT, f"docs/contributing/{example}.diff"), encoding="utf-8") as file:
                changed = re.findall(r"^--- a/(\S+)$", file.read(), re.MULTILINE)
            with open(os.path.join(tree, changed[-1]), "w", encoding="utf-8") as file:
                file.write("// what became of it\n")
            told = io.StringIO()
            try:
                with contextlib.redirect_stdout(told):
                    apply(example, tree)
            except SystemExit:
                pass
            if f"docs/contributing/{example}.diff does not apply any more" not in told.getvalue():
                built.fail(f"{changed[-1]} was emptied: expected to be told that {example}.diff does not apply any more, "
                           f"found: {told.getvalue() or 'nothing'}")
    print(f"each of {len(EXAMPLES)} diffs is refused by name where a file that it changes is another one")
    return 0


def main():
    if sys.argv[1:] == ["--self-test"]:
        return self_test()
    with tempfile.TemporaryDirectory() as scratch:
        tree, out = os.path.join(scratch, "tree"), os.path.join(scratch, "out")
        os.mkdir(out)
        copy_tree(tree)
        changed = []
        for example in EXAMPLES:
            changed += [path for path in apply(example, tree) if path.endswith(".cpp") and path not in changed]
        check_excerpts()
        print(f"all {len(EXAMPLES)} diffs apply; they add or change {len(changed)} .cpp files", flush=True)
        built.run([sys.executable, "tests/house/house.py"], tree, "the rules of the house, with the four diffs applied")

        # Gradients are checked in double, so the tests of what computes them are run there; the others in float.
        objects = {"tests_f64": [], "tests_f32": []}
        for path in changed:
            kind, folder = path.split("/")[0], path.split("/")[-2]
            if kind == "framework":
                if folder in IN_DOUBLE:
                    objects["tests_f64"].append(built.compile_file(path, "selfsame_f64", tree, out))
                else:
                    objects["tests_f32"].append(built.compile_file(path, "selfsame", tree, out))
            elif kind == "tests":
                target = "tests_f64" if folder in IN_DOUBLE else "tests_f32"
                objects[target].append(built.compile_file(path, target, tree, out))
            elif not path.endswith("/program.cpp"):
                objects["tests_f32"].append(built.compile_file(path, "tutorials", tree, out))
        for target in objects:
            program = os.path.join(out, target)
            built.link(objects[target], target, program, keep="main.cpp.o")
            told = built.run([program], out, f"the tests that the diffs add or change, {target}")
            print(f"{target}: {told.strip().splitlines()[-3]}", flush=True)

        library = [made for made in objects["tests_f32"] if os.path.basename(made).startswith(("selfsame", "tutorials"))]
        for path in [path for path in changed if path.endswith("/program.cpp")]:
            name = path.split("/")[-2]
            program = os.path.join(out, name)
            built.link([built.compile_file(path, "tutorials", tree, out)] + library, "t02_supervised", program)
            told = built.run([program, "--dataset", "shapes", "--labels", "60", "--profile", "smoke", "--out",
                              os.path.join(out, "results")], out, f"{name} in its smoke profile")
            print(f"{name}: {told.strip().splitlines()[-1]}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
