import type { JSX } from 'react';

import { BoltError } from '../client/errors';
import { describeProblem, Problem } from '../ui/problem';
import type { ISurroundings } from '../ui/surroundings';
import { EditConflict } from './apply';

interface IProps {
  readonly problem: unknown;
  readonly around: ISurroundings;
}

/** Why a decision did not come through. A conflict in this tab is said in the same words as the server's. */
export function DecisionProblem({ problem, around }: IProps): JSX.Element {
  const { trans } = around;
  if (problem instanceof BoltError && problem.type === 'ProposalNotFound') {
    return (
      <Problem
        message={trans.__('The server no longer has this proposal. Nothing was changed.')}
        hint={trans.__('Close this card, then ask again.')}
      />
    );
  }
  if (!(problem instanceof EditConflict)) {
    return <Problem {...describeProblem(problem, trans)} />;
  }
  const message = {
    changed: trans.__('The cell has changed in the meantime. Nothing was changed.'),
    gone: trans.__('The cell is no longer there. Nothing was changed.'),
    ambiguous: trans.__('More than one cell has this id. Nothing was changed.')
  }[problem.why];
  return (
    <Problem message={message} hint={trans.__('Look at what is there now, then ask again.')} />
  );
}
