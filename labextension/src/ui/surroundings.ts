import type { IEditorLanguageRegistry } from '@jupyterlab/codemirror';
import type { NotebookPanel } from '@jupyterlab/notebook';
import type { IRenderMime } from '@jupyterlab/rendermime-interfaces';
import type { TranslationBundle } from '@jupyterlab/translation';
import { Token } from '@lumino/coreutils';

/** What a card needs of the application around it. */
export interface ISurroundings {
  readonly trans: TranslationBundle;
  readonly sanitizer: IRenderMime.ISanitizer;
  readonly languages: IEditorLanguageRegistry | null;
  /** Go to a cell of the notebook. */
  readonly reveal: (cellId: string) => void;
  /** The MIME type of the notebook's code. */
  readonly mimeType: string;
}

/** Gives plugins their translations, and cards what they need of the notebook around them. */
export interface IBoltSurroundings {
  readonly trans: TranslationBundle;
  of(panel: NotebookPanel): ISurroundings;
}

export const IBoltSurroundings = new Token<IBoltSurroundings>(
  'jupyter-bolt:IBoltSurroundings',
  'Gives plugins their translations, and cards what they need of the notebook around them.'
);
