"""Turn the sources that were sent into modules of this kernel's process, outside every namespace of the user's."""

import linecache
import sys
import types

PACKAGE = "_jupyter_bolt_inside"


def load(digest, sources):
    """Make the modules, in the given order, unless these very ones are there. Returns the package."""
    package = sys.modules.get(PACKAGE)
    if getattr(package, "digest", "") == digest:
        return package
    package = types.ModuleType(PACKAGE)
    package.__path__ = []
    package.digest = digest
    sys.modules[PACKAGE] = package
    for name, source in sources:
        module = types.ModuleType(PACKAGE + "." + name)
        file = "<jupyter_bolt %s>" % name
        module.__package__ = PACKAGE
        linecache.cache[file] = (len(source), None, source.splitlines(True), file)
        sys.modules[module.__name__] = module
        exec(compile(source, file, "exec"), module.__dict__)
        setattr(package, name, module)
    return package
