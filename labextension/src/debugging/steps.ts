import type { TranslationBundle } from '@jupyterlab/translation';

import type { FixStep } from '../client/models';

/** What is done now, in the user's language; a step that is not known here in the server's words. */
export function stepText(
  { step, count, model, message }: FixStep,
  trans: TranslationBundle
): string {
  switch (step) {
    case 'running':
      return trans.__('Running the cell as it is');
    case 'waiting':
      return trans.__('Running the cell as it is, as soon as other replays have ended');
    case 'trying':
      return trans._n('Trying %1 change', 'Trying %1 changes', count);
    case 'asking':
      return trans.__('Asking %1', model);
    default:
      return message;
  }
}
