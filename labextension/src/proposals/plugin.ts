import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { INotebookTracker } from '@jupyterlab/notebook';

import { IBoltClient } from '../client/client';
import { CELL_ARGUMENTS, findTarget } from '../notebooks/target';
import { IBoltSettings } from '../settings/settings';
import { IBoltSurroundings } from '../ui/surroundings';
import { ProposalCards } from './cards';
import { IProposals } from './proposals';

export const proposalsPlugin: JupyterFrontEndPlugin<IProposals> = {
  id: 'jupyter-bolt:proposals',
  description: 'Shows proposals for a cell, and takes accepted ones back.',
  autoStart: true,
  requires: [INotebookTracker, IBoltClient, IBoltSettings, IBoltSurroundings],
  optional: [ICommandPalette],
  provides: IProposals,
  activate: (
    app: JupyterFrontEnd,
    tracker: INotebookTracker,
    client: IBoltClient,
    settings: IBoltSettings,
    surroundings: IBoltSurroundings,
    palette: ICommandPalette | null
  ) => {
    const { trans } = surroundings;
    const cards = new ProposalCards(client, surroundings);
    const command = 'jupyter-bolt:undo-change';
    app.commands.addCommand(command, {
      label: trans.__('Undo Change'),
      caption: trans.__('Take back the last accepted proposal of this cell or notebook'),
      describedBy: { args: CELL_ARGUMENTS },
      isEnabled: args => {
        const target = findTarget(tracker, args);
        return target !== null && cards.canUndo(target);
      },
      isVisible: args => settings.enabled && findTarget(tracker, args) !== null,
      execute: async args => {
        const target = settings.enabled ? findTarget(tracker, args) : null;
        if (target) {
          await cards.undo(target);
        }
      }
    });
    palette?.addItem({ command, category: trans.__('Bolt') });
    return cards;
  }
};
