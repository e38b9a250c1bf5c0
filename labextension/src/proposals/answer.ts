import type { CellError, Evidence, Explanation, Proposal } from '../client/models';

/** What an asker gets: proposals, best first, or why there are none. */
export interface IAnswer {
  readonly message: string;
  readonly proposals: readonly Proposal[];
  readonly evidence: Evidence;
  /** The error as the cell raises it now, which is what is explained. */
  readonly error?: Pick<CellError, 'name'> | null;
  /** The type of the error that the cell's output shows, from an earlier run perhaps. */
  readonly shownError?: string | null;
  readonly explanation?: Explanation | null;
  /** The model that could still be asked. */
  readonly can_ask?: string | null;
  /** Why a model that was asked gave nothing that ran. */
  readonly model_error?: string | null;
}

/** What an asker tells while the answer is sought. */
export interface IHearing {
  /** What is done now. */
  step(message: string): void;
  /** A proposal that can be decided on already; its place among others is not known yet. */
  found(proposal: Proposal): void;
}

/** What the person has agreed to beyond the usual. */
export interface IConsent {
  /** To wait for a replay that takes long. */
  readonly patient?: boolean;
  /** That a model is asked, whatever was found without it. */
  readonly model?: boolean;
}

export type Ask = (signal: AbortSignal, hearing: IHearing, consent: IConsent) => Promise<IAnswer>;
