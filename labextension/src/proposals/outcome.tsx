import { useEffect, useRef } from 'react';
import type { JSX } from 'react';

import type { Proposal } from '../client/models';
import { CardButton } from '../ui/button';
import type { IPanelProps } from './panel';
import { DecisionProblem } from './problem';

/** What became of an accepted proposal, in one line, with the way back. */
export function Outcome(props: IPanelProps & { readonly decided: Proposal }): JSX.Element {
  const { session, card, around, decided } = props;
  const { trans } = around;
  const undone = decided.status === 'undone';
  const edited = decided.edits.length > 0;
  const first = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    // The button that had the focus is gone; the way back is where the eye and the keys are.
    if (!session.busy) {
      first.current?.focus({ preventScroll: true });
    }
  }, [undone, session.busy]);
  return (
    <>
      <div className="jp-bolt-Outcome">
        <span role="status" aria-live="polite">
          {undone ? trans.__('Undone.') : edited ? trans.__('Changed.') : trans.__('Run.')}
        </span>
        {!undone && edited && (
          <CardButton disabled={session.busy} buttonRef={first} onClick={() => void session.undo()}>
            {trans.__('Undo change')}
          </CardButton>
        )}
        <CardButton onClick={() => card.close()} {...((undone || !edited) && { buttonRef: first })}>
          {trans.__('Close')}
        </CardButton>
      </div>
      {session.problem !== null && <DecisionProblem problem={session.problem} around={around} />}
    </>
  );
}
