import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { IEditorLanguageRegistry } from '@jupyterlab/codemirror';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

// Registers the icon that the settings schema names.
import './icon';
import { revealCell } from '../notebooks/target';
import { IBoltSurroundings } from './surroundings';

export const surroundingsPlugin: JupyterFrontEndPlugin<IBoltSurroundings> = {
  id: 'jupyter-bolt:surroundings',
  description: 'Gives cards what they need of the notebook around them.',
  autoStart: true,
  optional: [ITranslator, IEditorLanguageRegistry],
  provides: IBoltSurroundings,
  activate: (
    _: JupyterFrontEnd,
    translator: ITranslator | null,
    languages: IEditorLanguageRegistry | null
  ) => {
    const trans = (translator ?? nullTranslator).load('jupyter-bolt');
    return {
      trans,
      of: panel => ({
        trans,
        languages,
        sanitizer: panel.content.rendermime.sanitizer,
        mimeType: panel.content.codeMimetype,
        reveal: cellId => revealCell(panel, cellId)
      })
    };
  }
};
