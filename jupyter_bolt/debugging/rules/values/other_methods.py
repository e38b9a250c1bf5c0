"""Methods of one type that were looked for on another, and what this type has for them.

`length` is an attribute, `length()` a call without arguments, `add(a)` one with one, `map(*)` one with any.
In what stands for it, `{x}` is the object, `{a}` and `{b}` are the arguments, `{args}` is all of them, and
`{np}`, `{pd}`, `{plt}` are the names under which the notebook has these modules. What begins with `=` is a
statement and stands only for a call that is one.
"""

from __future__ import annotations

LENGTH = dict.fromkeys(("length", "length()", "size()", "len()", "len", "size", "getLength()"), "len({x})")
TEXT_OF = {"toString()": "str({x})", "to_string()": "str({x})", "toFixed(a)": "round({x}, {a})"}
ON_EACH_TEXT = {
    f"{name}(*)": f"[each.{name}({{args}}) for each in {{x}}]"
    for name in (
        "upper", "lower", "strip", "split", "replace", "title", "startswith", "endswith",
        "capitalize", "lstrip", "rstrip",
    )
}  # fmt: skip
ON_COLUMN_TEXT = {
    f"{name}(*)": f"{{x}}.str.{name}({{args}})"
    for name in (
        "upper", "lower", "strip", "lstrip", "rstrip", "split", "startswith", "endswith", "title",
        "capitalize", "contains", "zfill", "isdigit", "isnumeric", "extract", "findall", "match",
        "cat", "swapcase", "rjust", "ljust", "center", "len", "slice",
    )
}  # fmt: skip
ON_COLUMN_DATES = {
    name: f"{{x}}.dt.{name}"
    for name in (
        "year", "month", "day", "hour", "minute", "second", "weekday", "dayofweek", "dayofyear",
        "quarter", "date", "time", "days", "is_month_end",
    )
}  # fmt: skip
ON_NUMBER = {
    f"{name}(*)": f"str({{x}}).{name}({{args}})"
    for name in (
        "split", "strip", "zfill", "replace", "startswith", "endswith", "isdigit", "isnumeric",
        "upper", "lower", "find", "join", "rjust", "ljust", "center", "count",
    )
}  # fmt: skip
READ = {
    f"{name}(*)": f"{{x}}.read().{name}({{args}})"
    for name in (
        "split", "splitlines", "strip", "upper", "lower", "replace", "count", "find", "startswith",
        "endswith",
    )
}  # fmt: skip
LIST = {
    **LENGTH, **TEXT_OF, **ON_EACH_TEXT,
    "add(a)": "{x}.append({a})", "push(a)": "{x}.append({a})", "push_back(a)": "{x}.append({a})",
    "appendleft(a)": "{x}.insert(0, {a})", "addAll(a)": "{x}.extend({a})", "update(a)": "{x}.extend({a})",
    "concat(a)": "{x} + {a}", "contains(a)": "{a} in {x}", "includes(a)": "{a} in {x}", "has(a)": "{a} in {x}",
    "indexOf(a)": "{x}.index({a})", "find(a)": "{x}.index({a})", "map(a)": "list(map({a}, {x}))",
    "filter(a)": "list(filter({a}, {x}))", "join(a)": "{a}.join({x})", "slice(a, b)": "{x}[{a}:{b}]", "slice(a)": "{x}[{a}:]",
    "sum()": "sum({x})", "max()": "max({x})", "min()": "min({x})", "mean()": "sum({x}) / len({x})", "sorted()": "sorted({x})",
    "head()": "{x}[:5]", "head(a)": "{x}[:{a}]", "tail()": "{x}[-5:]", "tail(a)": "{x}[-{a}:]", "tolist()": "{x}", "to_list()": "{x}",
    "forEach(a)": "=for each in {x}: {a}(each)", "sort_values()": "sorted({x})", "shape": "{np}.array({x}).shape", "T": "{np}.array({x}).T",
    "reshape(*)": "{np}.array({x}).reshape({args})", "astype(a)": "{np}.array({x}).astype({a})", "std(*)": "{np}.std({x})",
    "flatten()": "{np}.array({x}).flatten()", "median()": "{np}.median({x})", "dot(a)": "{np}.dot({x}, {a})", "ndim": "{np}.array({x}).ndim",
    "cumsum()": "{np}.cumsum({x})", "argmax()": "{np}.argmax({x})", "argmin()": "{np}.argmin({x})", "round(a)": "{np}.round({x}, {a})",
    "value_counts()": "{pd}.Series({x}).value_counts()", "describe()": "{pd}.Series({x}).describe()", "unique()": "list(dict.fromkeys({x}))",
    "isna()": "{pd}.Series({x}).isna()", "plot()": "{plt}.plot({x})", "hist(*)": "{plt}.hist({x})", "keys()": "range(len({x}))",
    "equals(a)": "{x} == {a}", "isEmpty()": "not {x}",
}  # fmt: skip
STR = {
    **LENGTH, **TEXT_OF,
    "append(a)": "={x} += {a}", "push(a)": "={x} += {a}", "add(a)": "={x} += {a}", "concat(a)": "{x} + {a}", "trim()": "{x}.strip()",
    "toUpperCase()": "{x}.upper()", "toLowerCase()": "{x}.lower()", "to_upper()": "{x}.upper()", "to_lower()": "{x}.lower()",
    "uppercase()": "{x}.upper()", "lowercase()": "{x}.lower()", "contains(a)": "{a} in {x}", "includes(a)": "{a} in {x}",
    "has(a)": "{a} in {x}", "indexOf(a)": "{x}.find({a})", "charAt(a)": "{x}[{a}]", "substring(a, b)": "{x}[{a}:{b}]",
    "substring(a)": "{x}[{a}:]", "slice(a, b)": "{x}[{a}:{b}]", "slice(a)": "{x}[{a}:]", "substr(a, b)": "{x}[{a}:{a} + {b}]",
    "substr(a)": "{x}[{a}:]", "replaceAll(a, b)": "{x}.replace({a}, {b})", "replace_all(a, b)": "{x}.replace({a}, {b})",
    "isNumeric()": "{x}.isnumeric()", "isnumber()": "{x}.isnumeric()", "is_numeric()": "{x}.isnumeric()", "isDigit()": "{x}.isdigit()",
    "reverse()": "{x}[::-1]", "reversed()": "{x}[::-1]", "remove(a)": '{x}.replace({a}, "")', "sort()": '"".join(sorted({x}))',
    "decode()": "{x}", "decode(a)": "{x}", "astype(a)": "{a}({x})", "parseInt()": "int({x})", "toInt()": "int({x})",
    "equals(a)": "{x} == {a}", "head(a)": "{x}[:{a}]", "isEmpty()": "not {x}", "insert(a, b)": "={x} = {x}[:{a}] + {b} + {x}[{a}:]",
    "chars()": "list({x})", "split_lines()": "{x}.splitlines()", "round(a)": "round(float({x}), {a})", "tolist()": "list({x})",
    "extend(a)": "={x} += {a}", "json()": "json.loads({x})", "strftime(a)": "{pd}.to_datetime({x}).strftime({a})",
    "year": "{pd}.to_datetime({x}).year", "month": "{pd}.to_datetime({x}).month", "day": "{pd}.to_datetime({x}).day",
    "date()": "{pd}.to_datetime({x}).date()", "weekday()": "{pd}.to_datetime({x}).weekday()",
}  # fmt: skip
TUPLE = {
    **LENGTH, **TEXT_OF,
    "append(a)": "={x} += ({a},)", "add(a)": "={x} += ({a},)", "push(a)": "={x} += ({a},)", "extend(a)": "={x} += tuple({a})",
    "sort()": "={x} = tuple(sorted({x}))", "reverse()": "={x} = {x}[::-1]", "contains(a)": "{a} in {x}", "sum()": "sum({x})",
    "max()": "max({x})", "min()": "min({x})", "remove(a)": "={x} = tuple(each for each in {x} if each != {a})",
    "reshape(*)": "{np}.array({x}).reshape({args})", "indexOf(a)": "{x}.index({a})",
}  # fmt: skip
DICT = {
    **LENGTH, **TEXT_OF,
    "add(a, b)": "={x}[{a}] = {b}", "append(a, b)": "={x}[{a}] = {b}", "put(a, b)": "={x}[{a}] = {b}", "set(a, b)": "={x}[{a}] = {b}",
    "insert(a, b)": "={x}[{a}] = {b}", "append(a)": "{x}.update({a})", "add(a)": "{x}.update({a})", "extend(a)": "{x}.update({a})",
    "push(a)": "{x}.update({a})", "has_key(a)": "{a} in {x}", "contains(a)": "{a} in {x}", "containsKey(a)": "{a} in {x}", "has(a)": "{a} in {x}",
    "remove(a)": "{x}.pop({a})", "delete(a)": "{x}.pop({a})", "iteritems()": "{x}.items()", "itervalues()": "{x}.values()",
    "iterkeys()": "{x}.keys()", "entries()": "{x}.items()", "sort()": "={x} = dict(sorted({x}.items()))", "item()": "{x}.items()",
    "isEmpty()": "not {x}", "to_json()": "json.dumps({x})", "json()": "{x}", "to_dict()": "{x}", "merge(a)": "{x}.update({a})",
}  # fmt: skip
SET = {
    **LENGTH, "append(a)": "{x}.add({a})", "push(a)": "{x}.add({a})", "insert(a)": "{x}.add({a})", "extend(a)": "{x}.update({a})",
    "contains(a)": "{a} in {x}", "has(a)": "{a} in {x}", "sort()": "sorted({x})", "delete(a)": "{x}.discard({a})", "index(a)": "sorted({x}).index({a})",
}  # fmt: skip
VIEW = {
    **LENGTH,
    "sort()": "sorted({x})",
    "tolist()": "list({x})",
    "index(a)": "list({x}).index({a})",
    "contains(a)": "{a} in {x}",
}
LAZY = {
    **dict.fromkeys(("length", "size()", "len()"), "len(list({x}))"), "sort()": "sorted({x})", "tolist()": "list({x})", "append(a)": "={x} = [*{x}, {a}]",
}  # fmt: skip
NUMBER = {
    **TEXT_OF, **ON_NUMBER,
    "length": "len(str({x}))", "length()": "len(str({x}))", "round(a)": "round({x}, {a})", "round()": "round({x})", "abs()": "abs({x})",
    "sqrt()": "{x} ** 0.5", "pow(a)": "{x} ** {a}", "astype(a)": "{a}({x})", "floor()": "int({x} // 1)", "format(a)": "format({x}, {a})",
    "equals(a)": "{x} == {a}", "item()": "{x}",
}  # fmt: skip
ARRAY = {
    **LENGTH,
    "append(a)": "={x} = {np}.append({x}, {a})", "push(a)": "={x} = {np}.append({x}, {a})", "add(a)": "={x} = {np}.append({x}, {a})",
    "extend(a)": "={x} = {np}.append({x}, {a})", "insert(a, b)": "={x} = {np}.insert({x}, {a}, {b})", "head()": "{x}[:5]", "head(a)": "{x}[:{a}]",
    "tail()": "{x}[-5:]", "tail(a)": "{x}[-{a}:]", "values": "{x}", "to_numpy()": "{x}", "as_matrix()": "{x}", "to_list()": "{x}.tolist()",
    "isnull()": "{np}.isnan({x})", "isna()": "{np}.isnan({x})", "notnull()": "~{np}.isnan({x})", "dropna()": "{x}[~{np}.isnan({x})]",
    "unique()": "{np}.unique({x})", "nunique()": "len({np}.unique({x}))", "median()": "{np}.median({x})", "abs()": "{np}.abs({x})",
    "sqrt()": "{np}.sqrt({x})", "log()": "{np}.log({x})", "exp()": "{np}.exp({x})", "sin()": "{np}.sin({x})", "cos()": "{np}.cos({x})",
    "diff()": "{np}.diff({x})", "count()": "{x}.size", "percentile(a)": "{np}.percentile({x}, {a})", "quantile(a)": "{np}.quantile({x}, {a})",
    "index(a)": "{np}.where({x} == {a})[0][0]", "contains(a)": "{a} in {x}", "iloc": "{x}", "concat(a)": "{np}.concatenate([{x}, {a}])",
    "value_counts()": "{pd}.Series({x}).value_counts()", "describe()": "{pd}.Series({x}).describe()", "plot()": "{plt}.plot({x})", "hist(*)": "{plt}.hist({x})",
    "reverse()": "{x}[::-1]", "map(a)": "{np}.vectorize({a})({x})", "apply(a)": "{np}.vectorize({a})({x})", "isin(a)": "{np}.isin({x}, {a})",
    "corr()": "{np}.corrcoef({x})", "floor()": "{np}.floor({x})", "power(a)": "{np}.power({x}, {a})", "norm()": "{np}.linalg.norm({x})",
    "inverse()": "{np}.linalg.inv({x})", "inv()": "{np}.linalg.inv({x})", "det()": "{np}.linalg.det({x})",
}  # fmt: skip
FRAME = {
    **LENGTH, "reshape(*)": "{x}.to_numpy().reshape({args})", "tolist()": "{x}.to_numpy().tolist()", "to_list()": "{x}.to_numpy().tolist()",
    "flatten()": "{x}.to_numpy().flatten()", "ravel()": "{x}.to_numpy().ravel()", "rows": "{x}.index", "num_rows": "len({x})", "nrows": "len({x})",
    "show()": "{x}.head(20)", "limit(a)": "{x}.head({a})", "take_sample(a)": "{x}.sample({a})", "withColumnRenamed(a, b)": "{x}.rename(columns={{{a}: {b}}})",
    "orderBy(a)": "{x}.sort_values({a})", "sort_by(a)": "{x}.sort_values({a})", "order_by(a)": "{x}.sort_values({a})", "argmax()": "{x}.to_numpy().argmax()",
    "distinct()": "{x}.drop_duplicates()", "select(a)": "{x}[{a}]", "printSchema()": "{x}.info()", "col_names": "{x}.columns",
    "toPandas()": "{x}", "to_pandas()": "{x}", "rename_columns(a)": "{x}.rename(columns={a})", "len": "len({x})",
}  # fmt: skip
SERIES = {
    **LENGTH, **ON_COLUMN_TEXT, **ON_COLUMN_DATES,
    "reshape(*)": "{x}.to_numpy().reshape({args})", "flatten()": "{x}.to_numpy()", "strftime(a)": "{x}.dt.strftime({a})", "iterrows()": "{x}.items()",
    "applymap(a)": "{x}.map({a})", "columns": "{x}.index", "total_seconds()": "{x}.dt.total_seconds()", "normalize()": "{x}.dt.normalize()",
    "day_name()": "{x}.dt.day_name()", "month_name()": "{x}.dt.month_name()", "categories": "{x}.cat.categories", "codes": "{x}.cat.codes",
    "sqrt()": "{np}.sqrt({x})", "log()": "{np}.log({x})", "exp()": "{np}.exp({x})", "distinct()": "{x}.unique()",
    "to_datetime()": "{pd}.to_datetime({x})", "to_numeric()": "{pd}.to_numeric({x})", "isocalendar()": "{x}.dt.isocalendar()",
}  # fmt: skip
BYTES = {
    **LENGTH,
    "encode()": "{x}",
    "encode(a)": "{x}",
    "format(*)": "{x}.decode().format({args})",
    "read()": "{x}",
}

TABLES = {
    "list": LIST, "str": STR, "tuple": TUPLE, "dict": DICT, "defaultdict": DICT, "OrderedDict": DICT, "set": SET, "int": NUMBER, "float": NUMBER,
    "int64": NUMBER, "float64": NUMBER, "ndarray": ARRAY, "DataFrame": FRAME, "Series": SERIES, "bytes": BYTES, "TextIOWrapper": READ,
    "_io.TextIOWrapper": READ, "dict_keys": VIEW, "dict_values": VIEW, "dict_items": VIEW, "map": LAZY, "filter": LAZY, "zip": LAZY,
    "generator": LAZY, "range": {"sort()": "sorted({x})", "length": "len({x})", "tolist()": "list({x})", "append(a)": "={x} = [*{x}, {a}]"},
}  # fmt: skip
"""By the type's name, as the error tells it."""


def counterpart(type_name: str, signature: str, name: str) -> str | None:
    """What this type has for a method of another."""
    table = TABLES.get(type_name, {})
    return table.get(signature) or (table.get(f"{name}(*)") if signature.endswith(")") else None)
