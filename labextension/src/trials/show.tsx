import type { IBoltClient } from '../client/client';
import { cellIdOf } from '../notebooks/target';
import type { ICellTarget } from '../notebooks/target';
import { kernelId, notebookRef } from '../notebooks/reference';
import { Card } from '../ui/card';
import type { ISurroundings } from '../ui/surroundings';
import { Task } from '../ui/task';
import { TrialPanel } from './panel';
import { PATIENT_S } from './replay';

/** Try a cell and show under it what was seen. */
export async function showTrial(
  { panel, cell }: ICellTarget,
  client: IBoltClient,
  around: ISurroundings
): Promise<void> {
  let patient = false;
  const task = new Task(signal =>
    client.call(
      'trials.run',
      {
        notebook: notebookRef(panel),
        cell_id: cellIdOf(cell),
        kernel_id: kernelId(panel),
        ...(patient && { replay_s: PATIENT_S })
      },
      { signal }
    )
  );
  const replay = (): void => {
    patient = true;
    void task.start();
  };
  const card = new Card({
    label: around.trans.__('Tried cell'),
    trans: around.trans,
    render: card => <TrialPanel task={task} card={card} around={around} onReplay={replay} />,
    onEscape: card => (task.state.status === 'running' ? task.cancel() : card.close())
  });
  card.disposed.connect(() => task.dispose());
  const started = task.start();
  await Card.place(card, cell);
  await started;
}
