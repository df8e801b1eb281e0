"""Compiles and links single files as the build did, beside what it built: for the tests in this folder.

$BUILD is the folder of the build, otherwise `build`; everything must be built there: cmake --build build
"""
import json
import os
import shlex
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BUILD = os.path.abspath(os.environ.get("BUILD", os.path.join(ROOT, "build")))


def fail(message):
    print("FAILED: " + message, flush=True)
    sys.exit(1)


def run(command, folder, what):
    """Runs a command and returns what it printed; ends the test where it fails, with the beginning of that."""
    done = subprocess.run(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode != 0:
        told = "\n".join(done.stdout.splitlines()[:40])
        fail(f"{what}: exit status {done.returncode}, expected 0; it said:\n{told}")
    return done.stdout


def read(name):
    path = os.path.join(BUILD, name)
    if not os.path.exists(path):
        fail(f"{path} is missing; expected a build by Ninja there: cmake --preset release && cmake --build build")
    with open(path, encoding="utf-8") as file:
        return file.read()


def built_from():
    """The source folder of the build: its include paths are changed to those of a copy."""
    for line in read("CMakeCache.txt").splitlines():
        if line.startswith("CMAKE_HOME_DIRECTORY:INTERNAL="):
            return line.split("=", 1)[1]
    fail(f"{BUILD}/CMakeCache.txt does not say which sources were built; expected CMAKE_HOME_DIRECTORY")


def compile_command(target):
    """How the build compiles a file of a target: without its precompiled header, and with little optimisation, as the
    slow parts are in the libraries. (Not with none: xsimd 8.1 does not compile for AVX-512 then, see OwnBuild.cmake.)"""
    for entry in json.loads(read("compile_commands.json")):
        words = shlex.split(entry["command"])
        if f"/{target}.dir/" not in words[words.index("-o") + 1] or not entry["file"].endswith(".cpp"):
            continue
        kept, skip = [], False
        for word in words:
            if skip or word in ("-c", "-o", "-include", "-Xclang", "-Winvalid-pch", entry["file"]):
                skip = word in ("-o", "-include", "-Xclang") and not skip  # Clang's header comes behind -Xclang
            else:
                kept.append("-Og" if word.startswith("-O") else word)
        return kept
    fail(f"{BUILD}/compile_commands.json compiles nothing for the target {target}; expected one of that name")


def compile_file(source, target, tree, out, include=None):
    """Compiles a file of a tree as one of the target, with the tree's headers; returns the object.
    `include` is searched before all other folders; then the sources of the build stay as they are."""
    command = compile_command(target)
    if include:
        command.append("-I" + include)
    else:
        command = [word.replace(built_from() + "/", tree + "/") if word.startswith("-I" + built_from()) else word
                   for word in command]
    made = os.path.join(out, target + "_" + source.replace("/", "_") + ".o")
    run(command + ["-c", os.path.join(tree, source), "-o", made], out, f"compiling {source} for {target}")
    return made


def link(objects, target, program, keep="", without=""):
    """Links objects with the libraries of a target of the build. The objects come first, and so win over what the
    libraries hold of the same. `keep` is the one object of the target itself to link, `without` a library to leave out."""
    read("build.ninja")
    commands = run(["ninja", "-C", BUILD, "-t", "commands", f"bin/{target}"], BUILD, f"asking how {target} is linked")
    words = shlex.split(commands.strip().splitlines()[-1].replace(": && ", "", 1).replace(" && :", ""))
    libraries = [word for word in words[words.index("-o") + 2:] if not without or os.path.basename(word) != without]
    kept = [word for word in words if keep and os.path.basename(word) == keep]
    for word in libraries + kept:
        if word.endswith((".a", ".o")) and not os.path.exists(os.path.join(BUILD, word)):
            fail(f"{os.path.join(BUILD, word)} is missing; build first: cmake --build build")
    flags = [word for word in words[1:words.index("-o")] if word.startswith("-f")]  # sanitizers
    run([words[0]] + flags + objects + kept + libraries + ["-o", program], BUILD, f"linking {os.path.basename(program)}")
