import type { CodeCell } from '@jupyterlab/cells';
import type { TranslationBundle } from '@jupyterlab/translation';
import { ReactWidget } from '@jupyterlab/ui-components';
import type { Message } from '@lumino/messaging';
import type { PanelLayout } from '@lumino/widgets';
import type { JSX, ReactNode } from 'react';

import { ErrorBoundary } from './boundary';

interface IOptions {
  readonly label: string;
  readonly trans: TranslationBundle;
  readonly render: (card: Card) => ReactNode;
  /** What Escape does. */
  readonly onEscape: (card: Card) => void;
}

/** A card below a cell. It lives inside the cell, so that it scrolls and goes with it. */
export class Card extends ReactWidget {
  constructor(private readonly _options: IOptions) {
    super();
    this.addClass('jp-bolt-Card');
    this.node.setAttribute('role', 'region');
    this.node.setAttribute('aria-label', _options.label);
    this.node.tabIndex = -1;
    // The notebook's own keys (Enter, a, b, d d) must not act on the cell behind a button.
    this.node.dataset.lmSuppressShortcuts = 'true';
  }

  /** Place the card under a cell, in place of the one that is there. */
  static async place(card: Card, cell: CodeCell): Promise<void> {
    await cell.ready;
    const layout = cell.layout as PanelLayout;
    for (const old of layout.widgets.filter(widget => widget instanceof Card)) {
      old.dispose();
    }
    layout.addWidget(card);
    card._cell = cell;
    card.takeFocus();
  }

  /** Put the focus on the card as a whole, so that its name is read and Tab goes on inside it. */
  takeFocus(): void {
    this.node.focus({ preventScroll: true });
    this.node.scrollIntoView({ block: 'nearest' });
  }

  handleEvent(event: KeyboardEvent): void {
    if (event.key === 'Escape') {
      event.stopPropagation();
      event.preventDefault();
      this._options.onEscape(this);
    }
  }

  protected override onAfterAttach(message: Message): void {
    super.onAfterAttach(message);
    this.node.addEventListener('keydown', this);
    this._sizes.observe(this.node);
  }

  protected override onBeforeDetach(message: Message): void {
    this.node.removeEventListener('keydown', this);
    this._sizes.disconnect();
    super.onBeforeDetach(message);
  }

  /** Close for good, and give the focus back to the cell. */
  protected override onCloseRequest(): void {
    const hadFocus = this.node.contains(document.activeElement);
    this.dispose();
    if (hadFocus) {
      this._cell?.node.focus({ preventScroll: true });
    }
  }

  protected override render(): JSX.Element {
    return <ErrorBoundary trans={this._options.trans}>{this._options.render(this)}</ErrorBoundary>;
  }

  /** Keep a card that a person is in, and that grew, in view as far as it fits. */
  private _onResized(): void {
    const fits = this.node.offsetHeight < window.innerHeight * 0.7;
    if (fits && this.node.contains(document.activeElement)) {
      this.node.scrollIntoView({ block: 'nearest' });
    }
  }

  private _cell: CodeCell | null = null;
  private readonly _sizes = new ResizeObserver(() => this._onResized());
}
