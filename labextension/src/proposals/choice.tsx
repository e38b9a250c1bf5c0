import type { TranslationBundle } from '@jupyterlab/translation';
import type { JSX } from 'react';

import type { Proposal } from '../client/models';
import { badgeText } from '../trials/badge';
import { EvidenceView, hasMore } from '../trials/evidence';
import { CardButton } from '../ui/button';
import { Phrase } from '../ui/phrase';
import { AskButton } from './ask';
import { DiffView } from './diff';
import { ExplanationView } from './explanation';
import { Asking } from './panel';
import type { IPanelProps } from './panel';
import { DecisionProblem } from './problem';

/** A proposal to decide on: what it does, what was seen, the diff, the evidence, and the buttons. */
export function Choice(props: IPanelProps & { readonly proposal: Proposal }): JSX.Element {
  const { proposal, session, around } = props;
  const { trans } = around;
  const { state } = session.task;
  return (
    <>
      <h4 className="jp-bolt-CardTitle">
        <Phrase text={proposal.title} />
      </h4>
      <p className="jp-bolt-Badge" role="status" aria-live="polite">
        {badgeText(proposal.evidence, trans)}
      </p>
      {proposal.notes.map(note => (
        <p className="jp-bolt-Problem" key={note}>
          <Phrase text={note} />
        </p>
      ))}
      {proposal.explanation && (
        <p className="jp-bolt-Explanation">
          <Phrase text={proposal.explanation} />
        </p>
      )}
      {proposal.edits.map(edit => (
        <DiffView key={`${proposal.proposal_id} ${edit.cell_id}`} edit={edit} around={around} />
      ))}
      {hasMore(proposal.evidence) && (
        <details className="jp-bolt-Details" key={proposal.proposal_id}>
          <summary>{trans.__('What was seen')}</summary>
          <EvidenceView evidence={proposal.evidence} around={around} />
        </details>
      )}
      {state.status === 'done' && <ExplanationView answer={state.result} around={around} />}
      {state.status === 'done' && state.result.model_error && (
        <p className="jp-bolt-Explanation">{state.result.model_error}</p>
      )}
      {session.problem !== null && <DecisionProblem problem={session.problem} around={around} />}
      <Buttons {...props} />
      {session.task.state.status === 'running' && <Asking {...props} />}
    </>
  );
}

function Buttons({
  session,
  card,
  around,
  proposal
}: IPanelProps & { readonly proposal: Proposal }): JSX.Element {
  const { trans } = around;
  const { length } = session.pending;
  const { state } = session.task;
  const reject = async (): Promise<void> => {
    card.takeFocus();
    await session.reject(proposal);
  };
  return (
    <div className="jp-bolt-Actions">
      <CardButton accent disabled={session.busy} onClick={() => void session.accept(proposal)}>
        {acceptLabel(proposal, trans)}
      </CardButton>
      <CardButton disabled={session.busy} onClick={() => void reject()}>
        {trans.__('Reject')}
      </CardButton>
      {length > 1 && (
        <CardButton disabled={session.busy} onClick={() => session.next()}>
          {trans.__('Next (%1 of %2)', session.index + 1, length)}
        </CardButton>
      )}
      {state.status === 'done' && (
        <AskButton session={session} card={card} around={around} answer={state.result} />
      )}
      <CardButton onClick={() => card.close()}>{trans.__('Close')}</CardButton>
    </div>
  );
}

/** What accepting does: change a cell, run cells, or both. */
function acceptLabel({ edits, first }: Proposal, trans: TranslationBundle): string {
  if (first.length === 0) {
    return trans.__('Accept');
  }
  return edits.length > 0 ? trans.__('Accept and run') : trans.__('Run');
}
