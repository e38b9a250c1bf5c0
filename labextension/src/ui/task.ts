import type { IDisposable } from '@lumino/disposable';
import { Signal } from '@lumino/signaling';
import type { ISignal } from '@lumino/signaling';

export type TaskState<Result> =
  | { readonly status: 'running' }
  | { readonly status: 'done'; readonly result: Result }
  | { readonly status: 'failed'; readonly error: unknown }
  | { readonly status: 'cancelled' };

/** Work that can be cancelled at any moment and started again. */
export class Task<Result> implements IDisposable {
  constructor(private readonly _work: (signal: AbortSignal) => Promise<Result>) {}

  get state(): TaskState<Result> {
    return this._state;
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  async start(): Promise<void> {
    this._controller.abort();
    const controller = (this._controller = new AbortController());
    this._set({ status: 'running' });
    const state = await this._attempt(controller.signal);
    if (!controller.signal.aborted) {
      this._set(state);
    }
  }

  cancel(): void {
    if (this._state.status === 'running') {
      this._controller.abort();
      this._set({ status: 'cancelled' });
    }
  }

  dispose(): void {
    if (this._isDisposed) {
      return;
    }
    this._isDisposed = true;
    this._controller.abort();
    Signal.clearData(this);
  }

  private async _attempt(signal: AbortSignal): Promise<TaskState<Result>> {
    try {
      return { status: 'done', result: await this._work(signal) };
    } catch (error) {
      return { status: 'failed', error };
    }
  }

  private _set(state: TaskState<Result>): void {
    this._state = state;
    this._changed.emit();
  }

  private _state: TaskState<Result> = { status: 'running' };
  private _controller = new AbortController();
  private _isDisposed = false;
  private readonly _changed = new Signal<this, void>(this);
}
