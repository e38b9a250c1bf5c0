import { NotebookActions } from '@jupyterlab/notebook';
import type { NotebookPanel } from '@jupyterlab/notebook';

/** Run cells by id, in this order, as if a person had run each; it ends at the first that fails. */
export async function runCells(panel: NotebookPanel, cellIds: readonly string[]): Promise<boolean> {
  const { content, sessionContext } = panel;
  for (const cellId of cellIds) {
    const cell = content.widgets.find(each => each.model.sharedModel.getId() === cellId);
    if (!cell || !(await NotebookActions.runCells(content, [cell], sessionContext))) {
      return false;
    }
  }
  return true;
}
