"""Start a kernel of Bolt's own inside the confinement of a trial: `launch.py SPEC KERNEL ARGUMENT…`.

`SPEC` is JSON: the descriptors of the two pipes to the server, the limits, and the folder of the kernel's
sockets, the one real place that stays writable.
"""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING


def main() -> None:
    """Become the supervisor of the kernel. Never returns."""
    sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    if TYPE_CHECKING:
        from .supervisor import Supervisor
    else:
        from inside.supervisor import Supervisor

    spec = json.loads(sys.argv[1])
    for name in ("out", "stop"):
        os.set_inheritable(spec[name], False)
    Supervisor(spec["limits"], run_kernel, out=spec["out"], stop=spec["stop"], shared=spec["shared"]).main()


def run_kernel(_report: object) -> None:
    """In the confined process: become the kernel."""
    os.environ["JPY_PARENT_PID"] = str(os.getppid())  # ipykernel ends when its parent is another one
    os.execvp(sys.argv[2], sys.argv[2:])


if __name__ == "__main__":
    main()
