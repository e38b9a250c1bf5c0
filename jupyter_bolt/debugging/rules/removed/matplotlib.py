"""What matplotlib removed."""

from __future__ import annotations

from .rows import Argument, Names

NAMES: Names = {
    "matplotlib 2.2": {
        "matplotlib.Axes.set_axis_bgcolor": "matplotlib.Axes.set_facecolor",
        "matplotlib.Axes.get_axis_bgcolor": "matplotlib.Axes.get_facecolor",
        "matplotlib.Axes.set_color_cycle()": "{owner}.set_prop_cycle(color={0})",
        "matplotlib.cm.spectral": "matplotlib.cm.nipy_spectral",
        "matplotlib.pyplot.spectral": "matplotlib.pyplot.nipy_spectral",
        "matplotlib.cm.Vega10": "matplotlib.cm.tab10",
        "matplotlib.cm.Vega20": "matplotlib.cm.tab20",
    },
    "matplotlib 3.1": {
        "matplotlib.mlab.normpdf": "scipy.stats:norm.pdf",
        "matplotlib.mlab.prctile": "numpy.percentile",
    },
    "matplotlib 3.6": {
        "matplotlib.FigureCanvasAgg.set_window_title()": "{owner}.manager.set_window_title({args})"
    },
    "matplotlib 3.9": {
        "matplotlib.cm.get_cmap": "matplotlib.pyplot.get_cmap",
        "matplotlib.Legend.legendHandles": "matplotlib.Legend.legend_handles",
    },
    "matplotlib 3.11": {
        "matplotlib.pyplot.plot_date()": "{owner}.plot({0}, {1}, 'o'{more})",
        "matplotlib.Axes.plot_date()": "{owner}.plot({0}, {1}, 'o'{more})",
    },
}

GONE = {
    "matplotlib 2.2": "matplotlib.finance matplotlib.delaunay",
    "matplotlib 3.0": "matplotlib.pyplot.hold matplotlib.pyplot.ishold matplotlib.Axes.hold",
    "matplotlib 3.1": "matplotlib.mlab.PCA matplotlib.mlab.csv2rec matplotlib.mlab.rec2csv",
}
"""Removed, with no one name in their place."""

ARGUMENTS = (
    Argument("matplotlib", "hist hist2d", "normed", "density={value}", "matplotlib 3.1"),
    Argument("pandas", "hist", "normed", "density={value}", "matplotlib 3.1"),
    Argument(
        "matplotlib", "subplot axes add_subplot add_axes", "axisbg", "facecolor={value}", "matplotlib 2.2"
    ),
    Argument("matplotlib", "boxplot", "labels", "tick_labels={value}", "matplotlib 3.11"),
    Argument("matplotlib", "gca", "projection", "{owner}.add_subplot(projection={value})", "matplotlib 3.6"),
    Argument("matplotlib", "grid", "b", "visible={value}", "matplotlib 3.6"),
    Argument("matplotlib", "stem", "use_line_collection", "", "matplotlib 3.8", value="True"),
    Argument("matplotlib", "set_yscale yscale semilogy loglog", "basey", "base={value}", "matplotlib 3.5"),
    Argument("matplotlib", "set_xscale xscale semilogx loglog", "basex", "base={value}", "matplotlib 3.5"),
    Argument(
        "matplotlib", "set_yscale yscale semilogy loglog", "nonposy", "nonpositive={value}", "matplotlib 3.5"
    ),
    Argument(
        "matplotlib", "set_xscale xscale semilogx loglog", "nonposx", "nonpositive={value}", "matplotlib 3.5"
    ),
)
