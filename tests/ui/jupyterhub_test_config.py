"""A JupyterHub for the browser tests; never for people."""

import os
import sys
from pathlib import Path
from tempfile import mkdtemp

here = Path(__file__).parent
scratch = mkdtemp(prefix="bolt-hub-")
port = int(os.environ["BOLT_TEST_PORT"])

c = get_config()  # noqa: F821
c.JupyterHub.bind_url = f"http://127.0.0.1:{port}"
c.JupyterHub.hub_port = port + 10
c.JupyterHub.db_url = "sqlite:///:memory:"
c.JupyterHub.cookie_secret_file = f"{scratch}/cookie_secret"
c.JupyterHub.authenticator_class = "shared-password"
c.JupyterHub.spawner_class = "simple"
c.JupyterHub.cleanup_servers = True
c.ConfigurableHTTPProxy.command = [str(here / "node_modules/.bin/configurable-http-proxy")]
c.ConfigurableHTTPProxy.api_url = f"http://127.0.0.1:{port + 20}"
c.ConfigurableHTTPProxy.pid_file = f"{scratch}/proxy.pid"
c.ConfigurableHTTPProxy.auth_token = os.urandom(16).hex()
c.Authenticator.allow_all = True
c.SharedPasswordAuthenticator.user_password = "only-for-tests"
c.SimpleLocalProcessSpawner.home_dir_template = f"{scratch}/{{username}}"
# An interrupted server may wait for ever for a worker thread of AnyIO's that nobody has told to end.
c.SimpleLocalProcessSpawner.interrupt_timeout = 2
c.SimpleLocalProcessSpawner.term_timeout = 2
c.Spawner.cmd = [sys.executable, "-m", "jupyterhub.singleuser"]
c.Spawner.default_url = "/lab"
c.Spawner.args = [
    "--allow-root",
    "--LabApp.expose_app_in_browser=True",
    "--ServerApp.jpserver_extensions=jupyter_bolt=True",
]
c.Spawner.env_keep = [*os.environ]
