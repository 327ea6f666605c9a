"""Tells what interpreter this is, a line each; also where it is too old for anything else."""
import platform
import sys
import sysconfig


def flags():
    """How it was built, as far as it knows."""
    asked = sysconfig.get_config_var("CONFIG_ARGS") or ""
    optimised = " ".join(
        word for word in (sysconfig.get_config_var("PY_CFLAGS") or "").split()
        if word.startswith(("-O", "-flto", "-fprofile", "-march"))
    )
    return " ".join(part for part in (platform.python_compiler(), asked, optimised) if part)


def version():
    """Its own version; that of PyPy beside the language's."""
    found = getattr(sys, "pypy_version_info", None)
    language = platform.python_version()
    return language if found is None else "%d.%d.%d for Python %s" % (tuple(found[:3]) + (language,))


for line in (
    "peer",
    platform.python_implementation(),
    version(),
    "%d.%d" % sys.version_info[:2],
    sys.executable or "",
    flags(),
):
    sys.stdout.write(" ".join(line.split()) + "\n")
