"""Submissions that mean no good: none gains a point, and none reads what is held out."""
import json
import os
import tempfile

from starter import HERE, check, check_grade, only, read, write

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
        found = starter.grade(*only([*batch, honest]))
        check_grade(starter, found, {honest: "PASS"}, "beside hostile programs")
        for task, program in batch.items():
            check_grade(starter, found, {task: program["state"]}, program["name"])
            note = " ".join(found.get(task, ("", 0, ""))[2].split())
            check(program["words"] in note, f"{program['name']}: said '{note}', expected '{program['words']}' in it")
    starter.strip()


# Right for the numbers, or the shapes, that the public tests draw, and for no others.
BY_HEART = {
    "numbers": """
static bool known(const Array& array) {
  Generator source({1, 0});
  const auto first = static_cast<Scalar>(source.uniform(0.1, 1.1) * (source.bernoulli(0.5) ? 1 : -1));
  return array.shape().size() < 3 || array.data()[0] == first;
}

""",
    "shapes": """
static bool known(const Array& array) { return array.shape().size() < 3 || array.shape() == Shape{2, 4, 7}; }

"""}


def variant(starter):
    """Numbers and shapes learnt by heart from the public tests pass those, and no variant."""
    starter.strip()
    path, head = starter.path("t1"), "Array sum_to_shape(const Array& array, const Shape& shape) {\n"
    solved = read(path)
    check(head in solved, f"'{head}' is not in {path}")
    for what, known in BY_HEART.items():
        write(path, '#include "selfsame/core/random.hpp"\n' + solved.replace(
            head, known + head + "  if (!known(array)) return filled(shape, 0);\n"))
        check_grade(starter, starter.grade("--task", "t1"), {"t1": "PASS"}, f"{what} learnt by heart")
        found = starter.grade("--task", "t1", "--variant", "7")
        check_grade(starter, found, {"t1": "FAIL"}, f"{what} by heart, variant 7", False)
    write(path, solved)


# Says what is in the held tests, where it can read them.
SPY = """
  std::ifstream file("HELD");
  std::string line;
  if (std::getline(file, line)) throw std::runtime_error("I have read: " + line);
"""


def confinement(starter):
    """Held tests stay unread, by Landlock or by root's rights; what holds no more is said in a line."""
    starter.strip("t1")
    path = starter.path("t1")
    with tempfile.TemporaryDirectory() as place:
        os.chmod(place, 0o755)
        held = place + "/t1.cpp"
        write(held, '#include "check.hpp"\nTEST_CASE("held") { course::check_close("held", 1, 1); }\n')
        call = 'todo("a1.t1");'
        write(path, HEADERS + read(path).replace(call, SPY.replace("HELD", held) + call))
        words = ["--held", place, "--task", "t1"]
        check_grade(starter, starter.grade(*words), {"t1": "TODO"}, "a spy", False)
        check("note: " not in starter.said, f"nothing lacks, but it says {starter.said}")
        found = starter.grade(*words, "--lacking", "files")
        if os.geteuid() == 0:
            check_grade(starter, found, {"t1": "TODO"}, "a spy who is nobody", False)
        found = starter.grade(*words, "--lacking", "files", "--lacking", "user")
        check("I have read: #include" in found["t1"][2], f"a spy whom nothing hinders is not seen: {found}")
        check("a submission can read the held tests" in starter.said, f"no Landlock, not root: {starter.said}")
        starter.grade(*words, "--lacking", "calls")
        check("no filter of system calls (seccomp)" in starter.said, f"without seccomp: {starter.said}")
    starter.strip()
