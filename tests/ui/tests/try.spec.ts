import { expect, test } from '@jupyterlab/galata';

import { Notebook } from './notebook';

const CARD = 'Tried cell';

test('a tried cell shows its output and changes, and keeps nothing', async ({ page }) => {
  const notebook = new Notebook(page);
  await notebook.create();
  await notebook.run(0, 'values = [1, 2, 3]');
  await notebook.source(1).fill('values.append(4)\ntotal = sum(values)\nprint(total)');
  await notebook.cell(1).getByRole('button', { name: 'Try', exact: true }).click();

  const card = notebook.card(1, CARD);
  await expect(card.getByRole('status')).toContainText(/^Ran · .*prints 10/, { timeout: 40_000 });
  const variables = card.getByRole('table', { name: 'Variables' });
  await expect(variables.getByRole('row', { name: /total made int/ })).toBeVisible();
  await expect(variables.getByRole('row', { name: /values changed list/ })).toBeVisible();
  await expect(notebook.output(1)).toHaveCount(0);
  await card.getByRole('button', { name: 'Close' }).click();
  await expect(card).toHaveCount(0);

  await notebook.run(1, "print(values, 'total' in globals())");
  await expect(notebook.output(1)).toHaveText('[1, 2, 3] False');
});

test('a tried cell that fails says so', async ({ page }) => {
  const notebook = new Notebook(page);
  await notebook.create();
  await notebook.source(0).fill("{}['missing']");
  await notebook.command('jupyter-bolt:try-cell');
  const card = notebook.card(0, CARD);
  await expect(card.getByRole('status')).toContainText(/^Failed · .* · KeyError/, {
    timeout: 40_000
  });
});

test('Escape ends a trial', async ({ page }) => {
  const notebook = new Notebook(page);
  await notebook.create();
  await notebook.source(0).fill('while True: pass');
  await notebook.cell(0).getByRole('button', { name: 'Try', exact: true }).click();
  const card = notebook.card(0, CARD);
  await expect(card).toBeFocused();
  await expect(card.getByRole('button', { name: 'Cancel' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(card.getByRole('status')).toContainText('Cancelled');
  await notebook.run(0, 'print("alive")');
  await expect(notebook.output(0)).toHaveText('alive');
});
