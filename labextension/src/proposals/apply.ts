import { diff } from '@codemirror/merge';
import type { ISharedCell, ISharedNotebook } from '@jupyter/ydoc';

import type { CellEdit } from '../client/models';

/** A cell is not what an edit was made for, so nothing was changed. */
export class EditConflict extends Error {
  constructor(
    readonly cellId: string,
    readonly why: 'changed' | 'gone' | 'ambiguous'
  ) {
    super(`Cell ${cellId} is ${why}`);
    this.name = 'EditConflict';
  }
}

/**
 * Apply edits to a notebook's shared model: all as one step, or none.
 *
 * Only what differs is replaced, so that cursors stay where they are. Throws `EditConflict`.
 */
export function applyEdits(notebook: ISharedNotebook, edits: readonly CellEdit[]): void {
  const changes = edits.map(edit => ({ edit, cell: findUnchanged(notebook, edit) }));
  const apply = (): void => changes.forEach(({ edit, cell }) => replaceSource(cell, edit));
  changes.forEach(({ cell }) => closeUndoStep(cell));
  if (notebook.disableDocumentWideUndoRedo) {
    // Each cell has its own undo history, which follows only transactions of that cell.
    apply();
  } else {
    notebook.transact(apply);
  }
  changes.forEach(({ cell }) => closeUndoStep(cell));
}

function findUnchanged(notebook: ISharedNotebook, edit: CellEdit): ISharedCell {
  const found = notebook.cells.filter(cell => cell.getId() === edit.cell_id);
  const [cell] = found;
  if (!cell) {
    throw new EditConflict(edit.cell_id, 'gone');
  }
  if (found.length > 1) {
    throw new EditConflict(edit.cell_id, 'ambiguous');
  }
  if (cell.getSource() !== edit.before) {
    throw new EditConflict(edit.cell_id, 'changed');
  }
  return cell;
}

function replaceSource(cell: ISharedCell, { before, after }: CellEdit): void {
  const changes = diff(before, after);
  cell.transact(() => {
    for (const { fromA, toA, fromB, toB } of [...changes].reverse()) {
      cell.updateSource(fromA, toA, after.slice(fromB, toB));
    }
  });
}

/** Keep what was typed just before or after from being undone together with the change. */
function closeUndoStep(cell: ISharedCell): void {
  const { undoManager } = cell as ISharedCell & { undoManager?: { stopCapturing(): void } | null };
  undoManager?.stopCapturing();
}
