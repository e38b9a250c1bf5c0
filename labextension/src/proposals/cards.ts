import { cellIdOf, findCell } from '../notebooks/target';
import type { ICellTarget } from '../notebooks/target';
import type { IBoltClient } from '../client/client';
import type { IBoltSurroundings } from '../ui/surroundings';
import { History } from './history';
import type { IProposalCard, IProposals } from './proposals';

/** Opens cards of proposals, and keeps what was accepted so that it can be undone. */
export class ProposalCards implements IProposals {
  constructor(
    private readonly _client: IBoltClient,
    private readonly _surroundings: IBoltSurroundings
  ) {}

  async show(target: ICellTarget, request: IProposalCard): Promise<void> {
    const { panel, cell } = target;
    const { ProposalSession, showSession } = await import('./show');
    const session = new ProposalSession(panel, this._client, cellIdOf(cell), request.ask);
    let kept = false;
    session.changed.connect(() => {
      if (!kept && session.decided && session.decided.edits.length > 0) {
        kept = true;
        this._history.add(panel, { session, request });
      }
    });
    const answered = session.task.start();
    await showSession(session, target, request, this._surroundings.of(panel));
    await answered;
  }

  /** Whether there is a change of this cell, or else of this notebook, that can be undone. */
  canUndo(target: ICellTarget): boolean {
    return this._history.last(target.panel) !== null;
  }

  /** Undo the last change of this cell, or else of this notebook, and show that in its card. */
  async undo({ panel, cell }: ICellTarget): Promise<void> {
    const cellId = cell.model.sharedModel.getId();
    const entry = this._history.last(panel, cellId) ?? this._history.last(panel);
    if (!entry) {
      return;
    }
    const { showSession } = await import('./show');
    const edited = entry.session.decided?.edits[0]?.cell_id ?? cellId;
    const place = { panel, cell: findCell(panel, edited) ?? cell };
    await showSession(entry.session, place, entry.request, this._surroundings.of(panel));
    await entry.session.undo();
  }

  private readonly _history = new History();
}
