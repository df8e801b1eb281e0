#!/usr/bin/env python3
"""A method is two files: copied alone into another project, they compile there, and train."""
import os
import re
import shutil
import sys
import tempfile

import built

# The other project. It has one folder of ours, and in it one method.
MAIN = """\
#include <cstdio>
#include "methods/{name}.hpp"
#include "selfsame/data/recipes.hpp"
#include "selfsame/data/split.hpp"
#include "selfsame/nn/convnet.hpp"
#include "selfsame/report/report.hpp"
using namespace selfsame;

int main() {{
  const data::Dataset data = data::load_dataset("shapes", "");
  const data::LabelSplit split = data::few_labels(data, 20, 0);
  nn::ConvNet encoder({{data.channels(), 16, 32, 64}});
  tutorials::{recipe} recipe;
  recipe.steps = 200, recipe.batch = 32, recipe.augment = data::weak_augment(data);
  report::Report report;
  tutorials::train_{name}(encoder, data, split.unlabelled, recipe, 0, report.training_log("own"));
  for (const auto& [step, loss] : report.metrics().curve("own", "loss")) std::printf("loss %g\\n", loss);
}}
"""


def losses_of(name):
    with tempfile.TemporaryDirectory() as project:
        os.mkdir(os.path.join(project, "methods"))
        for end in (".hpp", ".cpp"):
            shutil.copy(os.path.join(built.ROOT, "tutorials/methods", name + end), os.path.join(project, "methods"))
        with open(os.path.join(project, "main.cpp"), "w", encoding="utf-8") as file:
            file.write(MAIN.format(name=name, recipe=name.capitalize() + "Recipe"))
        # As a file of the library is compiled: of tutorials/, only the copy is in reach.
        objects = [built.compile_file(source, "selfsame", project, project, include=project)
                   for source in ("main.cpp", f"methods/{name}.cpp")]
        program = os.path.join(project, "own")
        built.link(objects, "tests_f32", program, without="libtutorials.a")
        told = built.run([program], project, f"training by the copied {name}")
        return [float(value) for value in re.findall(r"^loss (\S+)$", told, re.MULTILINE)]


def main():
    for name in ("rotation", "simclr"):
        losses = losses_of(name)
        if len(losses) < 20:
            built.fail(f"the copied {name} printed {len(losses)} losses; expected one for each of 200 steps")
        first, last = sum(losses[:10]) / 10, sum(losses[-10:]) / 10
        if not last < 0.9 * first:
            built.fail(f"the copied {name}: the loss went from {first:.3f} to {last:.3f}; expected it to fall by a tenth")
        print(f"{name}, copied alone: the loss fell from {first:.3f} to {last:.3f} in {len(losses)} steps", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
