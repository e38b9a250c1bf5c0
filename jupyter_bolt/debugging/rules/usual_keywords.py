"""Keyword arguments by another word, and keywords that no signature tells."""

from __future__ import annotations

SYNONYMS = {
    "axes": "axis",
    "bg": "facecolor",
    "bins_number": "bins",
    "cap": "capture_output",
    "capture": "capture_output",
    "col": "columns column color",
    "colour": "color",
    "colours": "colors",
    "cols": "columns usecols",
    "column": "columns",
    "cv_folds": "cv",
    "delim": "sep delimiter",
    "delimiter": "sep",
    "epochs": "max_iter",
    "error": "errors",
    "fig_size": "figsize",
    "flag": "flags",
    "font_size": "fontsize",
    "fraction": "frac",
    "iterations": "max_iter",
    "k": "n_clusters n_neighbors",
    "label": "labels",
    "line_style": "linestyle",
    "line_width": "linewidth",
    "mean": "loc",
    "n": "k",
    "n_bins": "bins",
    "n_estimator": "n_estimators",
    "nbins": "bins",
    "num_bins": "bins",
    "num_clusters": "n_clusters",
    "num_neighbors": "n_neighbors",
    "random_seed": "random_state",
    "seed": "random_state",
    "separator": "sep delimiter",
    "seperator": "sep delimiter",
    "sigma": "scale",
    "size": "figsize",
    "std": "scale",
    "stdev": "scale",
    "test_ratio": "test_size",
    "thickness": "linewidth",
    "title_size": "fontsize",
    "train_ratio": "train_size",
    "transparency": "alpha",
    "width": "linewidth",
}
"""What people write, and the words that functions use instead, likeliest first."""

UNTOLD = {
    "pandas.PlotAccessor": "kind x y ax subplots sharex sharey layout figsize use_index title grid legend style logx "
    "logy loglog xticks yticks xlim ylim xlabel ylabel rot fontsize colormap colorbar position table yerr xerr "
    "stacked secondary_y mark_right include_bool bins by bw_method alpha color",
    "pandas.DataFrame.hist": "figsize bins alpha color grid layout",
    "matplotlib.subplots": "figsize dpi facecolor edgecolor layout linewidth nrows ncols sharex sharey squeeze",
    "matplotlib.savefig": "dpi format bbox_inches pad_inches facecolor edgecolor transparent backend orientation metadata",
}
"""Keywords of functions that pass them on, by package and the ends of their names."""


def untold(function: str) -> list[str]:
    """The keywords that a function is known to take although its signature does not say so."""
    package, _, rest = function.partition(".")
    names = rest.split(".")
    for owner, words in UNTOLD.items():
        wanted_package, _, wanted = owner.partition(".")
        if package == wanted_package and ".".join(names).find(wanted) >= 0:
            return words.split()
    return []
