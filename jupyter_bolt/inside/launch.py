"""Start a kernel of Bolt's own inside the confinement of a trial: `launch.py SPEC KERNEL ARGUMENT…`.

`SPEC` is JSON: the descriptors of the two pipes to the server, the limits, and the folder of the kernel's
sockets, the one real place that stays writable.
"""

import json
import os
import sys


def main():
    sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    from inside.supervisor import Supervisor

    spec = json.loads(sys.argv[1])
    for name in ("out", "stop"):
        os.set_inheritable(spec[name], False)
    request = {"limits": spec["limits"], "shared": spec["shared"]}
    Supervisor(request, run_kernel, spec["out"], spec["stop"], set()).main()


def run_kernel(_request, _report):
    """In the confined process: become the kernel."""
    os.environ["JPY_PARENT_PID"] = str(os.getppid())  # ipykernel ends when its parent is another one
    os.execvp(sys.argv[2], sys.argv[2:])


if __name__ == "__main__":
    main()
