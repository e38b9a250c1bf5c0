import type { TranslationBundle } from '@jupyterlab/translation';

import type { IBoltClient, ProgressOf } from '../client/client';
import { kernelId, notebookRef } from '../notebooks/reference';
import { cellIdOf } from '../notebooks/target';
import type { ICellTarget } from '../notebooks/target';
import { PATIENT_S } from '../trials/replay';
import type { IHearing } from '../proposals/answer';
import type { IProposals } from '../proposals/proposals';
import { errorName } from './errors';
import { stepText } from './steps';

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
    ask: async (signal, hearing, { patient, model }) => {
      const shownError = errorName(cell);
      const answer = await client.stream(
        'debugging.fix',
        {
          notebook: notebookRef(panel),
          cell_id: cellIdOf(cell),
          kernel_id: kernelId(panel),
          ...(patient && { replay_s: PATIENT_S }),
          ...(model && { ask_model: true })
        },
        { signal, hear: event => hear(event, hearing, trans) }
      );
      return { ...answer, shownError };
    }
  });
}

function hear(
  event: ProgressOf<'debugging.fix'>,
  hearing: IHearing,
  trans: TranslationBundle
): void {
  switch (event.event) {
    case 'progress':
      hearing.step(stepText(event.data, trans));
      break;
    case 'proposal':
      hearing.found(event.data.proposal);
  }
}
