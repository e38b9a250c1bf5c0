import { expect, test } from '@jupyterlab/galata';

import { fixCard, openFix, runOutOfOrder, takeTheSecond } from './first_minute';
import { Notebook } from './notebook';

test('the second candidate is looked at and taken', async ({ page }) => {
  const notebook = new Notebook(page);
  await notebook.create();
  await takeTheSecond(notebook);
});

test('a cell run out of order is run after the one that it needs', async ({ page }) => {
  const notebook = new Notebook(page);
  await notebook.create();
  await runOutOfOrder(notebook);
});

test('a package that is not installed is proposed, and not called tried', async ({ page }) => {
  const notebook = new Notebook(page);
  await notebook.create();
  await notebook.run(0, 'import cv2\nprint(cv2.__version__)');
  await openFix(notebook, 0);
  const card = fixCard(notebook, 0);
  await expect(card.getByRole('heading')).toContainText('opencv-python');
  await expect(card.getByRole('status').first()).toContainText(/^Not tried: .*network/);
  await expect(card.getByRole('group', { name: 'Change' })).toContainText('%pip install');
  await card.getByRole('button', { name: 'Accept' }).click();
  await expect(notebook.source(0)).toContainText('%pip install');
  await card.getByRole('button', { name: 'Undo change' }).click();
  await expect(notebook.source(0)).not.toContainText('%pip install');
});

test('what went wrong is said in plain words, with the way to its cause', async ({ page }) => {
  const notebook = new Notebook(page);
  await notebook.create();
  await notebook.run(0, 'numbers = print([3, 1])');
  await notebook.run(1, '1 + 1');
  await notebook.run(2, 'numbers.undo()');
  await notebook.fixButton(2).click();
  const card = fixCard(notebook, 2);
  await expect(card).toContainText('Why it failed: numbers is None here', { timeout: 40_000 });
  await expect(card.getByRole('table', { name: 'Values in this line' })).toContainText('NoneType');
  await card.getByRole('button', { name: 'cell 1' }).click();
  await expect(notebook.cell(0)).toHaveClass(/jp-mod-active/);
});
