import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { INotebookTracker } from '@jupyterlab/notebook';

import { IBoltClient } from '../client/client';
import { CELL_ARGUMENTS, findTarget } from '../notebooks/target';
import type { ICellTarget } from '../notebooks/target';
import { IProposals } from '../proposals/proposals';
import { IBoltSettings } from '../settings/settings';
import { IBoltSurroundings } from '../ui/surroundings';
import { FixButtons } from './buttons';
import { hasError } from './errors';
import { fixCell } from './fix';

export const debuggingPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyter-bolt:debugging',
  description: 'Finds a fix for a failing cell that was seen to run.',
  autoStart: true,
  requires: [INotebookTracker, IBoltClient, IProposals, IBoltSettings, IBoltSurroundings],
  optional: [ICommandPalette],
  activate: (
    app: JupyterFrontEnd,
    tracker: INotebookTracker,
    client: IBoltClient,
    proposals: IProposals,
    settings: IBoltSettings,
    { trans }: IBoltSurroundings,
    palette: ICommandPalette | null
  ) => {
    const command = 'jupyter-bolt:fix-cell';
    const fix = (target: ICellTarget): Promise<void> => fixCell(target, client, proposals, trans);
    app.commands.addCommand(command, {
      label: trans.__('Fix Cell'),
      caption: trans.__('Find a fix for the error of this cell and try it'),
      describedBy: { args: CELL_ARGUMENTS },
      isEnabled: args => {
        const target = findTarget(tracker, args);
        return target !== null && hasError(target.cell);
      },
      isVisible: args => settings.enabled && findTarget(tracker, args) !== null,
      execute: async args => {
        const target = settings.enabled ? findTarget(tracker, args) : null;
        if (target) {
          await fix(target);
        }
      }
    });
    palette?.addItem({ command, category: trans.__('Bolt') });
    tracker.widgetAdded.connect((_, panel) => new FixButtons({ panel, settings, trans, fix }));
    tracker.forEach(panel => new FixButtons({ panel, settings, trans, fix }));
  }
};
