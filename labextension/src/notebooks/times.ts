import type { ICellModel } from '@jupyterlab/cells';
import { NotebookActions } from '@jupyterlab/notebook';

interface IRun {
  notebook: object;
  cell: { model: ICellModel };
}

/**
 * How long cells took when they last ran.
 *
 * JupyterLab writes times into the notebook only where a setting asks for it; others are measured here. A kernel runs
 * one cell at a time: a cell begins when it was scheduled, or when the one before it was done.
 */
export class CellTimes {
  constructor() {
    NotebookActions.executionScheduled.connect(this._onScheduled, this);
    NotebookActions.executed.connect(this._onExecuted, this);
  }

  /** Seconds of a cell's last run, or null where nobody has noted them. */
  seconds(model: ICellModel): number | null {
    return this._measured.get(model) ?? recorded(model);
  }

  private _onScheduled(_: unknown, run: IRun): void {
    this._scheduled.set(run.cell.model, performance.now());
  }

  private _onExecuted(_: unknown, { notebook, cell }: IRun): void {
    const now = performance.now();
    const scheduled = this._scheduled.get(cell.model);
    if (scheduled !== undefined) {
      const began = Math.max(scheduled, this._done.get(notebook) ?? 0);
      this._measured.set(cell.model, (now - began) / 1000);
      this._done.set(notebook, now);
    }
  }

  private readonly _scheduled = new WeakMap<ICellModel, number>();
  private readonly _measured = new WeakMap<ICellModel, number>();
  private readonly _done = new WeakMap<object, number>();
}

/** The times that this tab has seen. */
export const cellTimes = new CellTimes();

function recorded(model: ICellModel): number | null {
  const execution = model.getMetadata('execution') as Record<string, unknown> | undefined;
  const began = Date.parse(String(execution?.['iopub.execute_input']));
  const ended = Date.parse(String(execution?.['shell.execute_reply']));
  return ended >= began ? (ended - began) / 1000 : null;
}
