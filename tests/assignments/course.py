#!/usr/bin/env python3
"""Is an assignment graded as it should be? Run by CTest, which says where the build is in BUILD.

  course.py install    put the libraries that were built where starters find them: the tests build no second Selfsame
  course.py a1         solved, unsolved, one task unsolved, and every mistake of mutants_a1.json
  course.py hostile    programs that cheat, crash or do not end, in the place of solutions of a1
  course.py strip      marks that do not fit together
  course.py whole      a starter built from its own sources, as a student does: minutes, for ctest -C Long
  course.py fault      options, and what is no student's fault: that ends the grader with 2

Each assignment has one starter. It is built twice: unsolved, as students get it, and with all that a task's body can be
in one function (the solution, none, every mistake), of which a file chooses one at run time. What is compiled is what takes
the time, and so a mistake costs a run instead of a build.
"""
import json
import os
import re
import shutil
import sys
import tempfile

from attacks import confinement, hostile, variant
from starter import (BUILD, BUILT, COURSE, GRADE, HERE, ROOT, SOLVED, STRIP, UNSOLVED, Starter, check, check_grade, choose,
                     failures, only, points, read, run, strip_itself, write, write_bodies)


def as_handed_out(starter):
    """Nothing is solved, and every task says so. What is made of others in another precision is left to the bodies."""
    starter.strip("all")
    ids = [task["id"] for task in starter.tasks if "file" in task or "precision" not in task]
    check_grade(starter, starter.grade(*only(ids)), {task: "TODO" for task in ids}, "nothing solved")


def one_unsolved(starter, chosen):
    """Solved, every task has its points; with one unsolved, exactly this one loses them, and those that are made of it."""
    ids = [task["id"] for task in starter.tasks]
    choose(chosen, {})
    check_grade(starter, starter.grade(), {task: "PASS" for task in ids}, "everything solved")
    check_grade(starter, starter.grade("--variant", "7"), {task: "PASS" for task in ids}, "variant 7, solved")
    for one in (task["id"] for task in starter.tasks if "file" in task):
        users = [task["id"] for task in starter.tasks if one in task["needs"]]  # cases of theirs may do without it
        alone = [task["id"] for task in starter.tasks if not task["needs"]]
        choose(chosen, {one: UNSOLVED})
        found, what = starter.grade(*only(dict.fromkeys([*alone, one, *users]))), f"all but {one} solved"
        check_grade(starter, found, {task: "TODO" if task == one else "PASS" for task in {*alone, one}}, what)
        for task in users:
            state, score, _ = found.get(task, ("nothing", 0, ""))
            check(state == "TODO" and score < points(starter, task),
                  f"{starter.name}, {what}: {task}, which needs it, is {state} with {score} points, expected TODO with fewer")


def programs_link(starter):
    """What a student runs, beside tests, is built of the same files."""
    manifest = json.loads(read(os.path.join(ROOT, "assignments", starter.name, "assignment.json")))
    for name in manifest.get("tutorials", []):
        if os.path.exists(os.path.join(ROOT, "tutorials", name, "program.cpp")):
            done = run("cmake", "--build", starter.folder + "/build", "--target", name)
            check(done.returncode == 0, f"{starter.name}: {name} does not build: {done.stdout[-2000:]}{done.stderr}")


def check_mistake(starter, mutant, found):
    """It costs points in its task, and the first line names it."""
    state, score, note = found.get(mutant["task"], ("nothing", 0, ""))
    what = f"{starter.name}.{mutant['task']} with {mutant.get('edits') or [mutant['search'], mutant['replace']]}"
    check(state == mutant.get("state", "FAIL") and score < points(starter, mutant["task"]),
          f"{what}: {state} with {score} points, expected fewer; {note}")
    said = " ".join(note.split())
    check(mutant["words"] in said, f"{what}: said '{said}', expected '{mutant['words']}' in it")


def each_mistake(starter, chosen, mistakes):
    """One in each task at a time; none in a task that another one of them needs."""
    needs = {task["id"]: set(task["needs"]) for task in starter.tasks}
    left = [(mutant, SOLVED + 2 + i) for of_task in mistakes.values() for i, mutant in enumerate(of_task)]
    while left:
        batch = {}
        for mutant, body in left:
            if not any(mutant["task"] in needs[task] or task in needs[mutant["task"]] for task in batch):
                batch.setdefault(mutant["task"], (mutant, body))
        left = [one for one in left if one not in batch.values()]
        choose(chosen, {task: body for task, (_, body) in batch.items()})
        found = starter.grade(*only(batch))
        for mutant, _ in batch.values():
            check_mistake(starter, mutant, found)


def assignment(starter):
    as_handed_out(starter)
    programs_link(starter)
    listed = json.loads(read(os.path.join(HERE, f"mutants_{starter.name}.json")))
    in_place = [m for m in listed if m.get("state") == "BUILD" or "file" in m or "edits" in m]
    mistakes = {task["id"]: [m for m in listed if m["task"] == task["id"] and m not in in_place]
                for task in starter.tasks}
    print(f"{len(listed)} mistakes", flush=True)
    starter.strip()
    chosen = write_bodies(starter, mistakes)
    one_unsolved(starter, chosen)
    each_mistake(starter, chosen, mistakes)
    starter.strip()
    for mutant in in_place:  # what does not compile needs a build of its own, and a report none
        before = {}
        edits = mutant.get("edits") or [[mutant.get("file"), mutant["search"], mutant["replace"]]]
        for file, search, replace in edits:
            path = os.path.join(starter.folder, file) if file else starter.path(mutant["task"])
            before[path] = read(path)
            check(search in before[path], f"{mutant['task']}: '{search}' is not in {path}")
            write(path, before[path].replace(search, replace))
        check_mistake(starter, mutant, starter.grade(*only([mutant["task"]])))
        for path, text in before.items():
            write(path, text)


def submission(starter):
    """Edited tests, manifest and grader of a submission are not looked at; its solution is."""
    with tempfile.TemporaryDirectory() as place:
        starter.strip("t1")
        shutil.copytree(starter.folder, place + "/in", ignore=shutil.ignore_patterns("build*"))
        write(place + "/in/tests/t1.cpp", '#include "check.hpp"\nTEST_CASE("easy") { CHECK(true); }\n')
        manifest = place + "/in/assignment.json"
        write(manifest, read(manifest).replace('"points": 1', '"points": 1000'))
        found = starter.grade("--submission", place + "/in", "--task", "t1", *BUILT)
        check_grade(starter, found, {"t1": "TODO"}, "a submission with tests of its own")


def classroom(starter):
    """A row for each folder, and those who wrote the same lines are told; what was handed out does not count."""
    starter.strip("t1")
    unsolved = read(starter.path("t1"))
    body = "Index product = 1;\n  for (const Index size : shape) product *= size;\n  return product;"
    with tempfile.TemporaryDirectory() as place:
        for name, text in (("alice", unsolved.replace('todo("a0.t1");', body)), ("carol", unsolved),
                           ("bob", unsolved.replace('todo("a0.t1");', body.replace("  ", "    "))), ("dave", None)):
            folder = os.path.join(place, name, "student", "selfsame", "core") if text else os.path.join(place, name)
            os.makedirs(folder)
            if text:
                write(folder + "/xt.cpp", text)
        done = run(GRADE, starter.folder, "--all", place, *BUILT)
    rows = [line.split() for line in done.stdout.split("\n")]
    expected = [["submission", "t1", "sum"], ["alice", "1", "1"], ["bob", "1", "1"], ["carol", "0", "0"],
                "dave no student/ in it".split(),
                "alike: alice and bob share 3 lines, 100 % of what they wrote".split(), []]
    check(rows == expected, f"--all printed {done.stdout}{done.stderr}")


AUTOGRADER = os.path.join(COURSE, "autograder")


def gradescope():
    """The zip, unpacked as Gradescope does, grades what is handed in, with student/ around it or without."""
    source, starter = os.path.join(AUTOGRADER, "source"), Starter("a0", os.path.join(AUTOGRADER, "source", "starter"))
    with tempfile.TemporaryDirectory() as place:
        write(place + "/t1.cpp", '#include "check.hpp"\nTEST_CASE("held") { course::check_close("held", 1, 2); }\n')
        done = run(os.path.join(ROOT, "assignments", "gradescope", "pack"), "a0", place + "/a0.zip", "--held", place)
        check(done.returncode == 0, f"pack: {done.stderr}")
        shutil.unpack_archive(place + "/a0.zip", source)
    os.makedirs(starter.folder + "/build/bin", exist_ok=True)
    if not os.path.exists(starter.folder + "/build/bin/grade"):
        os.symlink(GRADE, starter.folder + "/build/bin/grade")
    starter.grade("--submission", starter.folder, "--held", source + "/held", *BUILT)
    solved = read(os.path.join(ROOT, "framework/selfsame/core/xt.cpp"))
    for student in ("submission/student", "submission"):
        shutil.rmtree(os.path.join(AUTOGRADER, "submission"), ignore_errors=True)
        folder = os.path.join(AUTOGRADER, student, "selfsame", "core")
        os.makedirs(folder)
        write(folder + "/xt.cpp", '#include "todo.hpp"\n' + solved)
        done = run("env", f"AUTOGRADER={AUTOGRADER}", "sh", source + "/run_autograder")
        found = json.loads(read(AUTOGRADER + "/results/results.json"))
        check(found["score"] == 0.5 and "held: got [1], expected [2]" in found["tests"][0]["output"],
              f"run_autograder with {student}: {found}, {done.stdout}{done.stderr}")
    os.rename(starter.folder + "/assignment.json", starter.folder + "/assignment.json.away")
    run("env", f"AUTOGRADER={AUTOGRADER}", "sh", source + "/run_autograder")
    check("grader itself failed" in read(AUTOGRADER + "/results/results.json"), "a fault of the grader is not told")
    os.rename(starter.folder + "/assignment.json.away", starter.folder + "/assignment.json")
    return starter


def options(starter):
    """Further tests, other inputs, the second formats, hints, and what to do next."""
    starter.strip("t2")
    with tempfile.TemporaryDirectory() as place:
        write(place + "/t1.cpp", '#include "check.hpp"\nTEST_CASE("held") { course::check_close("held", 1, 2); }\n')
        found = starter.grade("--held", place, "--task", "t1", "--junit", place + "/junit.xml")
        state, score, note = found.get("t1", ("nothing", 0, ""))
        check(state == "FAIL" and 0 < score < 15 and "held: got [1], expected [2]" in note,
              f"--held: {state} {score} {note}")
        junit = read(place + "/junit.xml")
        check('tests="8" failures="1"' in junit and 'name="held"' in junit, f"--junit wrote {junit}")
    check_grade(starter, starter.grade("--task", "t1"), {"t1": "PASS"}, "without --held again")
    found = run(GRADE, starter.folder, "--next").stdout
    check("next: a1.t2" in found and "student/selfsame/ops/linalg.cpp" in found, f"--next said {found}")
    hints = json.loads(read(os.path.join(ROOT, "assignments/a1/assignment.json")))["tasks"][1]["hints"]
    memory = os.path.join(starter.folder, "build", "hints_t2")
    if os.path.exists(memory):
        os.remove(memory)
    for count in (1, 2, 3, 3):
        said = run(GRADE, starter.folder, "--hint", "t2").stdout
        check([hint in said for hint in hints] == [i < count for i in range(3)], f"--hint, call {count}: {said}")


def sanitize(starter):
    starter.strip("t1")
    path = starter.path("t1")
    write(path, read(path).replace('  todo("a0.t1");', '  int* volatile nowhere = nullptr;\n  return *nowhere;'))
    found = starter.grade("--sanitize", *BUILT)
    state, _, note = found.get("t1", ("nothing", 0, ""))
    check(state == "CRASH" and "AddressSanitizer: SEGV" in note and "| student/selfsame/core/xt.cpp:" in note,
          f"--sanitize: {state} {note}")
    starter.strip()


def fault(starter):
    starter.strip()
    cmake = os.path.join(starter.folder, "CMakeLists.txt")
    text = read(cmake)
    write(cmake, text.replace("object_of(student ${file}", "object_of(pristine ${file}"))
    done = run(GRADE, starter.folder, "--task", "t1")
    check(done.returncode == 2 and "pristine/" in done.stderr,
          f"linked with the file as handed out: exit status {done.returncode}, expected 2; {done.stdout}{done.stderr}")
    write(cmake, text)
    test = os.path.join(starter.folder, "tests", "t1.cpp")
    text = read(test)
    for what, changed in (("no case", "// nothing\n"),
                          ("a case that checks nothing", '#include "check.hpp"\nTEST_CASE("empty") {}\n'),
                          ("a test that does not compile", '#include "check.hpp"\nTEST_CASE("x") { y; }\n'),
                          ("a case that is not compiled", '#if 0\nTEST_CASE("hidden")\n#endif\n' + text)):
        write(test, changed)
        done = run(GRADE, starter.folder, "--task", "t1")
        check(done.returncode == 2 and "grade: " in done.stderr,
              f"{what}: exit status {done.returncode}, expected 2; {done.stdout}{done.stderr}")
    write(test, text)
    for words, status in ((["--task", "t99"], 2), (["--nonsense"], 2), (["--task", "t1", "--require", "15"], 0),
                          (["--task", "t1", "--require", "16"], 1)):
        done = run(GRADE, starter.folder, *words)
        check(done.returncode == status, f"grade {' '.join(words)}: exit status {done.returncode}, expected {status}")


def marks():
    """Every way in which marks do not fit together is told, with its line."""
    spec = strip_itself()
    begin, end = "//! BEGIN SOLUTION a1.t1", "//! END SOLUTION"
    for text, words in ((f"{begin}\n//! BEGIN SOLUTION a1.t2\n{end}\n{end}", "x.cpp:2: a mark inside"),
                        (f"\n{begin}\n", "x.cpp:2: the solution of a1.t1 has no END"),
                        (f"{end}\n", "x.cpp:1: END SOLUTION, but none has begun"),
                        ("//! BEGIN SOLUTION\n", "x.cpp:1: expected the task"),
                        ("// BEGIN SOLUTION a1.t1\n", "x.cpp:1: a mark is a line of its own"),
                        (f"int x; {begin}\n", "x.cpp:1: a mark is a line of its own")):
        try:
            spec["parse"]("x.cpp", text)
            check(False, f"strip accepts {text!r}")
        except spec["Fault"] as told:
            check(str(told).startswith(words), f"strip says '{told}' to {text!r}, expected '{words}'")
    manifests, marked = spec["assignments"](), spec["marked_files"]()
    spec["check"](manifests, marked)
    twice = dict(marked, **{"framework/x.cpp": spec["parse"]("framework/x.cpp", f"{begin}\nint x;\n{end}")})
    unknown = dict(marked, **{"framework/x.cpp": spec["parse"]("x.cpp", f"//! BEGIN SOLUTION a1.t99\nint x;\n{end}")})
    missing = {path: parts for path, parts in marked.items() if not path.endswith("core/broadcast.cpp")}
    for tree, words in ((twice, "a1.t1 is marked a second time"), (unknown, "a1.t99 is the file of no task"),
                        (missing, "expected the mark of t1")):
        try:
            spec["check"](manifests, tree)
            check(False, f"strip accepts a tree where {words}")
        except spec["Fault"] as told:
            check(words in str(told), f"strip says '{told}', expected '{words}'")
    with tempfile.TemporaryDirectory() as place:
        try:
            line = next(part.solution for part in marked["framework/selfsame/core/broadcast.cpp"]
                        if isinstance(part, spec["Region"]))[6]
            write(place + "/leak.md", "text\n" + line + "\n")
            spec["find_solutions"](marked, place, {"leak.md"}, {"a1.t1"})
            check(False, f"strip does not see '{line}' in a starter")
        except spec["Fault"] as told:
            check("leak.md:2: a line of the solution of a1.t1" in str(told), f"strip says '{told}' to a leak")


def complete():
    """A starter has every header that its sources include: tests build it from an installed Selfsame and would not see."""
    for name in strip_itself()["assignments"]():
        with tempfile.TemporaryDirectory() as place:
            done = run(STRIP, name, "--out", place + "/starter")
            check(done.returncode == 0, f"strip {name}: {done.stderr}")
            roots = [os.path.join(place, "starter", "reference", part) for part in ("framework", "tutorials")]
            for directory, _, names in os.walk(os.path.join(place, "starter", "reference")):
                for path in (os.path.join(directory, n) for n in names if n.endswith((".cpp", ".hpp"))):
                    for header in re.findall(r'^#include "(.*)"', read(path), re.MULTILINE):
                        check(header in GENERATED or any(os.path.exists(os.path.join(r, header)) for r in roots),
                              f"the starter of {name}: {os.path.relpath(path, place)} includes {header}, which it lacks")


GENERATED = ["selfsame_build_info.hpp"]


def whole():
    """A starter as a student builds it, from its own reference, some minutes: an installed library hides what it lacks."""
    starter = Starter("a1", os.path.join(COURSE, "whole"))
    starter.strip("all")
    starter.fresh = False  # nothing but what is in the folder
    check_grade(starter, starter.grade(), {task["id"]: "TODO" for task in starter.tasks}, "from its own reference")


def main(what):
    os.makedirs(COURSE, exist_ok=True)
    if what == "install":
        done = run("cmake", "--install", BUILD, "--prefix", os.path.join(COURSE, "prefix"))
        check(done.returncode == 0, done.stdout + done.stderr)
    elif what == "whole":
        whole()
    elif what == "strip":
        marks()
        complete()
    elif what == "hostile":
        hostile(Starter("a1"))
        confinement(Starter("a1"))
        variant(Starter("a1"))
    elif what == "fault":
        sanitize(Starter("a0"))
        packed = gradescope()
        submission(packed)
        classroom(packed)
        options(Starter("a1"))
        fault(Starter("a1"))
    else:
        assignment(Starter(what))
    print(f"{len(failures)} failures" if failures else "all as expected")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
