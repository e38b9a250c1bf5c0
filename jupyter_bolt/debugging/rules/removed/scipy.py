"""What SciPy removed."""

from __future__ import annotations

from .rows import Argument, Names

WINDOWS = (
    "hann hamming blackman bartlett kaiser gaussian boxcar triang flattop nuttall parzen bohman tukey cosine"
)

NAMES: Names = {
    "SciPy 1.0": {
        "scipy.misc.comb": "scipy.special.comb",
        "scipy.misc.factorial": "scipy.special.factorial",
        "scipy.misc.logsumexp": "scipy.special.logsumexp",
    },
    "SciPy 1.3": {
        "scipy.stats.itemfreq()": "{numpy.column_stack}({numpy.unique}({0}, return_counts=True))",
        "scipy.stats.betai": "scipy.special.betainc",
        "scipy.stats.chisqprob": "scipy.stats:chi2.sf",
        "scipy.stats.fprob": "scipy.stats:f.sf",
        "scipy.stats.nanmean": "numpy.nanmean",
        "scipy.stats.nanstd": "numpy.nanstd",
        "scipy.stats.nanmedian": "numpy.nanmedian",
    },
    "SciPy 1.8": {
        "scipy.linalg.pinv2": "scipy.linalg.pinv",
        "scipy.spatial.distance.matching": "scipy.spatial.distance.hamming",
    },
    "SciPy 1.12": {
        "scipy.array": "numpy.array",
        "scipy.arange": "numpy.arange",
        "scipy.linspace": "numpy.linspace",
        "scipy.zeros": "numpy.zeros",
        "scipy.ones": "numpy.ones",
        "scipy.pi": "numpy.pi",
        "scipy.nan": "numpy.nan",
        "scipy.inf": "numpy.inf",
        "scipy.sqrt": "numpy.sqrt",
        "scipy.exp": "numpy.exp",
        "scipy.log": "numpy.log",
        "scipy.log10": "numpy.log10",
        "scipy.sin": "numpy.sin",
        "scipy.cos": "numpy.cos",
        "scipy.mean": "numpy.mean",
        "scipy.std": "numpy.std",
        "scipy.var": "numpy.var",
        "scipy.sum": "numpy.sum",
        "scipy.dot": "numpy.dot",
        "scipy.where": "numpy.where",
        "scipy.random": "numpy.random",
        "scipy.rand": "numpy.random.rand",
        "scipy.randn": "numpy.random.randn",
        "scipy.polyfit": "numpy.polyfit",
        "scipy.polyval": "numpy.polyval",
        "scipy.stats.binom_test()": "{scipy.stats.binomtest}({args}).pvalue",
        "scipy.misc.face": "scipy.datasets.face",
        "scipy.misc.ascent": "scipy.datasets.ascent",
        "scipy.misc.electrocardiogram": "scipy.datasets.electrocardiogram",
    },
    "SciPy 1.13": {f"scipy.signal.{name}": f"scipy.signal.windows.{name}" for name in WINDOWS.split()},
    "SciPy 1.14": {
        "scipy.integrate.simps": "scipy.integrate.simpson",
        "scipy.integrate.trapz": "scipy.integrate.trapezoid",
        "scipy.integrate.cumtrapz": "scipy.integrate.cumulative_trapezoid",
    },
    "SciPy 1.17": {"scipy.special.sph_harm()": "{scipy.special.sph_harm_y}({1}, {0}, {3}, {2})"},
}

GONE = {
    "SciPy 1.3": "scipy.misc.imresize scipy.misc.imrotate scipy.misc.imfilter scipy.misc.bytescale "
    "scipy.misc.imread scipy.misc.imsave scipy.stats.signaltonoise scipy.stats.threshold",
    "SciPy 1.12": "scipy.misc.derivative scipy.misc.central_diff_weights",
    "SciPy 1.15": "scipy.signal.cwt scipy.signal.ricker scipy.signal.morlet scipy.signal.morlet2 scipy.signal.daub",
}
"""Removed, with no one name in their place."""

ARGUMENTS = (
    Argument(
        "scipy",
        "gmres cg bicgstab bicg cgs gcrotmk lgmres minres qmr tfqmr",
        "tol",
        "rtol={value}",
        "SciPy 1.14",
    ),
    Argument("scipy", "eigh", "turbo", "", "SciPy 1.14", value="True"),
    Argument("scipy", "eigh", "eigvals", "subset_by_index={value}", "SciPy 1.14"),
    Argument("scipy", "remez", "Hz", "fs={value}", "SciPy 1.14"),
)
