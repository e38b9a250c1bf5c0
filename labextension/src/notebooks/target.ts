import { CodeCell } from '@jupyterlab/cells';
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';

/** A code cell in an open notebook. */
export interface ICellTarget {
  readonly panel: NotebookPanel;
  readonly cell: CodeCell;
}

/** The arguments that every command about a cell takes. */
export const CELL_ARGUMENTS = {
  type: 'object',
  properties: {
    cellId: {
      type: 'string',
      description: 'The id of a code cell in the current notebook; the active cell when absent.'
    },
    toolbar: {
      type: 'boolean',
      description: 'Whether the command is shown as a button in the toolbar of a cell.'
    }
  }
} as const;

export function cellIdOf(cell: CodeCell): string {
  return cell.model.sharedModel.getId();
}

/** The code cell with this id in the current notebook, or the active one. */
export function findTarget(
  tracker: INotebookTracker,
  args: ReadonlyPartialJSONObject
): ICellTarget | null {
  const panel = tracker.currentWidget;
  if (!panel) {
    return null;
  }
  const cell =
    typeof args.cellId === 'string' ? findCell(panel, args.cellId) : panel.content.activeCell;
  return cell instanceof CodeCell ? { panel, cell } : null;
}

/** Make a cell the active one and scroll to it. */
export function revealCell(panel: NotebookPanel, cellId: string): void {
  const { content } = panel;
  const at = content.widgets.findIndex(cell => cell.model.sharedModel.getId() === cellId);
  if (at >= 0) {
    content.activeCellIndex = at;
    void content.scrollToItem(at, 'smart');
  }
}

export function findCell(panel: NotebookPanel, cellId: string): CodeCell | null {
  const found = panel.content.widgets.find(
    cell => cell instanceof CodeCell && cellIdOf(cell) === cellId
  );
  return found instanceof CodeCell ? found : null;
}
