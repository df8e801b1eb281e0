#!/usr/bin/env python3
"""Is an assignment graded as it should be? Run by CTest, which says where the build is in BUILD.

  course.py install    put the libraries that were built where starters find them: the tests build no second Selfsame
  course.py a1         solved, unsolved, one task unsolved, and every mistake of mutants_a1.json
  course.py hostile    programs that cheat, crash or do not end, in the place of solutions of a1
  course.py strip      marks that do not fit together
  course.py fault      options, and what is no student's fault: that ends the grader with 2

Each assignment has one starter that is built once; then only what a test changes is compiled again.
"""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
BUILD = os.environ.get("BUILD", os.path.join(ROOT, "build"))
COURSE = os.path.join(BUILD, "course")
GRADE = os.path.join(BUILD, "bin", "grade")
STRIP = os.path.join(ROOT, "assignments", "strip")
failures = []


def check(condition, message):
    if not condition:
        print("FAILED: " + message, flush=True)
        failures.append(message)


def run(*words):
    return subprocess.run(words, capture_output=True, text=True, errors="replace", cwd=ROOT)


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def write(path, text):
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


class Starter:
    """The starter of an assignment, solved or not, and what grade says to it."""

    def __init__(self, name):
        self.name, self.folder = name, os.path.join(COURSE, name)
        self.results = os.path.join(COURSE, name + ".json")
        self.tasks = json.loads(read(os.path.join(ROOT, "assignments", name, "assignment.json")))["tasks"]
        self.fresh = not os.path.exists(os.path.join(self.folder, "build", "CMakeCache.txt"))

    def strip(self, *unsolve):
        """Unsolved in these tasks; in all of them if it says "all"."""
        words = [STRIP, self.name, "--out", self.folder]
        if unsolve != ("all",):
            words += ["--unsolve", *unsolve]
        done = run(*words)
        check(done.returncode == 0, f"{' '.join(words)}: {done.stderr}")

    def grade(self, *options):
        """What became of every task: id -> (state, score, all that is said about it)."""
        words = [GRADE, self.folder, "--results", self.results, *options]
        if self.fresh:
            words += ["-D", "COURSE_INSTALLED=ON", "-D", f"CMAKE_PREFIX_PATH={COURSE}/prefix"]
            self.fresh = False
        if os.path.exists(self.results):
            os.remove(self.results)
        done = run(*words)
        if done.returncode != 0:
            check(False, f"{' '.join(words)}: exit status {done.returncode}: {done.stdout}{done.stderr}")
            return {}
        notes = {}
        for line in done.stdout.split("\n")[1:]:
            row = re.match(r" (a\d)\.(t\d+) ", line)
            if row:
                last = row.group(2)
                notes[last] = ""
            elif line.startswith("         "):
                notes[last] += line[9:] + " "
        return {f"t{test['number'].split('.')[1]}": (test["extra_data"]["state"], test["score"],
                                                    notes[f"t{test['number'].split('.')[1]}"])
                for test in json.loads(read(self.results))["tests"]}

    def path(self, task):
        file = next(t["file"] for t in self.tasks if t["id"] == task)
        return os.path.join(self.folder, "student", file.split("/", 1)[1])


def points(starter, task):
    return next(t["points"] for t in starter.tasks if t["id"] == task)


def check_grade(starter, found, expected, what):
    """expected: id -> state; a state other than PASS scores 0."""
    for task, state in expected.items():
        score = points(starter, task) if state == "PASS" else 0
        check(task in found and found[task][:2] == (state, score),
              f"{starter.name}, {what}: {task} is {found.get(task)}, expected {state} with {score} points")


def solved_and_unsolved(starter):
    ids = [task["id"] for task in starter.tasks]
    starter.strip("all")
    check_grade(starter, starter.grade(), {task: "TODO" for task in ids}, "nothing solved")
    starter.strip()
    check_grade(starter, starter.grade(), {task: "PASS" for task in ids}, "everything solved")
    for one in (task["id"] for task in starter.tasks if "file" in task):
        starter.strip(one)
        found, what = starter.grade(), f"all but {one} solved"
        users = [task["id"] for task in starter.tasks if one in task["needs"]]  # cases of theirs may do without it
        check_grade(starter, found, {task: "TODO" if task == one else "PASS" for task in ids if task not in users}, what)
        for task in users:
            state, score, _ = found.get(task, ("nothing", 0, ""))
            check(state == "TODO" and score < points(starter, task),
                  f"{starter.name}, {what}: {task}, which needs it, is {state} with {score} points, expected TODO with fewer")
    starter.strip()


def mutants(starter):
    """Each mistake costs points in its task, and the first line names it. One in each task at a time; none in a task that
    another one of them needs."""
    needs = {task["id"]: set(task["needs"]) for task in starter.tasks}
    left = json.loads(read(os.path.join(HERE, f"mutants_{starter.name}.json")))
    print(f"{len(left)} mistakes", flush=True)
    while left:
        batch = {}
        for mutant in left:
            if not any(mutant["task"] in needs[task] or task in needs[mutant["task"]] for task in batch):
                batch.setdefault(mutant["task"], mutant)
        left = [mutant for mutant in left if mutant not in batch.values()]
        sources = {}
        for task, mutant in batch.items():
            path = starter.path(task)
            sources.setdefault(path, read(path))
            text = read(path)
            times = text.count(mutant["search"])
            check(times == 1, f"{task}: '{mutant['search']}' is {times} times in {path}; expected once")
            write(path, text.replace(mutant["search"], mutant["replace"]))
        found = starter.grade(*[word for task in batch for word in ("--task", task)])
        for task, mutant in batch.items():
            state, score, note = found.get(task, ("nothing", 0, ""))
            what = f"{starter.name}.{task} with '{mutant['replace']}' for '{mutant['search']}'"
            check(state == mutant.get("state", "FAIL") and score < points(starter, task),
                  f"{what}: {state} with {score} points, expected fewer; {note}")
            said = " ".join(note.split())
            check(mutant["words"] in said, f"{what}: said '{said}', expected '{mutant['words']}' in it")
        for path, text in sources.items():
            write(path, text)


HEADERS = "".join(f"#include <{name}>\n" for name in (
    "csignal", "cstdio", "cstdlib", "exception", "fstream", "string", "sys/socket.h", "unistd.h", "vector"))


def hostile(starter):
    """One hostile program in each of five tasks at a time; the sixth is solved and keeps its points.

    "at" says where its code stands: in front of todo(), in its place, or at the end of the file. Nothing in the list
    may do harm where the grader's confinement does not hold.
    """
    victims = [task["id"] for task in starter.tasks if "file" in task]
    honest = victims.pop()
    left = json.loads(read(os.path.join(HERE, "hostile.json")))
    while left:
        batch, left = dict(zip(victims, left)), left[len(victims):]
        starter.strip(*batch)
        for task, program in batch.items():
            call = f'todo("a1.{task}");'
            code = program["code"].replace("RESULTS", starter.results).replace("TODO", call)
            text = HEADERS + read(starter.path(task))
            if program["at"] == "file":
                text += code + "\n"
            else:
                text = text.replace(call, code if program["at"] == "todo" else code + "\n" + call)
            write(starter.path(task), text)
        words = [word for task in [*batch, honest] for word in ("--task", task)]
        found = starter.grade(*words)
        check_grade(starter, found, {honest: "PASS"}, "beside hostile programs")
        for task, program in batch.items():
            check_grade(starter, found, {task: program["state"]}, program["name"])
            note = " ".join(found.get(task, ("", 0, ""))[2].split())
            check(program["words"] in note, f"{program['name']}: said '{note}', expected '{program['words']}' in it")
    starter.strip()


def submission(starter):
    """Edited tests, manifest and grader of a submission are not looked at; its solution is."""
    with tempfile.TemporaryDirectory() as place:
        starter.strip("t1")
        shutil.copytree(starter.folder, place + "/in", ignore=shutil.ignore_patterns("build*"))
        write(place + "/in/tests/t1.cpp", '#include "check.hpp"\nTEST_CASE("easy") { CHECK(true); }\n')
        manifest = place + "/in/assignment.json"
        write(manifest, read(manifest).replace('"points": 15', '"points": 1000'))
        found = starter.grade("--submission", place + "/in", "--task", "t1", "-D", "COURSE_INSTALLED=ON", "-D",
                              f"CMAKE_PREFIX_PATH={COURSE}/prefix")
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
        done = run(GRADE, starter.folder, "--all", place, "-D", "COURSE_INSTALLED=ON", "-D",
                   f"CMAKE_PREFIX_PATH={COURSE}/prefix")
    rows = [line.split() for line in done.stdout.split("\n")]
    expected = [["submission", "t1", "sum"], ["alice", "1", "1"], ["bob", "1", "1"], ["carol", "0", "0"],
                "dave no student/ in it".split(),
                "alike: alice and bob share 3 lines, 100 % of what they wrote".split(), []]
    check(rows == expected, f"--all printed {done.stdout}{done.stderr}")


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
    write(path, read(path).replace('  todo("a0.t1");', '  int* nowhere = nullptr;\n  return *nowhere;'))
    found = starter.grade("--sanitize", "-D", "COURSE_INSTALLED=ON", "-D", f"CMAKE_PREFIX_PATH={COURSE}/prefix")
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
    spec = {"__name__": "strip", "__file__": STRIP}
    exec(compile(read(STRIP), STRIP, "exec"), spec)  # it has no ending in .py, so that it cannot be imported
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


def main(what):
    os.makedirs(COURSE, exist_ok=True)
    if what == "install":
        done = run("cmake", "--install", BUILD, "--prefix", os.path.join(COURSE, "prefix"))
        check(done.returncode == 0, done.stdout + done.stderr)
    elif what == "strip":
        marks()
    elif what == "hostile":
        hostile(Starter("a1"))
        submission(Starter("a1"))
    elif what == "fault":
        sanitize(Starter("a0"))
        classroom(Starter("a0"))
        options(Starter("a1"))
        fault(Starter("a1"))
    else:
        starter = Starter(what)
        solved_and_unsolved(starter)
        if os.path.exists(os.path.join(HERE, f"mutants_{what}.json")):
            mutants(starter)
    print(f"{len(failures)} failures" if failures else "all as expected")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
