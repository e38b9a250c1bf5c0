import type { NotebookPanel } from '@jupyterlab/notebook';

import type { IProposalCard } from './proposals';
import type { ProposalSession } from './session';

/** A session whose proposal was accepted, and what its card is called. */
export interface IAcceptedSession {
  readonly session: ProposalSession;
  readonly request: IProposalCard;
}

/** The accepted proposals of each open notebook, oldest first. */
export class History {
  add(panel: NotebookPanel, entry: IAcceptedSession): void {
    this._entries.set(panel, [...(this._entries.get(panel) ?? []), entry]);
  }

  /** The last change of a cell that can be undone, or, without a cell, of the notebook. */
  last(panel: NotebookPanel, cellId?: string): IAcceptedSession | null {
    const open = (this._entries.get(panel) ?? []).filter(
      ({ session: { decided } }) =>
        decided?.status === 'accepted' &&
        (cellId === undefined || decided.edits.some(edit => edit.cell_id === cellId))
    );
    return open.at(-1) ?? null;
  }

  private readonly _entries = new WeakMap<NotebookPanel, readonly IAcceptedSession[]>();
}
