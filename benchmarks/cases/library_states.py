"""States in which users' kernels are: what was done before, what is tried, and what must not have changed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class State:
    """One state. `look` is evaluated in the user's kernel before and after the trial, and must give the same."""

    name: str
    setup: str
    code: str
    look: str = "1"
    needs: str = ""
    """A module without which the state can't be made."""


STATES = [
    State("nothing", "x = 1", "x = 2; x", "x"),
    State(
        "numpy, BLAS threads used",
        "import numpy as np\nA = np.random.default_rng(0).random((600, 600)); A @ A",
        "A += 1; float((A @ A).sum())",
        "float(A.sum())",
        "numpy",
    ),
    State(
        "pandas",
        "import pandas as pd\nd = pd.DataFrame({'a': range(10)})",
        "d['b'] = 1; d.describe()",
        "list(d.columns)",
        "pandas",
    ),
    State(
        "matplotlib, a figure open",
        "import matplotlib.pyplot as plt\nf, ax = plt.subplots(); ax.plot([1])",
        "ax.plot([2]); f",
        "len(ax.lines)",
        "matplotlib",
    ),
    State(
        "sqlite3, WAL, open",
        "import sqlite3\nc = sqlite3.connect('w.db'); c.execute('pragma journal_mode=wal')\n"
        "c.execute('create table t(a)'); c.execute('insert into t values (1)'); c.commit()",
        "c.execute('insert into t values (2)'); c.commit(); c.execute('select count(*) from t').fetchall()",
        "(c.execute('select count(*) from t').fetchall(), sqlite3.connect('w.db').execute('pragma integrity_check').fetchall())",
    ),
    State(
        "sqlite3, transaction open",
        "import sqlite3\nc = sqlite3.connect('t.db'); c.execute('create table t(a)'); c.commit(); c.execute('insert into t values (1)')",
        "c.commit(); c.execute('select count(*) from t').fetchall()",
        "(c.in_transaction, sqlite3.connect('t.db').execute('select count(*) from t').fetchall())",
    ),
    State(
        "psycopg, connection open",
        "import psycopg\nc = psycopg.connect({postgres!r}); c.execute('create temp table t(a int)'); c.commit()",
        "c.execute('insert into t values (1)'); c.commit()",
        "(c.execute('select count(*) from t').fetchall(), c.commit())",
        "psycopg",
    ),
    State(
        "psycopg, only computing",
        "import psycopg\nc = psycopg.connect({postgres!r}); n = c.execute('select 41').fetchone()[0]; c.commit()",
        "n + 1",
        "(c.execute('select 1').fetchall(), c.commit())",
        "psycopg",
    ),
    State(
        "DuckDB in memory",
        "import duckdb\nd = duckdb.connect(); d.execute('create table t as select range a from range(1000)')",
        "d.execute('insert into t values (1)'); d.execute('select count(*) from t').fetchall()",
        "d.execute('select count(*) from t').fetchall()",
        "duckdb",
    ),
    State(
        "DuckDB file open",
        "import duckdb\nd = duckdb.connect('d.duckdb'); d.execute('create table t as select range a from range(1000)')",
        "d.execute('insert into t values (1)'); d.execute('checkpoint'); d.execute('select count(*) from t').fetchall()",
        "d.execute('select count(*) from t').fetchall()",
        "duckdb",
    ),
    State(
        "h5py file open",
        "import h5py\nh = h5py.File('h.h5', 'w'); h['a'] = [1, 2, 3]; h.flush()",
        "h['a'][0] = 9; h.flush(); int(h['a'][0])",
        "int(h['a'][0])",
        "h5py",
    ),
    State(
        "numpy memmap",
        "import numpy as np\nm = np.memmap('m.bin', dtype='u1', mode='w+', shape=1000)",
        "m[:] = 7; m.flush(); int(m[0])",
        "(int(m[0]), open('m.bin', 'rb').read(1))",
        "numpy",
    ),
    State(
        "shared_memory",
        "from multiprocessing import shared_memory\ns = shared_memory.SharedMemory(create=True, size=100)",
        "s.buf[0] = 5; s.buf[0]",
        "s.buf[0]",
    ),
    State(
        "open log, buffered",
        "log = open('log.txt', 'w'); log.write('one'); log.flush(); log.write('two')",
        "log.write('three'); log.flush()",
        "open('log.txt').read()",
    ),
    State(
        "open file, half read",
        "open('r.txt', 'w').write('a' * 100)\nf = open('r.txt', 'rb', buffering=0); f.read(10)",
        "f.read(10)",
        "f.tell()",
    ),
    State(
        "busy thread with a lock",
        "import threading, time\nlock = threading.Lock()\ndef work():\n  while True:\n    with lock: time.sleep(.05)\n"
        "threading.Thread(target=work, daemon=True).start(); time.sleep(.1)",
        "with lock: print('in')",
        "lock.acquire(timeout=5) and (lock.release() or 'free')",
    ),
    State(
        "busy thread, unrelated cell",
        "import threading, time\nn = [0]\ndef work():\n  while True: n[0] += 1; time.sleep(.001)\nthreading.Thread(target=work, daemon=True).start()",
        "sum(range(1000))",
    ),
    State(
        "thread that logs to a file",
        "import logging, threading, time\nlogging.basicConfig(filename='l.log', level='INFO', force=True)\ndef work():\n  while True: logging.info('x'); time.sleep(.001)\n"
        "threading.Thread(target=work, daemon=True).start()",
        "logging.info('trial'); 1",
        "'trial' in open('l.log').read()",
    ),
    State(
        "idle ThreadPoolExecutor",
        "from concurrent.futures import ThreadPoolExecutor\np = ThreadPoolExecutor(2); p.submit(abs, 1).result()",
        "p.submit(abs, -2).result()",
        "p.submit(abs, -3).result()",
    ),
    State(
        "idle ProcessPoolExecutor",
        "from concurrent.futures import ProcessPoolExecutor\np = ProcessPoolExecutor(1); p.submit(abs, 1).result()",
        "p.submit(abs, -2).result()",
        "p.submit(abs, -3).result()",
    ),
    State(
        "loky, live workers",
        "from joblib import Parallel, delayed\nParallel(2)(delayed(abs)(i) for i in range(3))",
        "Parallel(2)(delayed(abs)(-i) for i in range(3))",
        "Parallel(2)(delayed(abs)(-i) for i in range(3))",
        "joblib",
    ),
    State(
        "KMeans used",
        "import numpy as np\nfrom sklearn.cluster import KMeans\nX = np.random.default_rng(0).random((5000, 5)); k = KMeans(3, n_init=1, random_state=0).fit(X)",
        "k.fit(X).n_iter_",
        "k.fit(X).n_iter_",
        "sklearn",
    ),
    State(
        "HistGradientBoosting used",
        "import numpy as np\nfrom sklearn.ensemble import HistGradientBoostingClassifier as H\nX = np.random.default_rng(0).random((5000, 5)); y = X[:, 0] > .5; m = H(max_iter=3).fit(X, y)",
        "H(max_iter=2).fit(X, y); int(m.predict(X).sum())",
        "int(m.predict(X).sum())",
        "sklearn",
    ),
    State(
        "RandomForest, n_jobs=2",
        "import numpy as np\nfrom sklearn.ensemble import RandomForestClassifier as R\nX = np.random.default_rng(0).random((2000, 5)); y = X[:, 0] > .5; m = R(10, n_jobs=2, random_state=0).fit(X, y)",
        "int(m.predict(X).sum())",
        "int(m.predict(X).sum())",
        "sklearn",
    ),
    State(
        "torch, threads used",
        "import torch\nw = torch.rand(1000, 1000); (w @ w).sum()",
        "w += 1; float((w @ w).sum())",
        "float(w.sum())",
        "torch",
    ),
    State(
        "polars, threads used",
        "import polars as pl\nd = pl.DataFrame({'a': range(100_000)}); d.group_by(pl.col('a') % 7).agg(pl.len())",
        "d.group_by(pl.col('a') % 7).agg(pl.len()).height",
        "d.group_by(pl.col('a') % 7).agg(pl.len()).height",
        "polars",
    ),
    State(
        "pyarrow",
        "import pyarrow as pa, pyarrow.parquet as pq\nt = pa.table({'a': list(range(1000))}); pq.write_table(t, 'x.pq')",
        "pq.write_table(t.slice(0, 5), 'x.pq'); pq.read_table('x.pq').num_rows",
        "pq.read_table('x.pq').num_rows",
        "pyarrow",
    ),
    State(
        "asyncio task running",
        "import asyncio\nn = [0]\nasync def tick():\n  while True: n[0] += 1; await asyncio.sleep(.01)\nt = asyncio.ensure_future(tick())",
        "await asyncio.sleep(.05); t.done()",
        "t.done()",
    ),
    State(
        "asyncio task awaited",
        "import asyncio\nasync def later():\n  await asyncio.sleep(.5); return 1\nt = asyncio.ensure_future(later())",
        "await t",
    ),
    State(
        "tqdm bar open",
        "from tqdm import tqdm\nb = tqdm(total=10); b.update(1)",
        "b.update(3); b.n",
        "b.n",
        "tqdm",
    ),
    State(
        "ipywidgets shown",
        "import ipywidgets\ns = ipywidgets.IntSlider(); display(s)",
        "s.value = 5; s.value",
        "s.value",
        "ipywidgets",
    ),
    State(
        "HTTP connection kept alive",
        "import http.client\nh = http.client.HTTPConnection('127.0.0.1', {http}); h.request('GET', '/'); h.getresponse().read() and None",
        "h.request('GET', '/trial'); h.getresponse().status",
        "(h.request('GET', '/'), h.getresponse().read())[1]",
    ),
    State(
        "subprocess with pipes",
        "import subprocess as s\np = s.Popen(['cat'], stdin=s.PIPE, stdout=s.PIPE, bufsize=0)",
        "p.stdin.write(b'trial\\n')",
        "(p.stdin.write(b'x\\n'), p.stdout.readline())",
    ),
]
