import type { ICellModel } from '@jupyterlab/cells';
import { NotebookActions } from '@jupyterlab/notebook';
import type { Signal } from '@lumino/signaling';

import { cellTimes } from '../../src/notebooks/times';

type Emits = Signal<unknown, unknown>;

const notebook = {};

function cell(execution?: Record<string, string>): { model: ICellModel } {
  return { model: { getMetadata: () => execution } as unknown as ICellModel };
}

function at(ms: number, signal: unknown, run: { model: ICellModel }): void {
  jest.spyOn(performance, 'now').mockReturnValue(ms);
  (signal as Emits).emit({ notebook, cell: run, success: true });
}

describe('CellTimes', () => {
  it('counts a queued cell from the end of the one before it', () => {
    const [first, second] = [cell(), cell()];
    at(1000, NotebookActions.executionScheduled, first);
    at(1001, NotebookActions.executionScheduled, second);
    at(3000, NotebookActions.executed, first);
    at(3500, NotebookActions.executed, second);
    expect(cellTimes.seconds(first.model)).toBe(2);
    expect(cellTimes.seconds(second.model)).toBe(0.5);
  });

  it('reads what the notebook has recorded, where it saw nothing itself', () => {
    const execution = {
      'iopub.execute_input': '2026-11-24T09:00:00.000000Z',
      'shell.execute_reply': '2026-11-24T09:00:01.500000Z'
    };
    expect(cellTimes.seconds(cell(execution).model)).toBe(1.5);
    expect(cellTimes.seconds(cell({}).model)).toBeNull();
    expect(cellTimes.seconds(cell().model)).toBeNull();
  });
});
