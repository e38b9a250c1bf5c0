import type { CodeCell } from '@jupyterlab/cells';
import { Panel } from '@lumino/widgets';

/** The index of the error that ended a cell's last run, or -1. */
export function errorIndex(cell: CodeCell): number {
  const { outputs } = cell.model;
  for (let at = outputs.length - 1; at >= 0; at--) {
    if (outputs.get(at).type === 'error') {
      return at;
    }
  }
  return -1;
}

/** The type of the error that a cell's output shows. */
export function errorName(cell: CodeCell): string | null {
  const at = errorIndex(cell);
  const output = at < 0 ? null : cell.model.outputs.get(at).toJSON();
  return typeof output?.ename === 'string' ? output.ename : null;
}

export function hasError(cell: CodeCell): boolean {
  return errorIndex(cell) >= 0;
}

/** The panel in which a cell's error is drawn, when it is drawn. */
export function errorPanel(cell: CodeCell): Panel | null {
  const at = errorIndex(cell);
  const panel = at < 0 ? null : cell.outputArea.widgets[at];
  return panel instanceof Panel ? panel : null;
}
