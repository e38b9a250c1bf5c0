import type { TranslationBundle } from '@jupyterlab/translation';
import type { JSX } from 'react';

import { BoltError } from '../client/errors';

export interface IProblem {
  readonly message: string;
  readonly hint: string;
}

/** Say an error in words: what happened, and what to do next. */
export function describeProblem(error: unknown, trans: TranslationBundle): IProblem {
  if (!(error instanceof BoltError)) {
    return { message: String(error), hint: trans.__('Reload the page and try again.') };
  }
  if (error.type === 'Unreachable') {
    return {
      message: trans.__('The server could not be reached.'),
      hint: trans.__('Check that it still runs, then try again.')
    };
  }
  const message = error.message || trans.__('The server answered with %1.', error.type);
  return { message, hint: error.hint };
}

/** A problem, with its next step. */
export function Problem(props: IProblem): JSX.Element {
  return (
    <div className="jp-bolt-Problem" role="alert">
      <p>{props.message}</p>
      {props.hint && <p className="jp-bolt-Hint">{props.hint}</p>}
    </div>
  );
}
