import { expect, test } from '@jupyterlab/galata';
import type { IJupyterLabPageFixture } from '@jupyterlab/galata';

import { fixCard, openFix } from './first_minute';
import { Notebook } from './notebook';

/** Pictures for people to look at, in a folder that is not committed. */
async function photograph(page: IJupyterLabPageFixture, name: string): Promise<void> {
  await page.screenshot({ path: `screenshots/${name}.png`, animations: 'disabled' });
}

async function fail(notebook: Notebook): Promise<void> {
  await notebook.create();
  await notebook.run(0, 'length = 42');
  await notebook.run(1, '# What is its length?\nprint(lenght)');
}

for (const theme of ['light', 'dark'] as const) {
  test.describe(theme, () => {
    test.beforeEach(async ({ page }) => {
      await (theme === 'dark' ? page.theme.setDarkTheme() : page.theme.setLightTheme());
    });

    test('a fix, from the error to its undoing', async ({ page }) => {
      const notebook = new Notebook(page);
      await fail(notebook);
      await photograph(page, `${theme}-1-error`);
      await openFix(notebook, 1);
      await photograph(page, `${theme}-2-proposal`);
      const card = fixCard(notebook, 1);
      await card.getByText('What was seen').click();
      await photograph(page, `${theme}-3-evidence`);
      await card.getByRole('button', { name: 'Accept' }).click();
      await expect(card).toContainText('Changed.');
      await photograph(page, `${theme}-4-changed`);
    });

    test('a tried cell with a plot, a table and a file', async ({ page }) => {
      const notebook = new Notebook(page);
      await notebook.create();
      await notebook.run(
        0,
        'import pandas as pd\nimport matplotlib.pyplot as plt\nvalues = [1, 2, 3]'
      );
      await notebook
        .source(1)
        .fill(
          "frame = pd.DataFrame({'a': values, 'b': [4, 5, 6]})\nframe.to_csv('out.csv')\n" +
            'values.append(4)\nplt.figure(figsize=(3, 2))\nplt.plot(values)\nplt.show()\nframe'
        );
      await notebook.command('jupyter-bolt:try-cell');
      const card = notebook.card(1, 'Tried cell');
      await expect(card.getByRole('status')).toContainText('out.csv', { timeout: 40_000 });
      await expect(card.locator('img')).toBeVisible();
      await card.getByRole('table', { name: 'Files' }).scrollIntoViewIfNeeded();
      await photograph(page, `${theme}-5-tried`);
    });

    test('all of it on a screen of 400 pixels', async ({ page }) => {
      await page.setViewportSize({ width: 400, height: 860 });
      await page.sidebar.close('left');
      const notebook = new Notebook(page);
      await fail(notebook);
      await page.getByRole('tablist').first().waitFor();
      await page.sidebar.close('left');
      await openFix(notebook, 1);
      const card = fixCard(notebook, 1);
      await photograph(page, `${theme}-6-narrow`);
      expect((await notebook.output(1).boundingBox())?.height).toBeGreaterThan(60);
      const box = await card.boundingBox();
      expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(400);
      for (const name of ['Accept', 'Reject', 'Close']) {
        const button = await card.getByRole('button', { name }).boundingBox();
        expect(button?.height).toBeGreaterThanOrEqual(36);
      }
    });
  });
}
