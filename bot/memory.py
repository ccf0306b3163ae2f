"""What the operating system may write of this process to a disk: nothing.

Law: it holds before the first key is read, whoever starts the program and however.
"""

import ctypes
import resource

_SET_DUMPABLE = 4
"""PR_SET_DUMPABLE (prctl(2)): without it, no core is written, and no program of our account looks in."""


def keep_to_ourselves() -> None:
    """Have no core file written, whatever the machine's limits say.

    Swap is the machine's own: docs/admin.md says how it is closed.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # A kernel that knows no such call has only the limit above.
    prctl = getattr(ctypes.CDLL(None), "prctl", None)
    if prctl is not None:
        prctl(_SET_DUMPABLE, 0, 0, 0, 0)
