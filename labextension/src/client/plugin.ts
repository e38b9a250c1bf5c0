import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';

import { BoltClient, IBoltClient } from './client';

export const clientPlugin: JupyterFrontEndPlugin<IBoltClient> = {
  id: 'jupyter-bolt:client',
  description: "Calls Bolt's capabilities on the server.",
  autoStart: true,
  provides: IBoltClient,
  activate: (app: JupyterFrontEnd) => new BoltClient(app.serviceManager.serverSettings)
};
