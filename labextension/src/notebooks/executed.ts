import type { ICodeCellModel } from '@jupyterlab/cells';
import { NotebookActions } from '@jupyterlab/notebook';
import type { NotebookPanel } from '@jupyterlab/notebook';

/**
 * Which cells have run in the kernel's present life, as far as this tab knows.
 *
 * A count that was there when the kernel restarted or was replaced says nothing about the new life.
 */
export class ExecutedCells {
  /** The record for a panel, which is kept for as long as the panel lives. */
  static of(panel: NotebookPanel): ExecutedCells {
    let record = records.get(panel);
    if (!record) {
      record = new ExecutedCells(panel);
      records.set(panel, record);
    }
    return record;
  }

  private constructor(private readonly _panel: NotebookPanel) {
    const { sessionContext } = _panel;
    sessionContext.kernelChanged.connect((_, change) => {
      if (change.oldValue) {
        this._forget();
      }
    });
    sessionContext.statusChanged.connect((_, status) => {
      if (status === 'restarting' || status === 'autorestarting') {
        this._forget();
      }
    });
    NotebookActions.executed.connect(this._onExecuted, this);
    _panel.disposed.connect(() => NotebookActions.executed.disconnect(this._onExecuted, this));
  }

  has(model: ICodeCellModel): boolean {
    return model.executionCount !== null && !this._stale.has(model.sharedModel.getId());
  }

  private _forget(): void {
    for (const cell of this._panel.content.model?.cells ?? []) {
      this._stale.add(cell.sharedModel.getId());
    }
  }

  private _onExecuted(_: unknown, run: { notebook: unknown; cell: { model: unknown } }): void {
    if (run.notebook === this._panel.content) {
      this._stale.delete((run.cell.model as ICodeCellModel).sharedModel.getId());
    }
  }

  private readonly _stale = new Set<string>();
}

const records = new WeakMap<NotebookPanel, ExecutedCells>();
