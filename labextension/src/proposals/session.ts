import type { NotebookPanel } from '@jupyterlab/notebook';
import { Signal } from '@lumino/signaling';
import type { ISignal } from '@lumino/signaling';

import type { IBoltClient } from '../client/client';
import type { Proposal } from '../client/models';
import { notebookRef } from '../notebooks/reference';
import { Task } from '../ui/task';
import { runCells } from '../notebooks/run';
import type { Ask, IAnswer, IConsent, IHearing } from './answer';
import { applyEdits } from './apply';

/** A proposal that was in view for so long has been read, and is not taken away under the pointer. */
const READ_AFTER_MS = 700;

type Verb = 'accept' | 'reject' | 'undo';

/** One request for proposals and what became of it. It outlives its card, so that it can be undone. */
export class ProposalSession {
  constructor(
    private readonly _panel: NotebookPanel,
    private readonly _client: IBoltClient,
    private readonly _cellId: string,
    ask: Ask
  ) {
    this.task = new Task(signal => ask(signal, this._hearing(signal), this._consent));
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

  /** What is done while the answer is sought. */
  get step(): string {
    return this._step;
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

  /** Ask again, with what the person agrees to now beside what was agreed to before. */
  async again(consent: IConsent = {}): Promise<void> {
    this._consent = { ...this._consent, ...consent };
    await this.task.start();
  }

  next(): void {
    this._turnTo(this._pending, (this._index + 1) % Math.max(this._pending.length, 1));
  }

  /** Accept the one that was shown. What is still sought is given up; cells that it needs are run. */
  async accept(shown = this.current): Promise<boolean> {
    if (!shown || !(await this._decide('accept', shown))) {
      return false;
    }
    this.task.cancel();
    if (shown.first.length > 0) {
      await runCells(this._panel, [...shown.first, this._cellId]);
    }
    return true;
  }

  async undo(): Promise<boolean> {
    return this._decided !== null && (await this._decide('undo', this._decided));
  }

  /** Reject the one that was shown and go on to the next. */
  async reject(shown = this.current): Promise<boolean> {
    if (!shown || !(await this._decide('reject', shown))) {
      return false;
    }
    this._rejected.add(shown.proposal_id);
    this._turnTo(
      this._pending.filter(each => each.proposal_id !== shown.proposal_id),
      this._index
    );
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

  private _hearing(signal: AbortSignal): IHearing {
    return {
      step: message => {
        if (!signal.aborted) {
          this._step = message;
          this._changed.emit();
        }
      },
      found: proposal => {
        if (
          !signal.aborted &&
          !this._pending.some(each => each.proposal_id === proposal.proposal_id)
        ) {
          this._show([...this._pending, proposal]);
        }
      }
    };
  }

  private _onAnswer(): void {
    const { state } = this.task;
    this._step = '';
    switch (state.status) {
      case 'running':
        this._rejected.clear();
        this._turnTo([], 0);
        break;
      case 'done':
        this._show(state.result.proposals.filter(each => !this._rejected.has(each.proposal_id)));
        break;
      default:
        // What was found before the search ended can still be decided on.
        this._changed.emit();
    }
  }

  /**
   * Show these: what a person reads already stays in view, otherwise the best is.
   *
   * An answer holds the best only; the one that is read stays, last, even where it is not among them.
   */
  private _show(proposals: readonly Proposal[]): void {
    const { current } = this;
    if (current === null || Date.now() - this._shownAt <= READ_AFTER_MS) {
      this._turnTo(proposals, 0);
      return;
    }
    const at = proposals.findIndex(each => each.proposal_id === current.proposal_id);
    if (at < 0) {
      this._turnTo([...proposals, current], proposals.length);
    } else {
      this._turnTo(proposals, at);
    }
  }

  private _turnTo(proposals: readonly Proposal[], index: number): void {
    const before = this.current?.proposal_id;
    this._pending = proposals;
    this._index = Math.max(0, Math.min(index, proposals.length - 1));
    if (this.current?.proposal_id !== before) {
      this._shownAt = Date.now();
    }
    this._problem = null;
    this._changed.emit();
  }

  private _set({ busy, problem }: { busy: boolean; problem: unknown }): void {
    this._busy = busy;
    this._problem = problem;
    this._changed.emit();
  }

  private _pending: readonly Proposal[] = [];
  private _index = 0;
  private _shownAt = 0;
  private _step = '';
  private _consent: IConsent = {};
  private readonly _rejected = new Set<string>();
  private _decided: Proposal | null = null;
  private _problem: unknown = null;
  private _busy = false;
  private readonly _changed = new Signal<this, void>(this);
}
