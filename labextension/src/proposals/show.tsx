import type { ICellTarget } from '../notebooks/target';
import { Card } from '../ui/card';
import type { ISurroundings } from '../ui/surroundings';
import { ProposalPanel } from './panel';
import type { IProposalCard } from './proposals';
import { ProposalSession } from './session';

export { ProposalSession };

/** Show a session in a card below a cell. Closing the card ends what still runs for it. */
export async function showSession(
  session: ProposalSession,
  { cell }: ICellTarget,
  { label, progress }: IProposalCard,
  around: ISurroundings
): Promise<void> {
  const card = new Card({
    label,
    trans: around.trans,
    render: card => (
      <ProposalPanel session={session} card={card} around={around} progress={progress} />
    ),
    onEscape: card =>
      session.task.state.status === 'running' ? session.task.cancel() : card.close()
  });
  card.disposed.connect(() => session.task.cancel());
  await Card.place(card, cell);
}
