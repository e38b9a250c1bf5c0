"""A Jupyter server for the browser tests; never for people."""

import os
import sys
from pathlib import Path
from tempfile import mkdtemp

from jupyterlab.galata import configure_jupyter_server

c = get_config()  # noqa: F821
configure_jupyter_server(c)
c.ServerApp.port = int(os.environ["BOLT_TEST_PORT"])
c.ServerApp.jpserver_extensions = {"jupyter_bolt": True, "jupyterlab": True}
c.LabApp.user_settings_dir = mkdtemp(prefix="bolt-settings-")
c.SQLiteYStore.db_path = str(Path(mkdtemp(prefix="bolt-ystore-")) / "ystore.db")

c.JupyterNotebookApp.expose_app_in_browser = True

if os.environ["BOLT_TEST_SERVER"] != "together":
    # As if jupyter-collaboration were not installed: the page is offered every extension but its two.
    installed = Path(sys.prefix) / "share/jupyter/labextensions"
    offered = Path(mkdtemp(prefix="bolt-labextensions-"))
    for extension in installed.iterdir():
        if extension.name != "@jupyter":
            (offered / extension.name).symlink_to(extension.resolve())
    c.LabServerApp.labextensions_path = [str(offered)]
    c.ServerApp.jpserver_extensions = {
        "jupyter_bolt": True,
        "jupyterlab": True,
        "notebook": True,
        "jupyter_server_ydoc": False,
        "jupyter_server_fileid": False,
    }
