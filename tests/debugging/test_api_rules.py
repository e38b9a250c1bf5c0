"""Calls that libraries do not take: cells that fail, and what the rules make of them."""

from __future__ import annotations

import pytest

PLOT = "import matplotlib\nmatplotlib.use('Agg')\nimport matplotlib.pyplot as plt\nfig, ax = plt.subplots()"
FRAME = """
import pandas as pd
df = pd.DataFrame({"a": [1.0, 2.0], "b": ["x", "y"], "c": [3, 4]})
s = pd.Series(range(5), index=pd.date_range("2024-01-01", periods=5))
"""
MODELS = """
import numpy as np
from sklearn.svm import SVC
from sklearn.linear_model import LogisticRegression, SGDClassifier
from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor, GradientBoostingClassifier, BaggingClassifier
from sklearn.preprocessing import OneHotEncoder, PolynomialFeatures
from sklearn.cluster import KMeans, AgglomerativeClustering
from sklearn.metrics import mean_squared_error
from sklearn.model_selection import cross_val_score
from sklearn.impute import SimpleImputer
X, y = np.arange(40.0).reshape(20, 2), np.array([0, 1] * 10)
"""

KEYWORDS = [
    pytest.param(FRAME, "df.drop(colums=['a'])", "df.drop(columns=['a'])", id="method"),
    pytest.param(FRAME, "df.rename(colums={'a': 'd'}, inplace=True)", "df.rename(columns={'a': 'd'}, inplace=True)", id="method-in-place"),
    pytest.param(FRAME, "df.dropna().set_index('a', inplce=True)", "df.dropna().set_index('a', inplace=True)", id="method-of-a-result"),
    pytest.param(FRAME, "df.groupby('b').rolling(windw=2).sum()", "df.groupby('b').rolling(window=2).sum()", id="method-of-groups"),
    pytest.param(FRAME, "x = 'é'; pd.cut(df.a, 2, label=['x', 'y'])", "x = 'é'; pd.cut(df.a, 2, labels=['x', 'y'])", id="function"),
    pytest.param(FRAME, "df.to_csv('a.csv', seperator=';', index=False)\n", "df.to_csv('a.csv', sep=';', index=False)\n", id="another-word"),
    pytest.param(FRAME, "df.sample(fraction=.5)", "df.sample(frac=.5)", id="longer-word"),
    pytest.param(PLOT, "plt.plot([1], [2], colour='red')", "plt.plot([1], [2], color='red')", id="artist"),
    pytest.param(PLOT, "ax.scatter([1], [2], colr='r')", "ax.scatter([1], [2], color='r')", id="artist-of-axes"),
    pytest.param(PLOT, "plt.subplots(1, 2,\n             figsze=(3, 3))", "plt.subplots(1, 2,\n             figsize=(3, 3))", id="figure"),
    pytest.param(PLOT, "plt.title('a', fontsze=3)", "plt.title('a', fontsize=3)", id="text"),
    pytest.param(PLOT, "plt.text(0, 0, 'a', fontweigth='bold')", "plt.text(0, 0, 'a', fontweight='bold')", id="property"),
    pytest.param(PLOT, "ax.set(xlable='a')", "ax.set(xlabel='a')", id="axes"),
    pytest.param(PLOT, "plt.legend(locc='upper left')", "plt.legend(loc='upper left')", id="legend"),
    pytest.param(PLOT, "plt.hist([1], histype='step')", "plt.hist([1], histtype='step')", id="hist"),
    pytest.param(PLOT + FRAME, "df.plot(figsze=(3, 3))", "df.plot(figsize=(3, 3))", id="frame-plot"),
    pytest.param(PLOT + FRAME, "df.plot(colour='red')", "df.plot(color='red')", id="frame-plot-artist"),
    pytest.param(MODELS, "LogisticRegression(slover='lbfgs')", "LogisticRegression(solver='lbfgs')", id="class"),
    pytest.param(MODELS, "RandomForestClassifier(n_estimator=3)", "RandomForestClassifier(n_estimators=3)", id="class-s"),
    pytest.param(MODELS, "cross_val_score(SVC(), X, y, scorng='accuracy')", "cross_val_score(SVC(), X, y, scoring='accuracy')", id="wrapped"),
    pytest.param(MODELS, "np.linspace(0, 1, nums=3)", "np.linspace(0, 1, num=3)", id="numpy"),
    pytest.param(MODELS, "X.sum(axes=0)", "X.sum(axis=0)", id="numpy-method"),
    pytest.param(MODELS, "np.array([1], dtpe=int)", "np.array([1], dtype=int)", id="numpy-in-c"),
    pytest.param("", "print(1, spe=',')", "print(1, sep=',')", id="print"),
    pytest.param("", "sorted([1], revers=True)", "sorted([1], reverse=True)", id="sorted"),
    pytest.param("", "[1].sort(reversed=True)", "[1].sort(reverse=True)", id="method-of-a-literal"),
    pytest.param("", "max([1], defualt=0)", "max([1], default=0)", id="documented-only"),
    pytest.param("import datetime", "datetime.timedelta(day=1)", "datetime.timedelta(days=1)", id="documented-class"),
    pytest.param("import json", "json.dumps({}, ident=2)", "json.dumps({}, indent=2)", id="passed-on"),
    pytest.param("def area(width, height=1):\n    return width * height", "area(1, heigth=2)", "area(1, height=2)", id="user-function"),
    pytest.param("class A:\n    def __init__(self, *, colour='r'):\n        pass", "A(color='r')", "A(colour='r')", id="user-class"),
    pytest.param("def f(alpha):\n    return alpha", "[f(alhpa=x) for x in range(2)]", "[f(alpha=x) for x in range(2)]", id="in-comprehension"),
    pytest.param("", "%time print(1, spe=',')", None, id="line-magic"),
    pytest.param(FRAME, "%%time\ndf.drop(colums=['a'])", "%%time\ndf.drop(columns=['a'])", id="below-a-magic"),
]  # fmt: skip

POSITIONS = [
    pytest.param(FRAME, "df.drop('a', 1)", "df.drop('a', axis=1)", id="axis"),
    pytest.param(FRAME, "pd.concat([df, df], 1)", "pd.concat([df, df], axis=1)", id="concat"),
    pytest.param(FRAME + "df.to_csv('a.csv', sep=';')", "pd.read_csv('a.csv', ';')", "pd.read_csv('a.csv', sep=';')", id="sep"),
    pytest.param(FRAME, "df.pivot('a', 'b', 'c')", "df.pivot(index='a', columns='b', values='c')", id="pivot"),
    pytest.param(FRAME, "df.sort_values('a', False)", "df.sort_values('a', ascending=False)", id="ascending"),
    pytest.param(FRAME, "df.b.str.split(',', 1)", "df.b.str.split(',', n=1)", id="split"),
    pytest.param(MODELS, "SVC('linear')", "SVC(kernel='linear')", id="estimator"),
    pytest.param("def f(a, *, b):\n    return a", "f(1, 2)", "f(1, b=2)", id="user-function"),
]  # fmt: skip

OPTIONS = [
    pytest.param(FRAME, "df.merge(df, how='letf', on='a')", "df.merge(df, how='left', on='a')", id="how"),
    pytest.param(FRAME, 'pd.concat([df, df], join="iner")', 'pd.concat([df, df], join="inner")', id="join"),
    pytest.param(FRAME, "df.drop('a', axis='colums')", "df.drop('a', axis='columns')", id="axis"),
    pytest.param(FRAME, "df.dropna(how='al')", None, id="two-letters"),
    pytest.param(PLOT + FRAME, "df.plot(kind='hist2', y='a')", None, id="another-number"),
    pytest.param(PLOT + FRAME, "df.plot(kind='scater', x='a', y='c')", "df.plot(kind='scatter', x='a', y='c')", id="kind"),
    pytest.param(FRAME, "df.a.astype('flaot64')", "df.a.astype('float64')", id="dtype"),
    pytest.param(FRAME, "df.groupby('b').agg('maen')", "df.groupby('b').agg('mean')", id="function"),
    pytest.param(FRAME, "df.groupby('b').agg({'a': 'maen'})", "df.groupby('b').agg({'a': 'mean'})", id="function-in-dict"),
    pytest.param(FRAME, "pd.to_datetime(['2020'], errors='corece')", "pd.to_datetime(['2020'], errors='coerce')", id="errors"),
    pytest.param(FRAME, "df.drop_duplicates(keep='frist')", "df.drop_duplicates(keep='first')", id="keep"),
    pytest.param(FRAME, "df.to_dict('recrods')", "df.to_dict('records')", id="orient"),
    pytest.param(FRAME, "s.resample('M').sum()", "s.resample('ME').sum()", id="month-end"),
    pytest.param(FRAME, "s.resample('2H').sum()", "s.resample('2h').sum()", id="hours"),
    pytest.param(FRAME, "pd.date_range('2024', periods=3, freq='15T')", "pd.date_range('2024', periods=3, freq='15min')", id="minutes"),
    pytest.param(FRAME, "pd.date_range('2024', periods=3, freq='A')", "pd.date_range('2024', periods=3, freq='YE')", id="years"),
    pytest.param(FRAME, "s.groupby(pd.Grouper(freq='Q')).sum()", "s.groupby(pd.Grouper(freq='QE')).sum()", id="quarter-end"),
    pytest.param(FRAME, "pd.Timedelta('1T')", "pd.Timedelta('1min')", id="timedelta"),
    pytest.param(FRAME, "s.tz_localize('Europe/Pari')", "s.tz_localize('Europe/Paris')", id="time-zone"),
    pytest.param(PLOT, "plt.imshow([[1]], cmap='virdis')", "plt.imshow([[1]], cmap='viridis')", id="colormap"),
    pytest.param(PLOT, "plt.get_cmap('virdis')", "plt.get_cmap('viridis')", id="colormap-by-name"),
    pytest.param(PLOT, "plt.plot([1], [2], color='gren')", "plt.plot([1], [2], color='green')", id="color"),
    pytest.param(PLOT, "plt.plot([1], [2], linestyle='dahsed')", "plt.plot([1], [2], linestyle='dashed')", id="linestyle"),
    pytest.param(PLOT, "plt.legend(['a'], loc='uper left')", "plt.legend(['a'], loc='upper left')", id="loc"),
    pytest.param(PLOT, "plt.text(0, 0, 'a', ha='centre')", "plt.text(0, 0, 'a', ha='center')", id="alignment"),
    pytest.param(PLOT, "plt.yscale('lgo')", "plt.yscale('log')", id="scale"),
    pytest.param(PLOT, "plt.style.use('seaborn')", "plt.style.use('seaborn-v0_8')", id="style"),
    pytest.param(PLOT, "plt.style.use('seaborn-whitegrid')", "plt.style.use('seaborn-v0_8-whitegrid')", id="style-renamed"),
    pytest.param(PLOT, "plt.style.use('ggplott')", "plt.style.use('ggplot')", id="style-misspelt"),
    pytest.param(PLOT, "plt.rcParams['figure.figsze'] = 3, 3", "plt.rcParams['figure.figsize'] = 3, 3", id="parameter"),
    pytest.param(MODELS, "LogisticRegression(solver='lbfsg').fit(X, y)", "LogisticRegression(solver='lbfgs').fit(X, y)", id="solver"),
    pytest.param(MODELS, "model = SVC(kernel='liner')\nmodel.fit(X, y)", "model = SVC(kernel='linear')\nmodel.fit(X, y)", id="given-above"),
    pytest.param(MODELS, "kernel = 'liner'\nSVC(kernel=kernel).fit(X, y)", "kernel = 'linear'\nSVC(kernel=kernel).fit(X, y)", id="in-a-variable"),
    pytest.param(MODELS, "SimpleImputer(strategy='meen').fit(X)", "SimpleImputer(strategy='mean').fit(X)", id="strategy"),
    pytest.param(MODELS, "cross_val_score(SVC(), X, y, scoring='acuracy')", "cross_val_score(SVC(), X, y, scoring='accuracy')", id="scoring"),
    pytest.param(MODELS, "RandomForestClassifier(max_features='auto').fit(X, y)", "RandomForestClassifier(max_features='sqrt').fit(X, y)", id="renamed-value"),
    pytest.param(MODELS, "RandomForestRegressor(max_features='auto').fit(X, y)", "RandomForestRegressor(max_features=1.0).fit(X, y)", id="renamed-to-a-number"),
    pytest.param(MODELS, 'GradientBoostingClassifier(loss="deviance").fit(X, y)', 'GradientBoostingClassifier(loss="log_loss").fit(X, y)', id="renamed-loss"),
    pytest.param(MODELS, "np.pad(X, 1, mode='constnat')", "np.pad(X, 1, mode='constant')", id="mode"),
    pytest.param("", "'a'.encode('uft-8')", "'a'.encode('utf-8')", id="encoding"),
]  # fmt: skip

REMOVED = [
    pytest.param("import numpy as np", "np.zeros(3, dtype=np.float)", "np.zeros(3, dtype=float)", id="np-float"),
    pytest.param("import numpy as np", "np.array([1], np.int) + np.int(3)", "np.array([1], int) + int(3)", id="np-int"),
    pytest.param("import numpy as np", "[np.NaN, np.NaN]", "[np.nan, np.nan]", id="np-nan"),
    pytest.param("import numpy as np", "x = np.NINF * 2", "x = (-np.inf) * 2", id="np-ninf"),
    pytest.param("import numpy", "numpy.product([1, 2])", "numpy.prod([1, 2])", id="np-product"),
    pytest.param("import numpy as np", "np.in1d([1], [1])", "np.isin([1], [1])", id="np-in1d"),
    pytest.param("import numpy as np", "np.trapz([1, 2], dx=2)", "np.trapezoid([1, 2], dx=2)", id="np-trapz"),
    pytest.param("import numpy as np", "np.asfarray([1, 2])", "np.asarray([1, 2], dtype=float)", id="np-asfarray"),
    pytest.param("import numpy as np\na = np.eye(2)", "a.ptp(axis=0)", "np.ptp(a, axis=0)", id="np-ptp"),
    pytest.param("import numpy as np\na = np.eye(2)", "a.tostring()", "a.tobytes()", id="np-tostring"),
    pytest.param("import numpy as np\na = np.eye(2)", "a.itemset((0, 1), 3)", "a[(0, 1)] = 3", id="np-itemset"),
    pytest.param("", "from numpy import product\nproduct([1, 2])", "from numpy import prod\nprod([1, 2])", id="np-import"),
    pytest.param(FRAME, "for k, v in df.iteritems():\n    print(k)", "for k, v in df.items():\n    print(k)", id="pd-iteritems"),
    pytest.param(FRAME, "df[['a']].applymap(lambda x: x + 1)", "df[['a']].map(lambda x: x + 1)", id="pd-applymap"),
    pytest.param(FRAME, "df.ix[0, 'a']", "df.loc[0, 'a']", id="pd-ix"),
    pytest.param(FRAME, "df.a.mad()", "(df.a - df.a.mean()).abs().mean()", id="pd-mad"),
    pytest.param(FRAME, "df.as_matrix()", "df.to_numpy()", id="pd-as-matrix"),
    pytest.param(FRAME, "df.set_value(0, 'a', 3)", "df.at[0, 'a'] = 3", id="pd-set-value"),
    pytest.param(FRAME, "pd.rolling_mean(df.a, 2)", "df.a.rolling(2).mean()", id="pd-rolling-mean"),
    pytest.param(FRAME, "pd.value_counts(df.b, normalize=True)", "pd.Series(df.b).value_counts(normalize=True)", id="pd-value-counts"),
    pytest.param(FRAME + "import numpy as np", "pd.np.nan", "np.nan", id="pd-np"),
    pytest.param(FRAME, "pd.np.nan", "import numpy as np\nnp.nan", id="pd-np-imported"),
    pytest.param(FRAME, "pd.datetime.now()", "from datetime import datetime\ndatetime.now()", id="pd-datetime"),
    pytest.param(FRAME, "s.index.is_monotonic", "s.index.is_monotonic_increasing", id="pd-monotonic"),
    pytest.param(FRAME, "s.index.to_series().dt.weekofyear", "s.index.to_series().dt.isocalendar().week", id="pd-week"),
    pytest.param(FRAME, "df.fillna(method='ffill', limit=1)", "df.ffill(limit=1)", id="pd-fillna"),
    pytest.param(FRAME, "df.fillna(method='bfill')", "df.bfill()", id="pd-fillna-back"),
    pytest.param(FRAME, "df[['b', 'a']].set_index('b').sum(level=0)", "df[['b', 'a']].set_index('b').groupby(level=0).sum()", id="pd-level"),
    pytest.param(FRAME + "df.to_csv('a.csv')", "pd.read_csv('a.csv', error_bad_lines=False)", "pd.read_csv('a.csv', on_bad_lines='skip')", id="pd-bad-lines"),
    pytest.param(FRAME + "df.to_csv('a.csv')", "pd.read_csv('a.csv', delim_whitespace=True, nrows=1)", "pd.read_csv('a.csv', sep=r'\\s+', nrows=1)", id="pd-whitespace"),
    pytest.param(FRAME + "df.to_csv('a.csv')", "pd.read_csv('a.csv', usecols=['a'], squeeze=True)", "pd.read_csv('a.csv', usecols=['a']).squeeze(\"columns\")", id="pd-squeeze"),
    pytest.param(FRAME, "pd.to_datetime(['2020'], infer_datetime_format=True)", "pd.to_datetime(['2020'])", id="pd-infer"),
    pytest.param(FRAME, "df.append(df, ignore_index=True)", "pd.concat([df, df], ignore_index=True)", id="pd-append"),
    pytest.param(FRAME, "df = df.append({'a': 5, 'b': 'z'}, ignore_index=True)", "df = pd.concat([df, pd.DataFrame([{'a': 5, 'b': 'z'}])], ignore_index=True)", id="pd-append-dict"),
    pytest.param(FRAME + "row = df.iloc[0]", "df.append(row)", "pd.concat([df, pd.DataFrame([row])])", id="pd-append-row"),
    pytest.param(FRAME, "s.append(s)", "pd.concat([s, s])", id="pd-append-series"),
    pytest.param(FRAME, "df.append([df, df])", "pd.concat([df, df, df])", id="pd-append-several"),
    pytest.param(PLOT, "plt.cm.get_cmap('viridis', 3)", "plt.get_cmap('viridis', 3)", id="mpl-cmap"),
    pytest.param("", "from matplotlib.cm import get_cmap\nget_cmap('viridis')", "from matplotlib.pyplot import get_cmap\nget_cmap('viridis')", id="mpl-cmap-import"),
    pytest.param(PLOT, "plt.hist([1, 2], normed=True)", "plt.hist([1, 2], density=True)", id="mpl-normed"),
    pytest.param(PLOT, "plt.axes(axisbg='red')", "plt.axes(facecolor='red')", id="mpl-axisbg"),
    pytest.param(PLOT, "ax.set_axis_bgcolor('red')", "ax.set_facecolor('red')", id="mpl-bgcolor"),
    pytest.param(PLOT, "ax.set_color_cycle(['r', 'g'])", "ax.set_prop_cycle(color=['r', 'g'])", id="mpl-cycle"),
    pytest.param(PLOT, "fig.gca(projection='3d')", "fig.add_subplot(projection='3d')", id="mpl-3d"),
    pytest.param(PLOT, "ax.boxplot([1, 2], labels=['a'])", "ax.boxplot([1, 2], tick_labels=['a'])", id="mpl-labels"),
    pytest.param(PLOT + "\nax.plot([1], label='a')\nlegend = ax.legend()", "legend.legendHandles[0]", "legend.legend_handles[0]", id="mpl-legend"),
    pytest.param("", "from sklearn.cross_validation import train_test_split", "from sklearn.model_selection import train_test_split", id="sk-validation"),
    pytest.param("", "from sklearn.externals import joblib\njoblib.dump", "import joblib\njoblib.dump", id="sk-joblib"),
    pytest.param("", "from sklearn.preprocessing import StandardScaler, Imputer\nImputer()", "from sklearn.preprocessing import StandardScaler\nfrom sklearn.impute import SimpleImputer\nSimpleImputer()", id="sk-imputer"),
    pytest.param("", "from sklearn.ensemble.forest import RandomForestClassifier as F", "from sklearn.ensemble import RandomForestClassifier as F", id="sk-module"),
    pytest.param(MODELS, "from sklearn.metrics import plot_confusion_matrix\nplot_confusion_matrix(SVC().fit(X, y), X, y)", "from sklearn.metrics import ConfusionMatrixDisplay\nConfusionMatrixDisplay.from_estimator(SVC().fit(X, y), X, y)", id="sk-plot"),
    pytest.param(MODELS, "OneHotEncoder(sparse=False)", "OneHotEncoder(sparse_output=False)", id="sk-sparse"),
    pytest.param(MODELS, "BaggingClassifier(base_estimator=SVC())", "BaggingClassifier(estimator=SVC())", id="sk-estimator"),
    pytest.param(MODELS, "AgglomerativeClustering(affinity='euclidean')", "AgglomerativeClustering(metric='euclidean')", id="sk-affinity"),
    pytest.param(MODELS, "SGDClassifier(n_iter=5)", "SGDClassifier(max_iter=5)", id="sk-n-iter"),
    pytest.param(MODELS, "KMeans(n_clusters=2, n_jobs=-1)", "KMeans(n_clusters=2)", id="sk-n-jobs"),
    pytest.param(MODELS, "mean_squared_error(y, y, squared=False)", "from sklearn.metrics import root_mean_squared_error\nroot_mean_squared_error(y, y)", id="sk-rmse"),
    pytest.param(MODELS + "p = PolynomialFeatures().fit(X)", "p.get_feature_names()", "p.get_feature_names_out()", id="sk-names"),
    pytest.param("", "from scipy.integrate import simps\nsimps([1, 2, 3])", "from scipy.integrate import simpson\nsimpson([1, 2, 3])", id="sp-simps"),
    pytest.param("from scipy import signal", "signal.hann(5)", "signal.windows.hann(5)", id="sp-hann"),
    pytest.param("import scipy, numpy as np", "scipy.array([1])", "np.array([1])", id="sp-array"),
    pytest.param("from scipy import stats", "stats.itemfreq([1, 1])", "import numpy as np\nnp.column_stack(np.unique([1, 1], return_counts=True))", id="sp-itemfreq"),
    pytest.param("d = {'a': 1}", "if d.has_key('a') and not d.has_key('b'):\n    print(1)", "if 'a' in d and not 'b' in d:\n    print(1)", id="py-has-key"),
    pytest.param("d = {'a': 1}", "for k, v in d.iteritems(): print(k)", "for k, v in d.items(): print(k)", id="py-iteritems"),
    pytest.param("", "[x for x in xrange(3)]", "[x for x in range(3)]", id="py-xrange"),
    pytest.param("", "isinstance('a', basestring)", "isinstance('a', str)", id="py-basestring"),
    pytest.param("", "reduce(lambda a, b: a + b, [1, 2])", "from functools import reduce\nreduce(lambda a, b: a + b, [1, 2])", id="py-reduce"),
    pytest.param("g = (x for x in [1])", "g.next()", "next(g)", id="py-next"),
    pytest.param("import collections", "isinstance({}, collections.Mapping)", "isinstance({}, collections.abc.Mapping)", id="py-mapping"),
    pytest.param("", "from collections import Counter, Mapping", "from collections import Counter\nfrom collections.abc import Mapping", id="py-mapping-import"),
    pytest.param("import time", "t = time.clock()", "t = time.perf_counter()", id="py-clock"),
    pytest.param("import string", "string.letters", "string.ascii_letters", id="py-letters"),
    pytest.param("import string", "string.maketrans('a', 'b')", "str.maketrans('a', 'b')", id="py-maketrans"),
    pytest.param("import string", "string.join(['a', 'b'], '-')", "'-'.join(['a', 'b'])", id="py-join"),
    pytest.param("", "from itertools import izip\nlist(izip([1], [2]))", "izip = zip\nlist(izip([1], [2]))", id="py-izip"),
    pytest.param("import itertools", "list(itertools.izip([1], [2]))", "list(zip([1], [2]))", id="py-izip-attribute"),
    pytest.param("import sys", "sys.maxint", "sys.maxsize", id="py-maxint"),
    pytest.param("", "import urllib2\nurllib2.Request('http://localhost')", "import urllib.request as urllib2\nurllib2.Request('http://localhost')", id="py-urllib2"),
    pytest.param("", "from urllib import urlencode", "from urllib.parse import urlencode", id="py-urlencode"),
    pytest.param("", "from StringIO import StringIO", "from io import StringIO", id="py-stringio"),
    pytest.param("", "import cPickle as pickle", "import pickle", id="py-pickle"),
    pytest.param("", "import ConfigParser\nConfigParser.ConfigParser()", "import configparser\nconfigparser.ConfigParser()", id="py-configparser"),
    pytest.param("", "if True:\n    import Queue, os\n    Queue.Queue()", "if True:\n    import os\n    import queue\n    queue.Queue()", id="py-queue-indented"),
    pytest.param("", "try:\n    1 / 0\nexcept ZeroDivisionError as e:\n    print(e.message)", "try:\n    1 / 0\nexcept ZeroDivisionError as e:\n    print(str(e))", id="py-message"),
    pytest.param("from fractions import Fraction\nimport fractions", "fractions.gcd(4, 6)", "from math import gcd\ngcd(4, 6)", id="py-gcd"),
    pytest.param("import inspect\ndef f(a): pass", "inspect.getargspec(f)", "inspect.getfullargspec(f)", id="py-argspec"),
    pytest.param("import base64", "base64.encodestring(b'a')", "base64.encodebytes(b'a')", id="py-base64"),
    pytest.param("def by(a, b):\n    return a - b", "sorted([2, 1], cmp=by)", "from functools import cmp_to_key\nsorted([2, 1], key=cmp_to_key(by))", id="py-cmp"),
]  # fmt: skip


@pytest.mark.parametrize(("setup", "source", "expected"), [*KEYWORDS, *POSITIONS, *OPTIONS, *REMOVED])
def test_first_candidate_that_runs_is_what_was_meant(
    cells, monkeypatch: pytest.MonkeyPatch, tmp_path, setup: str, source: str, expected: str | None
) -> None:
    monkeypatch.chdir(tmp_path)
    assert cells.first_that_runs(setup, source) == expected


LEFT_ALONE = [
    pytest.param("", "from sklearn.datasets import load_boston", id="no-right-fix"),
    pytest.param(FRAME, "df.lookup([0], ['a'])", id="gone-without-a-successor"),
    pytest.param(FRAME + "thing = object()", "df.append(thing)", id="unknown-rows"),
    pytest.param(MODELS, "LogisticRegression(normalize=True)", id="keyword-without-a-successor"),
    pytest.param("def f(a, b=1):\n    return a", "f(1, 2, 3)", id="too-many"),
    pytest.param("def f(a, *, width=1, height=2):\n    return a", "f(1, 'x')", id="no-keyword-of-this-kind"),
    pytest.param("def f(alpha):\n    return alpha", "f(omega=1)", id="unlike"),
    pytest.param("def f(min_value=1):\n    return min_value", "f(max_value=1)", id="the-opposite"),
    pytest.param("kinds = {'lists': 1}", "raise ValueError(\"must be one of 'list', 'tuple'\")", id="nothing-passed"),
    pytest.param("", "int('forty')", id="not-an-option"),
    pytest.param("", "float('1,5 kg')", id="not-a-number"),
    pytest.param("import numpy as np\nd = {'whole': 1}", "d.float", id="not-numpy"),
]  # fmt: skip


@pytest.mark.parametrize(("setup", "source"), LEFT_ALONE)
def test_rules_propose_nothing_where_nothing_is_certain(cells, setup: str, source: str) -> None:
    assert cells.candidates(setup, source) == []


def test_a_removed_name_is_not_taken_for_a_misspelling(cells) -> None:
    proposed = cells.candidates("import numpy as np", "np.float(3)")
    assert [each.after for each in proposed] == ["float(3)"]
    assert proposed[0].title == "Replace `np.float` by `float`"
    assert "removed in NumPy 1.24" in proposed[0].explanation


def test_a_name_that_other_cells_use_keeps_its_name(cells) -> None:
    setup = "def later():\n    return Imputer()"
    fixed = cells.first_that_runs(setup, "from sklearn.preprocessing import Imputer")
    assert fixed == "from sklearn.impute import SimpleImputer as Imputer"
