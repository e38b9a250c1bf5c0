import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ISettingRegistry } from '@jupyterlab/settingregistry';

import { BoltSettings, IBoltSettings } from './settings';

const ID = 'jupyter-bolt:settings';

export const settingsPlugin: JupyterFrontEndPlugin<IBoltSettings> = {
  id: ID,
  description: 'What a person has chosen about Bolt.',
  autoStart: true,
  optional: [ISettingRegistry],
  provides: IBoltSettings,
  activate: (app: JupyterFrontEnd, registry: ISettingRegistry | null) => {
    const settings = new BoltSettings();
    settings.changed.connect(() => {
      // Cards that are open keep their state while they are hidden.
      document.body.classList.toggle('jp-bolt-mod-off', !settings.enabled);
      app.commands.notifyCommandChanged();
    });
    registry
      ?.load(ID)
      .then(loaded => settings.follow(loaded))
      .catch((reason: unknown) =>
        console.warn(`Bolt keeps its default settings: ${String(reason)}`)
      );
    return settings;
  }
};
