import { Token } from '@lumino/coreutils';

import type { ICellTarget } from '../notebooks/target';
import type { Ask } from './answer';

/** Shows proposals for a cell, and takes accepted ones back. */
export interface IProposals {
  /** Ask for proposals and show them in a card below the cell. Resolves once there is an answer. */
  show(target: ICellTarget, request: IProposalCard): Promise<void>;
}

export interface IProposalCard {
  /** The card's name, for screen readers. */
  readonly label: string;
  /** What is said while the answer is awaited. */
  readonly progress: string;
  readonly ask: Ask;
}

export const IProposals = new Token<IProposals>(
  'jupyter-bolt:IProposals',
  'Shows proposals for a cell, and takes accepted ones back.'
);
