import type { TranslationBundle } from '@jupyterlab/translation';

import type { IBoltClient } from '../client/client';
import { kernelId, notebookRef } from '../notebooks/reference';
import { cellIdOf } from '../notebooks/target';
import type { ICellTarget } from '../notebooks/target';
import type { IProposals } from '../proposals/proposals';

/** Find a fix for a failing cell, and show what was seen to run. */
export async function fixCell(
  target: ICellTarget,
  client: IBoltClient,
  proposals: IProposals,
  trans: TranslationBundle
): Promise<void> {
  const { panel, cell } = target;
  await proposals.show(target, {
    label: trans.__('Fix for this cell'),
    progress: trans.__('Finding a fix and trying it…'),
    ask: signal =>
      client.call(
        'debugging.fix',
        { notebook: notebookRef(panel), cell_id: cellIdOf(cell), kernel_id: kernelId(panel) },
        { signal }
      )
  });
}
