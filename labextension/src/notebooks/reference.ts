import type { ICellModel, ICodeCellModel } from '@jupyterlab/cells';
import type { NotebookPanel } from '@jupyterlab/notebook';

import type { Cell, NotebookRef } from '../client/models';
import { ExecutedCells } from './executed';
import { cellTimes } from './times';

/**
 * Name the notebook for the server.
 *
 * A shared document is read by the server itself; otherwise this tab's unsaved cells are sent along.
 */
export function notebookRef(panel: NotebookPanel): NotebookRef {
  const { context } = panel;
  const shared = context.model.collaborative ?? false;
  return { path: context.localPath, cells: shared ? null : readCells(panel) };
}

/** The id of the notebook's running kernel. */
export function kernelId(panel: NotebookPanel): string | null {
  return panel.sessionContext.session?.kernel?.id ?? null;
}

function readCells(panel: NotebookPanel): Cell[] {
  const executed = ExecutedCells.of(panel);
  return Array.from(panel.context.model.cells, model => ({
    cell_id: model.sharedModel.getId(),
    cell_type: model.type as NonNullable<Cell['cell_type']>,
    source: model.sharedModel.getSource(),
    executed: isCode(model) && executed.has(model),
    seconds: cellTimes.seconds(model)
  }));
}

function isCode(model: ICellModel): model is ICodeCellModel {
  return model.type === 'code';
}
