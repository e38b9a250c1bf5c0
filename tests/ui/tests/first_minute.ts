import { expect } from '@playwright/test';
import type { Locator } from '@playwright/test';

import type { Notebook } from './notebook';

export function fixCard(notebook: Notebook, index: number): Locator {
  return notebook.card(index, 'Fix for this cell');
}

/** A misspelt name: run, see the error, fix, read the diff, accept, run again, undo the change. */
export async function fixMisspeltName(notebook: Notebook): Promise<void> {
  await notebook.run(0, 'length = 42');
  await notebook.run(1, 'print(lenght)');
  await expect(notebook.output(1)).toContainText('NameError');

  await notebook.fixButton(1).click();
  const card = fixCard(notebook, 1);
  const accept = card.getByRole('button', { name: 'Accept' });
  await expect(accept).toBeVisible({ timeout: 40_000 });
  await expect(card.getByRole('status').first()).toContainText(/^Ran · .* · prints 42/);
  const change = card.getByRole('group', { name: 'Change' });
  await expect(change.locator('.cm-deletedChunk')).toContainText('print(lenght)');
  await expect(change.locator('.cm-changedLine')).toContainText('print(length)');
  await expect(notebook.source(1)).toHaveText('print(lenght)');

  await accept.click();
  await expect(notebook.source(1)).toHaveText('print(length)');
  const undo = card.getByRole('button', { name: 'Undo change' });
  await expect(undo).toBeFocused();
  await expect(card).toContainText('Changed.');

  await notebook.run(1);
  await expect(notebook.output(1)).toHaveText('42');
  await expect(notebook.fixButton(1)).toHaveCount(0);

  await undo.click();
  await expect(notebook.source(1)).toHaveText('print(lenght)');
  await expect(card).toContainText('Undone.');
}

/** Open the card of a fix and wait for its first proposal. */
export async function openFix(notebook: Notebook, index: number): Promise<void> {
  await notebook.fixButton(index).click();
  const accept = fixCard(notebook, index).getByRole('button', { name: 'Accept' });
  await expect(accept).toBeVisible({ timeout: 40_000 });
}

/** Two names could be meant: look at both, and take the second. */
export async function takeTheSecond(notebook: Notebook): Promise<void> {
  await notebook.run(0, 'prices = [1, 2]; price = 3');
  await notebook.run(1, 'print(pricee)');
  await openFix(notebook, 1);
  const card = fixCard(notebook, 1);
  const title = card.getByRole('heading');
  await expect(card.getByRole('button', { name: 'Next (1 of 2)' })).toBeVisible({ timeout: 40_000 });
  const first = await title.innerText();
  await card.getByRole('button', { name: 'Next (1 of 2)' }).click();
  await expect(title).not.toHaveText(first);
  const second = (await title.innerText()).includes('prices') ? 'print(prices)' : 'print(price)';
  await card.getByRole('button', { name: 'Accept' }).click();
  await expect(notebook.source(1)).toHaveText(second);
}

/** A cell needs another one that stands below and has not run. */
export async function runOutOfOrder(notebook: Notebook): Promise<void> {
  await notebook.run(0, '1 + 1');
  await notebook.run(1, 'print(ratio * 2)');
  await notebook.source(2).fill('ratio = 21');
  await notebook.fixButton(1).click();
  const card = fixCard(notebook, 1);
  const run = card.getByRole('button', { name: 'Run', exact: true });
  await expect(run).toBeVisible({ timeout: 40_000 });
  await expect(card.getByRole('heading')).toContainText('Run cell 3 before cell 2');
  await expect(card.getByRole('status').first()).toContainText('prints 42');
  await run.click();
  await expect(notebook.output(1)).toHaveText('42', { timeout: 40_000 });
  await expect(notebook.fixButton(1)).toHaveCount(0);
}
