"""Values of options that libraries take, where their messages do not name them."""

from __future__ import annotations

import re
import zoneinfo
from encodings.aliases import aliases

FREQUENCIES = {
    "M": "ME",
    "Q": "QE",
    "A": "YE Y",
    "Y": "YE",
    "BM": "BME",
    "BQ": "BQE",
    "BA": "BYE",
    "BY": "BYE",
    "SM": "SME",
    "CBM": "CBME",
    "AS": "YS",
    "BAS": "BYS",
    "BH": "bh",
    "CBH": "cbh",
    "H": "h",
    "T": "min",
    "S": "s",
    "L": "ms",
    "U": "us",
    "N": "ns",
}
"""Aliases of frequencies in pandas before 2.2, and since: `2M`, `15T`, `A-DEC`."""

FREQUENCY = re.compile(r"(-?\d*\.?\d*\s*)([A-Z]{1,3})(-[A-Z]{3})?")

OPTIONS = {
    "axis": "index columns rows",
    "color": "red green blue black white gray grey orange purple yellow pink brown cyan magenta navy teal olive lime "
    "maroon silver gold crimson coral salmon tomato turquoise violet indigo orchid plum khaki lavender beige ivory "
    "tan chocolate sienna peru steelblue skyblue lightblue darkblue royalblue slateblue lightgreen darkgreen "
    "seagreen forestgreen lightgray darkgray lightgrey darkgrey dimgray slategray darkred firebrick indianred "
    "darkorange goldenrod hotpink deeppink rebeccapurple aqua fuchsia",
    "dtype": "float float16 float32 float64 int int8 int16 int32 int64 uint8 uint16 uint32 uint64 bool str string "
    "object category complex complex64 complex128 datetime64[ns] datetime64[s] timedelta64[ns] Int8 Int16 Int32 "
    "Int64 UInt8 UInt16 UInt32 UInt64 Float32 Float64 boolean bytes",
    "errors": "raise coerce ignore strict replace surrogateescape backslashreplace",
    "function": "mean median sum min max count std var sem first last nunique size prod quantile mode any all skew "
    "kurt idxmin idxmax cumsum cumprod cummax cummin describe nth rank shift diff pct_change ffill bfill",
    "how": "any all left right inner outer cross",
    "keep": "first last all",
    "method": "linear time index values nearest zero slinear quadratic cubic spline polynomial pchip akima pad ffill "
    "bfill backfill average min max first dense pearson kendall spearman Nelder-Mead Powell CG BFGS Newton-CG "
    "L-BFGS-B TNC COBYLA SLSQP trust-constr dogleg trust-ncg",
    "mode": "constant edge linear_ramp maximum mean median minimum reflect symmetric wrap empty",
    "na_position": "first last",
    "on_bad_lines": "error warn skip",
    "orient": "dict list series split tight records index columns values table",
    "style": "bmh classic dark_background fast fivethirtyeight ggplot grayscale petroff10 seaborn-v0_8 "
    "seaborn-v0_8-whitegrid seaborn-v0_8-darkgrid seaborn-v0_8-white seaborn-v0_8-dark seaborn-v0_8-ticks "
    "seaborn-v0_8-colorblind seaborn-v0_8-deep seaborn-v0_8-muted seaborn-v0_8-pastel seaborn-v0_8-poster "
    "seaborn-v0_8-talk seaborn-v0_8-notebook seaborn-v0_8-paper tableau-colorblind10",
    "weight": "ultralight light normal regular book medium roman semibold demibold demi bold heavy black",
    "win_type": "boxcar triang blackman hamming bartlett parzen bohman blackmanharris nuttall barthann kaiser gaussian",
}
"""Values by what the option is called, or by what it is."""

SPOKEN_OF = {
    r"No axis named": "axis",
    r"valid value for color|must be a color|Invalid RGBA": "color",
    r"data type '.*' not understood|dtype": "dtype",
    r"is not a valid function|GroupBy' object has no attribute|'Series' object has no attribute": "function",
    r"invalid how option": "how",
    r"interpolate with method|Unknown solver": "method",
    r"mode '.*' is not supported": "mode",
    r"invalid na_position": "na_position",
    r"for on_bad_lines": "on_bad_lines",
    r"orient '.*' not understood|option 'orient'": "orient",
    r"library style name": "style",
    r"weight='": "weight",
    r"Invalid win_type": "win_type",
    r"unknown encoding": "encoding",
    r"time ?zone": "time zone",
}
"""What the message of an error is about."""

KEYWORDS = frozenset({"errors", "keep", "method"})
"""Options whose messages do not say which it is: known by the keyword."""


def usual(message: str, keyword: str | None) -> list[str]:
    """The values that may stand for an option of which an error speaks."""
    about = next((option for pattern, option in SPOKEN_OF.items() if re.search(pattern, message)), None)
    about = about or (keyword if keyword in KEYWORDS else None)
    if about == "encoding":
        return sorted({"utf-8", "utf-16", "utf-32", "latin-1", "ascii", "cp1252", "utf-8-sig", *aliases})
    if about == "time zone":
        return sorted(zoneinfo.available_timezones())
    return OPTIONS.get(about or "", "").split()


def frequencies(value: str, message: str) -> list[str]:
    """A frequency of which a message speaks, with the alias that it has now."""
    found = FREQUENCY.fullmatch(value)
    if found is None or not re.search(rf"\b{found.group(2)}\b|{re.escape(value)}", message):
        return []
    number, alias, anchor = found.groups()
    return [f"{number}{new}{anchor or ''}" for new in FREQUENCIES.get(alias, "").split()]
