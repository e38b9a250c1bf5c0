"""What numpy removed."""

from __future__ import annotations

from .rows import Names

NAMES: Names = {
    "NumPy 1.24": {
        "numpy.float": "builtins.float",
        "numpy.int": "builtins.int",
        "numpy.complex": "builtins.complex",
        "numpy.object": "builtins.object",
        "numpy.str": "builtins.str",
        "numpy.unicode": "builtins.str",
        "numpy.typeDict": "numpy.sctypeDict",
    },
    "NumPy 2.0": {
        "numpy.NaN": "numpy.nan",
        "numpy.NAN": "numpy.nan",
        "numpy.Inf": "numpy.inf",
        "numpy.Infinity": "numpy.inf",
        "numpy.infty": "numpy.inf",
        "numpy.PINF": "numpy.inf",
        "numpy.NINF": "-{numpy.inf}",
        "numpy.PZERO": "0.0",
        "numpy.NZERO": "-0.0",
        "numpy.product": "numpy.prod",
        "numpy.cumproduct": "numpy.cumprod",
        "numpy.alltrue": "numpy.all",
        "numpy.sometrue": "numpy.any",
        "numpy.round_": "numpy.round",
        "numpy.float_": "numpy.float64",
        "numpy.int0": "numpy.intp",
        "numpy.uint0": "numpy.uintp",
        "numpy.complex_": "numpy.complex128",
        "numpy.cfloat": "numpy.complex128",
        "numpy.singlecomplex": "numpy.complex64",
        "numpy.clongfloat": "numpy.clongdouble",
        "numpy.longcomplex": "numpy.clongdouble",
        "numpy.longfloat": "numpy.longdouble",
        "numpy.string_": "numpy.bytes_",
        "numpy.unicode_": "numpy.str_",
        "numpy.Bytes0": "numpy.bytes_",
        "numpy.bytes0": "numpy.bytes_",
        "numpy.str0": "numpy.str_",
        "numpy.bool8": "numpy.bool_",
        "numpy.object0": "numpy.object_",
        "numpy.void0": "numpy.void",
        "numpy.mat": "numpy.asmatrix",
        "numpy.asfarray()": "{numpy.asarray}({0}, dtype=float)",
        "numpy.msort()": "{numpy.sort}({0}, axis=0)",
        "numpy.source": "inspect.getsource",
        "numpy.byte_bounds": "numpy.lib.array_utils.byte_bounds",
        "numpy.compare_chararrays": "numpy.char.compare_chararrays",
        "numpy.ComplexWarning": "numpy.exceptions.ComplexWarning",
        "numpy.VisibleDeprecationWarning": "numpy.exceptions.VisibleDeprecationWarning",
        "numpy.RankWarning": "numpy.exceptions.RankWarning",
        "numpy.AxisError": "numpy.exceptions.AxisError",
        "numpy.DTypePromotionError": "numpy.exceptions.DTypePromotionError",
        "numpy.TooHardError": "numpy.exceptions.TooHardError",
        "numpy.ndarray.newbyteorder()": "{owner}.view({owner}.dtype.newbyteorder({args}))",
        "numpy.ndarray.ptp()": "{numpy.ptp}({owner}{more})",
        "numpy.ndarray.itemset()": "{owner}[{0}] = {1}",
    },
    "NumPy 2.3": {"numpy.ndarray.tostring": "numpy.ndarray.tobytes"},
    "NumPy 2.4": {
        "numpy.in1d": "numpy.isin",
        "numpy.trapz": "numpy.trapezoid",
    },
}

GONE = {
    "NumPy 2.0": "numpy.disp numpy.safe_eval numpy.recfromcsv numpy.recfromtxt numpy.nbytes numpy.sctypes "
    "numpy.maximum_sctype numpy.obj2sctype numpy.issctype numpy.deprecate numpy.cast numpy.find_common_type numpy.set_string_function",
}
"""Removed, with no one name in their place."""
