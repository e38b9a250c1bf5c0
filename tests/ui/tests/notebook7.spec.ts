import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';

import { fixMisspeltName, runOutOfOrder, takeTheSecond } from './first_minute';
import { Notebook, waitForApplication } from './notebook';

/** A new notebook with empty cells, open in Notebook 7. */
async function openNew(page: Page, name: string): Promise<Notebook> {
  const cells = [0, 1, 2, 3].map(at => ({
    id: `cell-${at}`,
    cell_type: 'code',
    source: '',
    metadata: {},
    outputs: [],
    execution_count: null
  }));
  const kernelspec = { name: 'python3', display_name: 'Python 3', language: 'python' };
  const content = { cells, metadata: { kernelspec }, nbformat: 4, nbformat_minor: 5 };
  const saved = await page.request.put(`/api/contents/${name}.ipynb`, {
    data: { type: 'notebook', content }
  });
  expect(saved.ok()).toBe(true);
  await page.goto(`/notebooks/${name}.ipynb`);
  await waitForApplication(page);
  const notebook = new Notebook(page);
  await expect(notebook.cell(0)).toBeVisible({ timeout: 60_000 });
  await notebook.idle();
  return notebook;
}

test('a misspelt name is fixed in Notebook 7, and the change is undone', async ({ page }) => {
  await fixMisspeltName(await openNew(page, 'misspelt'));
});

test('the second candidate is taken in Notebook 7', async ({ page }) => {
  await takeTheSecond(await openNew(page, 'second'));
});

test('a cell run out of order is fixed in Notebook 7', async ({ page }) => {
  await runOutOfOrder(await openNew(page, 'order'));
});
