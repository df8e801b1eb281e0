"""What the tests of this folder share: the networks' files, a skip that says why, and a comparison."""
import os
import subprocess
import sys
import tempfile

CASES = [f"{kind}_{images}" for images in ("grey", "colour") for kind in ("convnet", "wide_resnet", "transformer")]
TOLERANCE = 1e-4


def need(*modules):
    """Ends the test, passed, where a module is missing; with --require it fails instead."""
    for module in modules:
        try:
            __import__(module)
        except ImportError:
            package = {"cv2": "opencv"}.get(module, module)
            print(f"skipped: {module} is not installed for {sys.executable} (tools/setup --interop: python3-{package})")
            sys.exit("--require" in sys.argv)


def networks(command, directory):
    subprocess.run([os.path.join(os.environ["BUILD"], "tests", "interop_networks"), command, directory], check=True)


def written():
    """A folder with what `interop_networks write` writes."""
    directory = tempfile.TemporaryDirectory()
    networks("write", directory.name)
    return directory


class Comparison:
    """Prints the largest difference of each pair; `end` fails if one was above the tolerance."""

    def __init__(self):
        self.failed = 0

    def check(self, what, found, expected):
        found_one = found.shape == expected.shape
        difference = abs(found - expected).max() if found_one else float("inf")
        good = difference <= TOLERANCE  # a NaN is not
        self.failed += not good
        print(f"{'ok    ' if good else 'FAILED'} {what}: largest difference {difference:.1e}"
              f" of scores up to {abs(expected).max():.1f}")

    def end(self):
        sys.exit(self.failed > 0)
