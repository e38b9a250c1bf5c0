import { CodeCell } from '@jupyterlab/cells';
import type { NotebookPanel } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';

import { ExecutedCells } from '../notebooks/executed';
import type { ICellTarget } from '../notebooks/target';
import type { IBoltSettings } from '../settings/settings';
import { FixButton } from './button';
import { errorPanel } from './errors';

interface IOptions {
  readonly panel: NotebookPanel;
  readonly settings: IBoltSettings;
  readonly trans: TranslationBundle;
  readonly fix: (target: ICellTarget) => Promise<void>;
}

/** Keeps a Fix button under every error of one notebook. */
export class FixButtons {
  constructor(private readonly _options: IOptions) {
    const { panel, settings } = _options;
    ExecutedCells.of(panel);
    panel.content.modelChanged.connect(this._onModelChanged, this);
    settings.changed.connect(this._updateAll, this);
    panel.disposed.connect(() => settings.changed.disconnect(this._updateAll, this));
    this._onModelChanged();
  }

  private _onModelChanged(): void {
    this._options.panel.content.model?.cells.changed.connect(this._onCellsChanged, this);
    this._onCellsChanged();
  }

  private _onCellsChanged(): void {
    for (const cell of this._options.panel.content.widgets) {
      if (cell instanceof CodeCell && !this._followed.has(cell)) {
        this._followed.add(cell);
        cell.outputArea.outputLengthChanged.connect(() => this._update(cell));
        this._update(cell);
      }
    }
  }

  private _updateAll(): void {
    for (const cell of this._options.panel.content.widgets) {
      if (cell instanceof CodeCell) {
        this._update(cell);
      }
    }
  }

  private _update(cell: CodeCell): void {
    const { panel, settings, trans, fix } = this._options;
    const place = settings.enabled ? errorPanel(cell) : null;
    const old = this._buttons.get(cell);
    if (old && !old.isDisposed && old.parent === place) {
      return;
    }
    old?.dispose();
    if (place) {
      const button = new FixButton(trans, () => fix({ panel, cell }));
      this._buttons.set(cell, button);
      place.addWidget(button);
    }
  }

  private readonly _followed = new WeakSet<CodeCell>();
  private readonly _buttons = new WeakMap<CodeCell, FixButton>();
}
