import { expect, galata, test } from '@jupyterlab/galata';

import { Notebook } from './notebook';

test.use({
  mockSettings: {
    ...galata.DEFAULT_SETTINGS,
    'jupyter-bolt:settings': { enabled: false }
  }
});

test('one setting hides all of Bolt', async ({ page }) => {
  const notebook = new Notebook(page);
  await notebook.create();
  await notebook.run(0, 'print(lenght)');
  await expect(notebook.output(0)).toContainText('NameError');
  await expect(notebook.fixButton(0)).toHaveCount(0);
  await notebook.cell(0).click();
  await expect(page.getByRole('button', { name: 'Try', exact: true })).toBeHidden();
  await notebook.cell(0).locator('.jp-InputArea-editor').click({ button: 'right' });
  await expect(page.getByRole('menu')).toBeVisible();
  await expect(page.getByRole('menuitem', { name: 'Fix Cell' })).toHaveCount(0);
  await expect(page.getByRole('menuitem', { name: 'Try Cell' })).toHaveCount(0);
});
