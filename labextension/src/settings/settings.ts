import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import { Token } from '@lumino/coreutils';
import type { IDisposable } from '@lumino/disposable';
import { Signal } from '@lumino/signaling';
import type { ISignal } from '@lumino/signaling';

/** What a person has chosen about Bolt. */
export interface IBoltSettings {
  /** Whether Bolt shows itself at all. */
  readonly enabled: boolean;
  readonly changed: ISignal<IBoltSettings, void>;
}

export const IBoltSettings = new Token<IBoltSettings>(
  'jupyter-bolt:IBoltSettings',
  'What a person has chosen about Bolt.'
);

export class BoltSettings implements IBoltSettings, IDisposable {
  get enabled(): boolean {
    return this._enabled;
  }

  get changed(): ISignal<IBoltSettings, void> {
    return this._changed;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** Follow what the registry holds; without one the defaults stand. */
  follow(settings: ISettingRegistry.ISettings): void {
    this._settings = settings;
    settings.changed.connect(this._onChanged, this);
    this._onChanged(settings);
  }

  dispose(): void {
    if (this._isDisposed) {
      return;
    }
    this._isDisposed = true;
    this._settings?.changed.disconnect(this._onChanged, this);
    Signal.clearData(this);
  }

  private _onChanged(settings: ISettingRegistry.ISettings): void {
    const enabled = settings.get('enabled').composite !== false;
    if (enabled !== this._enabled) {
      this._enabled = enabled;
      this._changed.emit();
    }
  }

  private _enabled = true;
  private _isDisposed = false;
  private _settings: ISettingRegistry.ISettings | null = null;
  private readonly _changed = new Signal<IBoltSettings, void>(this);
}
