"""How people import: the usual aliases of modules, and where well-known names come from."""

from __future__ import annotations

ALIASES = {
    "np": "numpy",
    "pd": "pandas",
    "plt": "matplotlib.pyplot",
    "mpl": "matplotlib",
    "sns": "seaborn",
    "sk": "sklearn",
    "sp": "scipy",
    "tf": "tensorflow",
    "pl": "polars",
    "pa": "pyarrow",
    "px": "plotly.express",
    "go": "plotly.graph_objects",
    "alt": "altair",
    "nx": "networkx",
    "sm": "statsmodels.api",
    "smf": "statsmodels.formula.api",
    "xr": "xarray",
    "gpd": "geopandas",
    "dd": "dask.dataframe",
    "da": "dask.array",
    "lgb": "lightgbm",
    "xgb": "xgboost",
    "nn": "torch.nn",
    "F": "torch.nn.functional",
    "optim": "torch.optim",
    "sa": "sqlalchemy",
    "dt": "datetime",
    "ET": "xml.etree.ElementTree",
    "mp": "multiprocessing",
    "widgets": "ipywidgets",
}
"""`import <module> as <alias>`."""

MEMBERS = {
    "abc": "ABC abstractmethod",
    "bs4": "BeautifulSoup",
    "collections": "Counter defaultdict OrderedDict deque namedtuple ChainMap",
    "concurrent.futures": "ThreadPoolExecutor ProcessPoolExecutor as_completed",
    "contextlib": "contextmanager suppress redirect_stdout ExitStack nullcontext",
    "copy": "deepcopy",
    "dataclasses": "dataclass field asdict",
    "datetime": "datetime timedelta date timezone",
    "decimal": "Decimal",
    "enum": "Enum IntEnum auto",
    "fractions": "Fraction",
    "functools": "partial reduce lru_cache cache cached_property wraps",
    "glob": "glob",
    "io": "StringIO BytesIO",
    "IPython.display": "HTML Markdown Image clear_output",
    "itertools": "product combinations permutations chain islice groupby accumulate cycle count zip_longest "
    "pairwise starmap repeat",
    "math": "sqrt ceil floor log log2 log10 exp sin cos tan pi inf nan factorial gcd comb isclose radians degrees",
    "operator": "itemgetter attrgetter",
    "pathlib": "Path",
    "PIL": "Image",
    "pprint": "pprint",
    "random": "randint choice choices sample shuffle uniform",
    "statistics": "mean median stdev variance",
    "string": "Template ascii_letters",
    "tempfile": "TemporaryDirectory NamedTemporaryFile",
    "textwrap": "dedent",
    "time": "sleep perf_counter",
    "tqdm.auto": "tqdm",
    "typing": "Any Optional Union List Dict Tuple Callable Iterable Iterator Literal NamedTuple TypedDict Protocol",
    "types": "SimpleNamespace",
    "urllib.parse": "urlparse urljoin urlencode quote",
    "urllib.request": "urlopen urlretrieve",
    "uuid": "uuid4",
    "warnings": "warn",
    "zoneinfo": "ZoneInfo",
    "numpy": "array arange linspace zeros ones nan pi sqrt",
    "pandas": "DataFrame Series read_csv",
    "scipy": "stats",
    "sklearn": "datasets metrics",
    "sklearn.cluster": "KMeans DBSCAN",
    "sklearn.compose": "ColumnTransformer",
    "sklearn.datasets": "load_iris load_digits load_wine make_classification make_regression make_blobs",
    "sklearn.decomposition": "PCA",
    "sklearn.ensemble": "RandomForestClassifier RandomForestRegressor GradientBoostingClassifier "
    "GradientBoostingRegressor HistGradientBoostingClassifier HistGradientBoostingRegressor",
    "sklearn.impute": "SimpleImputer",
    "sklearn.linear_model": "LinearRegression LogisticRegression Ridge Lasso",
    "sklearn.metrics": "accuracy_score confusion_matrix classification_report mean_squared_error "
    "mean_absolute_error r2_score roc_auc_score f1_score",
    "sklearn.model_selection": "train_test_split cross_val_score GridSearchCV KFold StratifiedKFold",
    "sklearn.neighbors": "KNeighborsClassifier KNeighborsRegressor",
    "sklearn.pipeline": "Pipeline make_pipeline",
    "sklearn.preprocessing": "StandardScaler MinMaxScaler OneHotEncoder LabelEncoder PolynomialFeatures",
    "sklearn.svm": "SVC SVR",
    "sklearn.tree": "DecisionTreeClassifier DecisionTreeRegressor plot_tree",
}
"""`from <module> import <name>`."""


def usual_imports(name: str) -> list[str]:
    """The statements by which people usually get this name."""
    statements = [
        f"from {module} import {name}" for module, names in MEMBERS.items() if name in names.split()
    ]
    if name in ALIASES:
        statements.insert(0, f"import {ALIASES[name]} as {name}")
    return statements


def imported_from(statement: str) -> str:
    """The top-level module that an import statement needs."""
    return statement.split()[1].partition(".")[0]
