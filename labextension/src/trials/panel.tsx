import { UseSignal } from '@jupyterlab/ui-components';
import type { JSX } from 'react';

import type { Evidence } from '../client/models';
import { CardButton } from '../ui/button';
import type { Card } from '../ui/card';
import { describeProblem, Problem } from '../ui/problem';
import { Progress } from '../ui/progress';
import type { ISurroundings } from '../ui/surroundings';
import type { Task } from '../ui/task';
import { badgeText } from './badge';
import { EvidenceView } from './evidence';
import { ReplayButton } from './replay';

interface IProps {
  readonly task: Task<Evidence>;
  /** Try again, and wait for a replay that takes long. */
  readonly onReplay: () => void;
  readonly card: Card;
  readonly around: ISurroundings;
}

/** A tried cell: what was seen, and that nothing was kept. */
export function TrialPanel(props: IProps): JSX.Element {
  return <UseSignal signal={props.task.changed}>{() => <TrialState {...props} />}</UseSignal>;
}

function TrialState({ task, card, around, onReplay }: IProps): JSX.Element {
  const { trans } = around;
  const { state } = task;
  const running = state.status === 'running';
  const again = (): void => {
    // The button is out of order meanwhile, and would lose the focus to the page.
    card.takeFocus();
    void task.start();
  };
  return (
    <>
      <div className="jp-bolt-CardHead">
        <h4 className="jp-bolt-CardTitle">{trans.__('Tried without keeping anything')}</h4>
        <CardButton onClick={again} disabled={running}>
          {state.status === 'done' ? trans.__('Try again') : trans.__('Retry')}
        </CardButton>
        <CardButton onClick={() => card.close()}>{trans.__('Close')}</CardButton>
      </div>
      {running && (
        <Progress
          label={trans.__('Running in a copy of the kernel…')}
          trans={trans}
          card={card}
          onCancel={() => {
            task.cancel();
            card.takeFocus();
          }}
        />
      )}
      <p className="jp-bolt-Badge" role="status" aria-live="polite">
        {state.status === 'done' && badgeText(state.result, trans)}
        {state.status === 'cancelled' && trans.__('Cancelled. Nothing was kept.')}
      </p>
      {state.status === 'done' && (
        <ReplayButton
          evidence={state.result}
          trans={trans}
          onReplay={() => {
            card.takeFocus();
            onReplay();
          }}
        />
      )}
      {state.status === 'failed' && <Problem {...describeProblem(state.error, trans)} />}
      {state.status === 'done' && <EvidenceView evidence={state.result} around={around} />}
    </>
  );
}
