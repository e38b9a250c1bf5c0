import { YNotebook } from '@jupyter/ydoc';

import { applyEdits, EditConflict } from '../../src/proposals/apply';

function notebookOf(sources: string[], documentWideUndo = false): YNotebook {
  const notebook = YNotebook.create({
    disableDocumentWideUndoRedo: !documentWideUndo
  });
  notebook.insertCells(
    0,
    sources.map((source, at) => ({
      cell_type: 'code' as const,
      id: `cell-${at}`,
      source,
      metadata: { at }
    }))
  );
  notebook.cells.forEach(cell => cell.clearUndoHistory());
  notebook.clearUndoHistory();
  return notebook;
}

function sources(notebook: YNotebook): string[] {
  return notebook.cells.map(cell => cell.getSource());
}

const EDIT = { cell_id: 'cell-1', before: 'print(lenght)', after: 'print(length)' };

it('edits the cell in place, once', () => {
  const notebook = notebookOf(['length = 3', 'print(lenght)']);
  const cell = notebook.getCell(1);
  const deltas: unknown[] = [];
  cell.changed.connect((_, change) => deltas.push(change.sourceChange));
  applyEdits(notebook, [EDIT]);
  expect(sources(notebook)).toEqual(['length = 3', 'print(length)']);
  expect(notebook.getCell(1)).toBe(cell);
  expect(cell.getMetadata('at')).toBe(1);
  expect(deltas).toHaveLength(1);
  // Only the two letters are touched, so that a cursor elsewhere stays.
  expect(JSON.stringify(deltas[0])).not.toContain('print');
});

it.each([
  ['of the cell', false],
  ['of the document', true]
])('is one step in the undo history %s', (_, documentWide) => {
  const notebook = notebookOf(['', 'print(lenght)'], documentWide);
  const cell = notebook.getCell(1);
  cell.updateSource(0, 0, '# typed\n');
  const before = cell.getSource();
  applyEdits(notebook, [{ cell_id: 'cell-1', before, after: before.replace('lenght', 'length') }]);
  cell.updateSource(0, 0, '# later\n');
  cell.undo();
  expect(cell.getSource()).toBe('# typed\nprint(length)');
  cell.undo();
  expect(cell.getSource()).toBe('# typed\nprint(lenght)');
  cell.undo();
  expect(cell.getSource()).toBe('print(lenght)');
});

it('changes nothing when one of several cells has changed', () => {
  const notebook = notebookOf(['a', 'print(lenght)']);
  const stale = { cell_id: 'cell-0', before: 'b', after: 'c' };
  expect(() => applyEdits(notebook, [EDIT, stale])).toThrow(EditConflict);
  expect(sources(notebook)).toEqual(['a', 'print(lenght)']);
});

it('refuses a cell that is gone', () => {
  const notebook = notebookOf(['a']);
  expect(() => applyEdits(notebook, [EDIT])).toThrow('is gone');
});

it('refuses an id that two cells have', () => {
  const notebook = notebookOf(['a']);
  notebook.insertCells(1, [
    { cell_type: 'code', id: 'cell-1', source: 'print(lenght)', metadata: {} },
    { cell_type: 'code', id: 'cell-1', source: 'print(lenght)', metadata: {} }
  ]);
  expect(() => applyEdits(notebook, [EDIT])).toThrow('is ambiguous');
});

it.each([
  ['', 'new'],
  ['old', ''],
  ['x = "\u{1F600}"', 'x = "\u{1F601}"'],
  ['a\n\tb\r\nc', 'a\r\n\tb\nc'],
  ['import a\nimport b\nc()\nd()', 'import b\nc(1)\nd()\ne()'],
  ['x'.repeat(5000), 'y'.repeat(5000)]
])('leaves exactly what was proposed (%#)', (before, after) => {
  const notebook = notebookOf([before]);
  applyEdits(notebook, [{ cell_id: 'cell-0', before, after }]);
  expect(notebook.getCell(0).getSource()).toBe(after);
  applyEdits(notebook, [{ cell_id: 'cell-0', before: after, after: before }]);
  expect(notebook.getCell(0).getSource()).toBe(before);
});
