import type { Extension } from '@codemirror/state';
import { useEffect, useRef, useState } from 'react';
import type { JSX } from 'react';

import type { CellEdit } from '../client/models';
import type { ISurroundings } from '../ui/surroundings';

interface IProps {
  readonly edit: CellEdit;
  readonly around: ISurroundings;
}

/** The change of one cell, removed lines above added ones. Its library is loaded when first shown. */
export function DiffView({ edit, around }: IProps): JSX.Element {
  const host = useRef<HTMLDivElement>(null);
  const [problem, setProblem] = useState<unknown>(null);
  useEffect(() => {
    let close: (() => void) | null = null;
    let closed = false;
    drawDiff(host.current, edit, around)
      .then(view => {
        close = () => view.destroy();
        if (closed) {
          close();
        }
      })
      .catch(setProblem);
    return () => {
      closed = true;
      close?.();
    };
  }, [edit, around]);
  const label = around.trans.__('Change');
  return (
    <div className="jp-bolt-Diff" role="group" aria-label={label} ref={host}>
      {problem !== null && <pre>{edit.after}</pre>}
    </div>
  );
}

async function drawDiff(
  host: HTMLElement | null,
  edit: CellEdit,
  around: ISurroundings
): Promise<{ destroy(): void }> {
  const [merge, state, view, codemirror] = await Promise.all([
    import('@codemirror/merge'),
    import('@codemirror/state'),
    import('@codemirror/view'),
    import('@jupyterlab/codemirror')
  ]);
  const changes = merge.unifiedMergeView({
    original: edit.before,
    mergeControls: false,
    gutter: true,
    collapseUnchanged: { margin: 2, minSize: 6 }
  });
  const { EditorView } = view;
  return new EditorView({
    ...(host && { parent: host }),
    doc: edit.after,
    extensions: [
      changes,
      codemirror.jupyterTheme,
      await language(around),
      EditorView.lineWrapping,
      EditorView.editable.of(false),
      state.EditorState.readOnly.of(true)
    ]
  });
}

async function language({ languages, mimeType }: ISurroundings): Promise<Extension> {
  const known = languages?.findByMIME(mimeType);
  const loaded = known ? await languages?.getLanguage(known) : null;
  return loaded?.support ?? [];
}
