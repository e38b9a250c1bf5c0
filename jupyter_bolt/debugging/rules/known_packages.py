"""Well-known packages: the name that is imported, and the distribution that brings it.

Nothing else is ever proposed for installation. Whoever installs a name that was merely guessed runs code
of whoever has registered it (typosquatting; Spracklen et al., USENIX Security 2025, for names that models
make up).
"""

from __future__ import annotations

_SAME = """
accelerate adjustText aiofiles aiohttp alembic altair annoy anthropic anyio arcgis arch arviz astropy asyncpg
attrs autogluon babel bambi bcrypt black blosc2 bokeh boto3 bottleneck cartopy catboost category_encoders
causalml celery cerberus chardet click cloudpickle cmdstanpy colorama colorlog colour contextily coverage
cryptography cufflinks cupy cvxpy cycler Cython dash dask datasets datashader deap diffusers dill
distributed django docker duckdb einops emcee evaluate faker fastai fastapi fastparquet feedparser filelock
filterpy flask flax folium fsspec fuzzywuzzy gensim geopandas geopy gradio graphene graphviz great_expectations
great_tables gspread gymnasium h5py hdbscan hmmlearn holoviews httpx humanize hvplot hypothesis igraph imageio
imgaug implicit ipycytoscape ipyleaflet ipympl ipyparallel ipywidgets itables itsdangerous jax jaxlib jieba
jinja2 joblib jsonlines jsonschema jupytext kaleido keras kneed langchain leidenalg librosa lifelines lightgbm
lightning lime llvmlite loguru lxml mapclassify marshmallow matplotlib mesa minio missingno mlflow mlxtend modin
mplfinance mpmath msgpack multidict mypy nbconvert nbformat netCDF4 networkx nibabel nltk numba numexpr numpy
numpyro obspy ollama onnx onnxruntime openai openpyxl optuna orjson ortools osmnx packaging pandas pandera panel
papermill param paramiko patsy pdf2image pdfplumber peewee peft pendulum pexpect pikepdf pingouin pint plotly
plotnine pmdarima polars pooch prefect prettytable prophet psutil psycopg pulp pvlib pwlf py7zr pyarrow pycaret
pydantic pydeck pydot pygal pygame pygments pyinstrument pyLDAvis pylint pymc pymongo pymysql pyodbc pyomo pypdf
PyPDF2 pyperclip pyproj PyQt5 PyQt6 pyreadstat pysal pyspark pytesseract pytest pytz pyvis pyvista pyxlsb qiskit
qrcode rapidfuzz rasterio ray rdkit redis regex requests rich rioxarray rpy2 s3fs sacrebleu schedule scipy
scrapy seaborn selenium sentencepiece setuptools shap shapely simplejson simpy six sktime spacy sqlglot sqlmodel
sqlparse squarify statsforecast statsmodels streamlit sweetviz sympy tables tabulate tenacity tensorboard
tensorflow textblob textract tiktoken timm tokenizers toml tomli toolz torch torchaudio torchmetrics torchvision
tornado tqdm transformers tsfresh typer tzdata ujson urllib3 usaddress uvicorn vaderSentiment vaex vega
vegafusion wandb watchdog websockets werkzeug wikipedia wordcloud wrapt xarray xgboost xlrd xlwings xlwt
xmltodict xyzservices yarl yellowbrick yfinance zarr zstandard
"""
SAME = frozenset(_SAME.split())
"""Packages that are installed under the name that is imported."""

OTHER = {
    "absl": "absl-py",
    "apscheduler": "APScheduler",
    "attr": "attrs",
    "Bio": "biopython",
    "bs4": "beautifulsoup4",
    "cairosvg": "CairoSVG",
    "community": "python-louvain",
    "Crypto": "pycryptodome",
    "cv2": "opencv-python",
    "dateutil": "python-dateutil",
    "discord": "discord.py",
    "docx": "python-docx",
    "dotenv": "python-dotenv",
    "faiss": "faiss-cpu",
    "fake_useragent": "fake-useragent",
    "feature_engine": "feature-engine",
    "ffmpeg": "ffmpeg-python",
    "fitz": "PyMuPDF",
    "flask_cors": "flask-cors",
    "flask_sqlalchemy": "Flask-SQLAlchemy",
    "git": "GitPython",
    "github": "PyGithub",
    "gridfs": "pymongo",
    "hydra": "hydra-core",
    "ibis": "ibis-framework",
    "imblearn": "imbalanced-learn",
    "IPython": "ipython",
    "jose": "python-jose",
    "jwt": "PyJWT",
    "kafka": "kafka-python",
    "langchain_community": "langchain-community",
    "langchain_core": "langchain-core",
    "langchain_openai": "langchain-openai",
    "Levenshtein": "python-Levenshtein",
    "line_profiler": "line-profiler",
    "magic": "python-magic",
    "markdown": "Markdown",
    "memory_profiler": "memory-profiler",
    "mpl_toolkits": "matplotlib",
    "mysql": "mysql-connector-python",
    "MySQLdb": "mysqlclient",
    "odf": "odfpy",
    "OpenGL": "PyOpenGL",
    "opentelemetry": "opentelemetry-api",
    "pandas_datareader": "pandas-datareader",
    "pandas_profiling": "ydata-profiling",
    "pandas_ta": "pandas-ta",
    "PIL": "pillow",
    "plotly_express": "plotly",
    "pptx": "python-pptx",
    "psycopg2": "psycopg2-binary",
    "pyro": "pyro-ppl",
    "pytorch_lightning": "pytorch-lightning",
    "pywt": "PyWavelets",
    "rest_framework": "djangorestframework",
    "ruamel": "ruamel.yaml",
    "scikit_posthocs": "scikit-posthocs",
    "scikitplot": "scikit-plot",
    "scvi": "scvi-tools",
    "sentence_transformers": "sentence-transformers",
    "serial": "pyserial",
    "skbio": "scikit-bio",
    "skimage": "scikit-image",
    "sklearn": "scikit-learn",
    "skopt": "scikit-optimize",
    "slugify": "python-slugify",
    "snowflake": "snowflake-connector-python",
    "socks": "PySocks",
    "speech_recognition": "SpeechRecognition",
    "sqlalchemy": "SQLAlchemy",
    "stable_baselines3": "stable-baselines3",
    "surprise": "scikit-surprise",
    "tabula": "tabula-py",
    "telegram": "python-telegram-bot",
    "tensorflow_datasets": "tensorflow-datasets",
    "tensorflow_hub": "tensorflow-hub",
    "tensorflow_probability": "tensorflow-probability",
    "torch_geometric": "torch-geometric",
    "umap": "umap-learn",
    "unidecode": "Unidecode",
    "webdriver_manager": "webdriver-manager",
    "websocket": "websocket-client",
    "xlsxwriter": "XlsxWriter",
    "yaml": "PyYAML",
    "ydata_profiling": "ydata-profiling",
    "zmq": "pyzmq",
}

CONDA = {
    "opencv-python": "opencv",
    "psycopg2-binary": "psycopg2",
    "torch": "pytorch",
    "tables": "pytables",
    "igraph": "python-igraph",
}
"""Distributions that conda calls otherwise; all other names are the same there in lower case."""


def distribution_of(module: str) -> str | None:
    """The distribution that brings a well-known module; None for any other name."""
    top = module.partition(".")[0]
    return OTHER.get(top) or (top if top in SAME else None)


def conda_name(distribution: str) -> str:
    return CONDA.get(distribution, distribution.lower())
