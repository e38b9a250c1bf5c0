import { UseSignal } from '@jupyterlab/ui-components';
import type { JSX, ReactNode } from 'react';

import { badgeText } from '../trials/badge';
import { EvidenceView, hasMore } from '../trials/evidence';
import { ReplayButton } from '../trials/replay';
import { CardButton } from '../ui/button';
import type { Card } from '../ui/card';
import { describeProblem, Problem } from '../ui/problem';
import { Progress } from '../ui/progress';
import type { ISurroundings } from '../ui/surroundings';
import type { IAnswer } from './answer';
import { AskButton } from './ask';
import { Choice } from './choice';
import { ExplanationView } from './explanation';
import { Outcome } from './outcome';
import type { ProposalSession } from './session';

export interface IPanelProps {
  readonly session: ProposalSession;
  readonly card: Card;
  readonly around: ISurroundings;
  /** What is said while the answer is awaited. */
  readonly progress: string;
}

/** Everything that a card of proposals shows, from asking to undone. */
export function ProposalPanel(props: IPanelProps): JSX.Element {
  return <UseSignal signal={props.session.changed}>{() => <SessionState {...props} />}</UseSignal>;
}

function SessionState(props: IPanelProps): JSX.Element {
  const { session, around } = props;
  const { state } = session.task;
  if (session.decided) {
    return <Outcome {...props} decided={session.decided} />;
  }
  if (session.current) {
    return <Choice {...props} proposal={session.current} />;
  }
  switch (state.status) {
    case 'running':
      return <Asking {...props} />;
    case 'failed':
      return <Failed {...props} error={state.error} />;
    case 'cancelled':
      return <Nothing {...props} text={around.trans.__('Cancelled. Nothing was changed.')} />;
    case 'done':
      return <Empty {...props} answer={state.result} />;
  }
}

/** What is sought now, for how long, and Cancel. */
export function Asking({ session, card, around, progress }: IPanelProps): JSX.Element {
  const label = session.step || progress;
  const cancel = (): void => {
    session.task.cancel();
    card.takeFocus();
  };
  return (
    <>
      <p className="jp-bolt-ForScreenReaders" role="status" aria-live="polite">
        {label}
      </p>
      <Progress label={label} trans={around.trans} card={card} onCancel={cancel} />
    </>
  );
}

function Failed(props: IPanelProps & { readonly error: unknown }): JSX.Element {
  return (
    <>
      <Problem {...describeProblem(props.error, props.around.trans)} />
      <Again {...props} />
    </>
  );
}

interface INothingProps extends IPanelProps {
  readonly text: string;
  /** What else can be done. */
  readonly children?: ReactNode;
}

function Nothing(props: INothingProps): JSX.Element {
  return (
    <>
      <p className="jp-bolt-Badge" role="status" aria-live="polite">
        {props.text}
      </p>
      <Again {...props} />
    </>
  );
}

function Empty(props: IPanelProps & { readonly answer: IAnswer }): JSX.Element {
  const { answer, around, card, session } = props;
  const { trans } = around;
  const rejected = answer.proposals.length > 0;
  const text = rejected ? trans.__('Rejected. Nothing was changed.') : answer.message;
  return (
    <>
      <Nothing {...props} text={text}>
        <AskButton {...props} answer={answer} />
        <ReplayButton
          evidence={answer.evidence}
          trans={trans}
          onReplay={() => {
            card.takeFocus();
            void session.again({ patient: true });
          }}
        />
      </Nothing>
      {!rejected && <ExplanationView answer={answer} around={around} open />}
      {!rejected && hasMore(answer.evidence) && (
        <details className="jp-bolt-Details">
          <summary>{badgeText(answer.evidence, trans)}</summary>
          <EvidenceView evidence={answer.evidence} around={around} />
        </details>
      )}
    </>
  );
}

function Again({
  session,
  card,
  around,
  children
}: IPanelProps & { readonly children?: ReactNode }): JSX.Element {
  const again = (): void => {
    card.takeFocus();
    void session.task.start();
  };
  return (
    <div className="jp-bolt-Actions">
      {children}
      <CardButton onClick={again}>{around.trans.__('Retry')}</CardButton>
      <CardButton onClick={() => card.close()}>{around.trans.__('Close')}</CardButton>
    </div>
  );
}
