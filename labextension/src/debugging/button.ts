import type { TranslationBundle } from '@jupyterlab/translation';
import type { Message } from '@lumino/messaging';
import { Widget } from '@lumino/widgets';

import { boltIcon } from '../ui/icon';

/** The Fix button under an error. */
export class FixButton extends Widget {
  constructor(
    trans: TranslationBundle,
    private readonly _fix: () => Promise<void>
  ) {
    super();
    this.addClass('jp-bolt-Fix');
    // Enter on the button must press it, not start editing the cell.
    this.node.dataset.lmSuppressShortcuts = 'true';
    this._button.type = 'button';
    this._button.className = 'jp-bolt-Button';
    this._button.title = trans.__('Find a fix and try it in a copy of the kernel');
    const icon = boltIcon.element({ tag: 'span', className: 'jp-bolt-ButtonIcon' });
    icon.setAttribute('aria-hidden', 'true');
    this._button.append(icon, trans.__('Fix'));
    this.node.append(this._button);
  }

  handleEvent(): void {
    this._button.disabled = true;
    void this._fix().finally(() => (this._button.disabled = false));
  }

  protected override onAfterAttach(message: Message): void {
    super.onAfterAttach(message);
    this._button.addEventListener('click', this);
  }

  protected override onBeforeDetach(message: Message): void {
    this._button.removeEventListener('click', this);
    super.onBeforeDetach(message);
  }

  private readonly _button = document.createElement('button');
}
