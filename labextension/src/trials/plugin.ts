import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { INotebookTracker } from '@jupyterlab/notebook';

import { IBoltClient } from '../client/client';
import { CELL_ARGUMENTS, findTarget } from '../notebooks/target';
import { IBoltSettings } from '../settings/settings';
import { IBoltSurroundings } from '../ui/surroundings';

export const trialsPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyter-bolt:trials',
  description: 'Tries a cell without keeping anything of it.',
  autoStart: true,
  requires: [INotebookTracker, IBoltClient, IBoltSettings, IBoltSurroundings],
  optional: [ICommandPalette],
  activate: (
    app: JupyterFrontEnd,
    tracker: INotebookTracker,
    client: IBoltClient,
    settings: IBoltSettings,
    surroundings: IBoltSurroundings,
    palette: ICommandPalette | null
  ) => {
    const { trans } = surroundings;
    const command = 'jupyter-bolt:try-cell';
    app.commands.addCommand(command, {
      label: args => (args.toolbar ? trans.__('Try') : trans.__('Try Cell')),
      caption: trans.__('Run this cell without keeping anything of it'),
      describedBy: { args: CELL_ARGUMENTS },
      isEnabled: args => findTarget(tracker, args) !== null,
      isVisible: args => settings.enabled && findTarget(tracker, args) !== null,
      execute: async args => {
        const target = settings.enabled ? findTarget(tracker, args) : null;
        if (target) {
          const { showTrial } = await import('./show');
          await showTrial(target, client, surroundings.of(target.panel));
        }
      }
    });
    palette?.addItem({ command, category: trans.__('Bolt') });
  }
};
