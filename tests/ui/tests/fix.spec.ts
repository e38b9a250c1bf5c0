import { expect, test } from '@jupyterlab/galata';

import { fixCard, fixMisspeltName, openFix } from './first_minute';
import { Notebook } from './notebook';

test('a misspelt name is fixed, and the change is undone', async ({ page }) => {
  const notebook = new Notebook(page);
  await notebook.create();
  await fixMisspeltName(notebook);
});

test('cells are sent only when the server cannot see them', async ({ page }, { project }) => {
  const notebook = new Notebook(page);
  await notebook.create();
  await notebook.run(0, 'print(lenght)');
  const request = page.waitForRequest('**/bolt/api/debugging/fix?*');
  await notebook.fixButton(0).click();
  const body = (await request).postDataJSON() as { notebook: { cells: unknown[] | null } };
  expect(body.notebook.cells?.length ?? null).toBe(project.name === 'together' ? null : 2);
});

test('Ctrl+Z stays the own undo of the person', async ({ page }) => {
  const notebook = new Notebook(page);
  await notebook.create();
  await notebook.run(0, 'length = 42');
  await notebook.run(1, 'print(lenght)');
  await openFix(notebook, 1);
  await fixCard(notebook, 1).getByRole('button', { name: 'Accept' }).click();
  await expect(notebook.source(1)).toHaveText('print(length)');

  await notebook.source(1).press('End');
  await page.keyboard.type(' # mine');
  await expect(notebook.source(1)).toHaveText('print(length) # mine');
  await page.keyboard.press('Control+z');
  await expect(notebook.source(1)).toHaveText('print(length)');
});

test('a change is not undone over what was written since', async ({ page }) => {
  const notebook = new Notebook(page);
  await notebook.create();
  await notebook.run(0, 'length = 42');
  await notebook.run(1, 'print(lenght)');
  await openFix(notebook, 1);
  const card = fixCard(notebook, 1);
  await card.getByRole('button', { name: 'Accept' }).click();
  await expect(notebook.source(1)).toHaveText('print(length)');
  await notebook.source(1).fill('print(length + 1)');

  await card.getByRole('button', { name: 'Undo change' }).click();
  await expect(card.getByRole('alert')).toContainText('changed in the meantime');
  await expect(notebook.source(1)).toHaveText('print(length + 1)');
});

test('the whole way can be gone with the keyboard', async ({ page }) => {
  const notebook = new Notebook(page);
  await notebook.create();
  await notebook.run(0, 'length = 42');
  await notebook.run(1, 'print(lenght)');
  await notebook.fixButton(1).focus();
  await page.keyboard.press('Enter');
  const card = fixCard(notebook, 1);
  await expect(card).toBeFocused();
  const accept = card.getByRole('button', { name: 'Accept' });
  await expect(accept).toBeVisible({ timeout: 40_000 });
  while (!(await accept.evaluate(button => button === document.activeElement))) {
    await page.keyboard.press('Tab');
  }
  await page.keyboard.press('Enter');
  await expect(card.getByRole('button', { name: 'Undo change' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(notebook.source(1)).toHaveText('print(lenght)');
  await page.keyboard.press('Escape');
  await expect(card).toHaveCount(0);
  await expect(notebook.cell(1)).toBeFocused();
});

test('a rejected proposal changes nothing', async ({ page }) => {
  const notebook = new Notebook(page);
  await notebook.create();
  await notebook.run(0, 'length = 42');
  await notebook.run(1, 'print(lenght)');
  await openFix(notebook, 1);
  const card = fixCard(notebook, 1);
  while ((await card.getByRole('button', { name: 'Reject' }).count()) > 0) {
    await card.getByRole('button', { name: 'Reject' }).click();
    await expect(card.getByRole('button', { name: 'Reject', disabled: true })).toHaveCount(0);
  }
  await expect(card).toContainText('Rejected. Nothing was changed.');
  await expect(notebook.source(1)).toHaveText('print(lenght)');
});

test('an error that no rule knows is said, with the way on', async ({ page }) => {
  const notebook = new Notebook(page);
  await notebook.create();
  await notebook.run(0, '1 / 0');
  await notebook.fixButton(0).click();
  const card = fixCard(notebook, 0);
  await expect(card.getByRole('button', { name: 'Retry' })).toBeVisible({ timeout: 40_000 });
  await expect(card.getByRole('status')).not.toBeEmpty();
  await expect(card.getByRole('button', { name: 'Accept' })).toHaveCount(0);
});

test('a fix that is sought can be cancelled', async ({ page }) => {
  const notebook = new Notebook(page);
  await notebook.create();
  await notebook.run(0, 'length = 42');
  await notebook.run(1, 'print(lenght)');
  // The same error after a long wait: what is sought now takes its time.
  await notebook.source(1).fill('import time; time.sleep(20); print(lenght)');
  await notebook.fixButton(1).click();
  const card = fixCard(notebook, 1);
  await card.getByRole('button', { name: 'Cancel' }).click();
  await expect(card.getByRole('status')).toContainText('Cancelled');
});

test('the button comes with a saved error and goes with it', async ({ page }) => {
  const notebook = new Notebook(page);
  await notebook.create();
  await notebook.run(0, 'print(lenght)');
  await expect(notebook.fixButton(0)).toBeVisible();
  await notebook.reopen();
  await expect(notebook.output(0)).toContainText('NameError');
  await expect(notebook.fixButton(0)).toBeVisible();
  await notebook.command('notebook:clear-all-cell-outputs');
  await expect(notebook.fixButton(0)).toHaveCount(0);
});

test('a cell whose cells above have not run is fixed in a fresh kernel', async ({ page }) => {
  const notebook = new Notebook(page);
  await notebook.create();
  await notebook.run(0, 'length = 42');
  await notebook.run(1, 'print(lenght)');
  await notebook.reopen('fresh');
  await openFix(notebook, 1);
  const card = fixCard(notebook, 1);
  // Replayed in a fresh kernel, or run after the cell that it needs, by what is known to have run.
  await expect(card).toContainText(/in a fresh kernel|run cell 1 first/);
  await expect(card).toContainText('prints 42');
  const runs = (await card.innerText()).includes('run cell 1 first');
  await card
    .getByRole('button', { name: runs ? 'Accept and run' : 'Accept', exact: true })
    .click();
  await expect(notebook.source(1)).toHaveText('print(length)');
});
