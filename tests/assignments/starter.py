"""What the tests of the course share: starters, and student files in which one of many bodies is chosen at run time."""
import json
import os
import re
import subprocess

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
BUILD = os.environ.get("BUILD", os.path.join(ROOT, "build"))
COURSE = os.path.join(BUILD, "course", "student")  # a folder of this name above a starter must mean nothing
GRADE = os.path.join(BUILD, "bin", "grade")
STRIP = os.path.join(ROOT, "assignments", "strip")
TUTORIALS = os.path.join(BUILD, "tutorials", "libtutorials.a")
BUILT = ["-D", "COURSE_INSTALLED=ON", "-D", f"CMAKE_PREFIX_PATH={COURSE}/prefix", "-D", f"COURSE_METHODS={TUTORIALS}"]
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


def strip_itself():
    """The functions of assignments/strip, which has no ending in .py and so cannot be imported."""
    spec = {"__name__": "strip", "__file__": STRIP}
    exec(compile(read(STRIP), STRIP, "exec"), spec)
    return spec


class Starter:
    """The starter of an assignment, solved or not, and what grade says to it."""

    def __init__(self, name, folder=None):
        self.name, self.folder = name, folder or os.path.join(COURSE, name)
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
            words += BUILT
            self.fresh = False
        if os.path.exists(self.results):
            os.remove(self.results)
        done = run(*words)
        if done.returncode != 0:
            check(False, f"{' '.join(words)}: exit status {done.returncode}: {done.stdout}{done.stderr}")
            return {}
        self.said, notes = done.stdout, {}
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


def check_grade(starter, found, expected, what, scores=True):
    """expected: id -> state; a state other than PASS scores 0, unless scores are not asked for."""
    for task, state in expected.items():
        score = points(starter, task) if state == "PASS" else 0
        same = task in found and found[task][0] == state and (not scores or found[task][1] == score)
        check(same, f"{starter.name}, {what}: {task} is {found.get(task)}, expected {state} with {score} points")


SOLVED, UNSOLVED = 0, 1  # bodies of a task; mistakes follow


def write_bodies(starter, mistakes):
    """Writes student files that hold every body of their task, and returns the file that says which is to run.

    mistakes: id of a task -> its mistakes, as mutants_aN.json has them
    """
    spec, chosen = strip_itself(), os.path.join(starter.folder, "build", "readable", "chosen")
    os.makedirs(os.path.dirname(chosen), exist_ok=True)  # the one folder of a build that a case may read
    marked = spec["marked_files"]()
    for task in starter.tasks:
        if "file" not in task:
            continue
        full = f"{starter.name}.{task['id']}"
        region = next(p for p in marked[task["file"]] if isinstance(p, spec["Region"]) and p.task == full)
        solution = "\n".join(region.solution)
        bodies = [solution, f'todo("{full}");']
        for mutant in mistakes.get(task["id"], []):
            times = solution.count(mutant["search"])
            check(times == 1, f"{full}: '{mutant['search']}' is {times} times in the solution; expected once")
            bodies.append(solution.replace(mutant["search"], mutant["replace"]))
        region.solution = [f"if (course_body() == {i}) {{\n{body}\n}} else" for i, body in enumerate(bodies)]
        region.solution.append(f'todo("{full}");')
        later = {p.task for p in marked[task["file"]] if isinstance(p, spec["Region"]) and p.task[:2] > starter.name}
        text = spec["unsolved"](marked[task["file"]], later)
        write(starter.path(task["id"]), CHOICE.replace("CHOSEN", chosen).replace("TASK", task["id"]) + text)
    return chosen


# The file names a task and a body in each line; a task that it does not name is solved.
CHOICE = """#include <fstream>
#include <string>
static int course_body() {
  static const int chosen = [] {
    std::ifstream file("CHOSEN");
    std::string task;
    int body = 0;
    while (file >> task >> body) {
      if (task == "TASK") return body;
    }
    return 0;
  }();
  return chosen;
}
"""


def choose(chosen, bodies):
    write(chosen, "".join(f"{task} {body}\n" for task, body in bodies.items()))


def only(tasks):
    return [word for task in tasks for word in ("--task", task)]
