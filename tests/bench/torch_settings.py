"""The environment in which PyTorch is measured: a malloc that keeps its memory, and OpenBLAS's kernels for this CPU."""
import pathlib

KEEP_MEMORY = {"MALLOC_MMAP_THRESHOLD_": "4294967296", "MALLOC_TRIM_THRESHOLD_": "8589934592",
               "MALLOC_TOP_PAD_": "268435456"}


def blas_core():
    """The OpenBLAS core for this CPU; older versions do not know newer CPUs and fall back to one from 2004."""
    try:
        flags = pathlib.Path("/proc/cpuinfo").read_text(encoding="ascii", errors="replace")
    except OSError:
        return {}
    if "avx512vl" in flags:
        return {"OPENBLAS_CORETYPE": "SkylakeX"}
    return {"OPENBLAS_CORETYPE": "Haswell"} if "avx2" in flags else {}


def torch_environment():
    """Both, for a process of PyTorch's."""
    return {**KEEP_MEMORY, **blas_core()}
