import type { NotebookPanel } from '@jupyterlab/notebook';
import { Signal } from '@lumino/signaling';
import type { ISignal } from '@lumino/signaling';

import type { IBoltClient } from '../client/client';
import type { Evidence, Proposal } from '../client/models';
import { notebookRef } from '../notebooks/reference';
import { Task } from '../ui/task';
import { applyEdits } from './apply';

/** What an asker gets: proposals, best first, or why there are none. */
export interface IAnswer {
  readonly message: string;
  readonly proposals: readonly Proposal[];
  readonly evidence: Evidence;
}

export type Ask = (signal: AbortSignal) => Promise<IAnswer>;

type Verb = 'accept' | 'reject' | 'undo';

/** One request for proposals and what became of it. It outlives its card, so that it can be undone. */
export class ProposalSession {
  constructor(
    private readonly _panel: NotebookPanel,
    private readonly _client: IBoltClient,
    ask: Ask
  ) {
    this.task = new Task(ask);
    this.task.changed.connect(this._onAnswer, this);
  }

  readonly task: Task<IAnswer>;

  /** The proposals that are still to be decided. */
  get pending(): readonly Proposal[] {
    return this._pending;
  }

  get current(): Proposal | null {
    return this._pending[this._index] ?? null;
  }

  get index(): number {
    return this._index;
  }

  /** The proposal that was accepted; its status says whether that was undone. */
  get decided(): Proposal | null {
    return this._decided;
  }

  /** What went wrong with the last decision. */
  get problem(): unknown {
    return this._problem;
  }

  get busy(): boolean {
    return this._busy;
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  next(): void {
    this._index = (this._index + 1) % Math.max(this._pending.length, 1);
    this._problem = null;
    this._changed.emit();
  }

  async accept(): Promise<boolean> {
    return this.current !== null && (await this._decide('accept', this.current));
  }

  async undo(): Promise<boolean> {
    return this._decided !== null && (await this._decide('undo', this._decided));
  }

  /** Reject the one that is shown and go on to the next. */
  async reject(): Promise<boolean> {
    const { current } = this;
    if (!current || !(await this._decide('reject', current))) {
      return false;
    }
    this._pending = this._pending.filter(each => each !== current);
    this._index = Math.min(this._index, Math.max(this._pending.length - 1, 0));
    this._changed.emit();
    return true;
  }

  private async _decide(verb: Verb, proposal: Proposal): Promise<boolean> {
    if (this._busy) {
      return false;
    }
    this._set({ busy: true, problem: null });
    try {
      const decided = await this._send(verb, proposal);
      if (verb !== 'reject') {
        this._decided = decided;
      }
      this._set({ busy: false, problem: null });
      return true;
    } catch (problem) {
      this._set({ busy: false, problem });
      return false;
    }
  }

  private async _send(verb: Verb, proposal: Proposal): Promise<Proposal> {
    const { proposal: answer, applied } = await this._client.call(`proposals.${verb}`, {
      proposal_id: proposal.proposal_id,
      notebook: notebookRef(this._panel)
    });
    if (applied?.applied_by === 'tab') {
      applyEdits(this._panel.context.model.sharedModel, applied.edits);
    }
    return answer;
  }

  private _onAnswer(): void {
    const { state } = this.task;
    this._pending = state.status === 'done' ? state.result.proposals : [];
    this._index = 0;
    this._set({ busy: false, problem: null });
  }

  private _set({ busy, problem }: { busy: boolean; problem: unknown }): void {
    this._busy = busy;
    this._problem = problem;
    this._changed.emit();
  }

  private _pending: readonly Proposal[] = [];
  private _index = 0;
  private _decided: Proposal | null = null;
  private _problem: unknown = null;
  private _busy = false;
  private readonly _changed = new Signal<this, void>(this);
}
