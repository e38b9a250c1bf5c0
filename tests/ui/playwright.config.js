const galata = require('@jupyterlab/galata/lib/playwright-config');

/** Another one lets two runs go side by side on one machine. */
const first = Number(process.env.BOLT_TEST_FIRST_PORT ?? 8941);
const PORTS = { alone: first, together: first + 1, hub: first + 2, notebook: first + 3 };
const python = process.env.PYTHON ?? 'python';

/** Where a server logs, for whoever looks into a failure. */
const logs = '../../.reports';

/** Seconds in which a server ends by itself once it is asked to. */
const GRACE = 10;

/** A server of the tests' own. `serve.py` ends all that it leaves, and holds no pipe of Playwright's. */
function server(name, module, path) {
  return {
    command: `exec ${python} serve.py ${logs}/${name}.log ${GRACE} ${python} -m ${module}`,
    env: { ...process.env, BOLT_TEST_SERVER: name, BOLT_TEST_PORT: String(PORTS[name]) },
    url: `http://127.0.0.1:${PORTS[name]}${path}`,
    timeout: 60_000,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 3000 * GRACE }
  };
}

/** With or without collaboration; for JupyterLab or Notebook 7. */
function jupyterServer(name, application = 'jupyterlab') {
  return server(name, `${application} --config jupyter_server_test_config.py --allow-root`, '/api');
}

/** Behind its own proxy. */
const hub = server('hub', 'jupyterhub --config jupyterhub_test_config.py', '/hub/api');

function project(name, testMatch, path = '') {
  // Galata ends whatever runs on its server after a test, so each server has one test at a time.
  return { name, testMatch, workers: 1, use: { baseURL: `http://127.0.0.1:${PORTS[name]}${path}` } };
}

module.exports = {
  ...galata,
  testDir: 'tests',
  outputDir: 'test-results',
  timeout: 90_000,
  workers: 2,
  retries: 0,
  reporter: [['list']],
  use: {
    ...galata.use,
    trace: 'retain-on-failure',
    // Recording would want a downloaded ffmpeg.
    video: 'off',
    viewport: { width: 1280, height: 860 },
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync'
      ]
    }
  },
  projects: [
    project('alone', /(fix|choices|try|hostile|settings|looks)\.spec\.ts/),
    project('together', /(fix|choices|try)\.spec\.ts/),
    project('notebook', /notebook7\.spec\.ts/),
    project('hub', /hub\.spec\.ts/)
  ],
  webServer: [
    jupyterServer('alone'),
    jupyterServer('together'),
    jupyterServer('notebook', 'notebook'),
    hub
  ]
};
