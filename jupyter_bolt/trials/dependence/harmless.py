"""What is known of calls that stand in notebooks: which change nothing that they are given."""

from __future__ import annotations

import re

CONSUMERS = frozenset(
    {"all", "any", "dict", "enumerate", "filter", "frozenset", "list", "map", "max", "min", "reversed", "set",
     "sorted", "sum", "tuple", "zip"}
)  # fmt: skip
"""Built-in functions that only read what they are given, but use an iterator up."""

READERS = CONSUMERS | frozenset(
    {"abs", "bool", "bytes", "callable", "chr", "complex", "display", "divmod", "float", "format", "hasattr",
     "hash", "help", "id", "int", "isinstance", "issubclass", "len", "ord", "print", "range", "repr", "round",
     "slice", "str", "type"}
)  # fmt: skip
"""Built-in functions that only read what they are given."""

FRESH = frozenset(
    {"bool", "complex", "float", "format", "hash", "id", "int", "len", "ord", "range", "repr", "str"}
)
"""Built-in functions whose result shares nothing with what they are given."""

METHODS = frozenset(
    {"abs", "agg", "aggregate", "all", "any", "argmax", "argmin", "assign", "astype", "between", "capitalize",
     "casefold", "clip", "copy", "corr", "count", "cumsum", "decode", "describe", "diff", "dot", "drop",
     "drop_duplicates", "dropna", "duplicated", "encode", "endswith", "explode", "expandtabs", "fillna",
     "first", "flatten", "format", "get", "groupby", "head", "hist", "idxmax", "idxmin", "index", "info",
     "isalpha", "isdigit", "isin", "isna", "isnull", "items", "join", "keys", "last", "lower", "lstrip", "max",
     "mean", "median", "melt", "memory_usage", "merge", "min", "mode", "nlargest", "notna", "notnull",
     "nsmallest", "nunique", "partition", "pivot", "pivot_table", "plot", "prod", "quantile", "query", "rank",
     "rename", "replace", "reset_index", "reshape", "rfind", "rjust", "ljust", "find", "rolling", "round",
     "rsplit", "rstrip", "select_dtypes", "set_index", "shift", "size", "sort_index", "sort_values", "split",
     "splitlines", "stack", "startswith", "std", "strip", "sum", "tail", "title", "to_dict", "to_frame",
     "to_list", "to_numpy", "to_string", "tolist", "transpose", "unique", "unstack", "upper", "value_counts",
     "values", "var", "zfill"}
)  # fmt: skip
"""Methods of strings, containers, arrays and data frames that leave their object as it is, without `inplace`."""

MODULES = frozenset({"math", "matplotlib.pyplot", "numpy", "pandas", "seaborn", "statistics"})
"""Modules whose functions leave their arguments as they are, but for those in `CHANGING` and with `out=`."""

CHANGING = frozenset({"at", "copyto", "fill_diagonal", "place", "put", "putmask", "setp", "shuffle"})

DRAWING = frozenset({"matplotlib.pyplot", "seaborn"})
"""Modules whose calls leave nothing that another cell sees: figures are closed with their cell."""

SETTING = re.compile(r"^(set(?!diff1d|xor1d)|use|rc|style|switch|ion|ioff|interactive|register|install)")

DECORATORS = frozenset(
    {"cache", "classmethod", "contextmanager", "dataclass", "jit", "lru_cache", "njit", "property",
     "staticmethod", "wraps"}
)  # fmt: skip
"""Decorators that register nothing."""

HISTORY = re.compile(r"^(_{1,3}|_i{1,3}|_i?\d+|In|Out|_[iod]h)$")
"""Names under which IPython keeps what has run before."""

BY_NAME = re.compile(r"@\s*([^\W\d]\w*)")
"""Variables in the text of `DataFrame.query`."""

DYNAMIC = frozenset(
    {"__import__", "compile", "delattr", "eval", "exec", "get_ipython", "globals", "locals", "vars"}
)  # fmt: skip
"""What makes or reads variables by names that can't be seen in the code."""

DYNAMIC_METHODS = frozenset({"import_module", "reload", "user_ns"})

RANDOM = re.compile(r"rand|shuffle|sample|seed|choice|split|permut|noise|fit", re.IGNORECASE)
"""Words that stand where random numbers are drawn from a state that all share."""

READS_FILES = re.compile(
    r"^(open|read.*|load.*|from_(csv|file).*|Path|listdir|scandir|walk|glob|iglob|rglob|iterdir|exists|is_file"
    r"|is_dir|stat|getsize|imread|connect|genfromtxt|fromfile|memmap|run|check_output|Popen|system)$"
)
WRITES_FILES = re.compile(
    r"^(open|to_(csv|excel|parquet|json|pickle|sql|hdf|feather|html|latex|stata|netcdf|zarr)|save.*|write.*|dump"
    r"|mkdir|makedirs|touch|unlink|remove|rename|rmtree|rmdir|copy2?|copyfile|copytree|move|symlink.*|truncate"
    r"|connect|commit|execute.*|extract.*|urlretrieve|imsave|tofile|savetxt|run|check_output|Popen|system|chdir)$"
)
