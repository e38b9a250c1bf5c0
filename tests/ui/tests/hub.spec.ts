import { expect, test } from '@playwright/test';

import { fixMisspeltName } from './first_minute';
import { Notebook, waitForApplication } from './notebook';

test('a misspelt name is fixed on a server of JupyterHub, under its base URL', async ({ page }) => {
  await page.goto('/hub/login?next=/hub/spawn');
  await page.getByLabel('Username').fill('alice');
  await page.getByLabel('Password').fill('only-for-tests');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL('**/user/alice/lab**', { timeout: 60_000 });
  await waitForApplication(page);

  const asked: string[] = [];
  page.on('request', request => {
    if (request.url().includes('/bolt/api/')) {
      asked.push(new URL(request.url()).pathname);
    }
  });
  const notebook = new Notebook(page);
  await notebook.create();
  await fixMisspeltName(notebook);
  expect(asked).toContain('/user/alice/bolt/api/debugging/fix');
  expect(asked.every(path => path.startsWith('/user/alice/bolt/api/'))).toBe(true);
});
