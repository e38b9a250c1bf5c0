import type { IRenderMime } from '@jupyterlab/rendermime-interfaces';
import type { TranslationBundle } from '@jupyterlab/translation';
import { useEffect, useRef } from 'react';
import type { JSX } from 'react';

import type { Evidence, Output } from '../client/models';
import type { ISurroundings } from '../ui/surroundings';
import { shorten } from './badge';
import { renderOutput, renderPlain } from './outputs';
import { Table } from '../ui/table';
import { bytesText } from './size';

interface IProps {
  readonly evidence: Evidence;
  readonly around: ISurroundings;
}

/** What a trial showed, whole: why it went as it did, outputs, error, variables, files. */
export function EvidenceView({ evidence, around }: IProps): JSX.Element {
  const { trans, sanitizer } = around;
  return (
    <div className="jp-bolt-Evidence">
      {evidence.reason && <p className="jp-bolt-Reason">{shorten(evidence.reason, 500)}</p>}
      {evidence.outputs.map((output, at) => (
        <OutputView key={at} output={output} sanitizer={sanitizer} />
      ))}
      {evidence.error && <Traceback lines={evidence.error.traceback} sanitizer={sanitizer} />}
      <Variables evidence={evidence} trans={trans} />
      <Files evidence={evidence} trans={trans} />
      {evidence.truncated && (
        <p className="jp-bolt-Hint">{trans.__('There was more than is shown here.')}</p>
      )}
    </div>
  );
}

/** Whether there is anything to show beyond the badge. */
export function hasMore(evidence: Evidence): boolean {
  const { reason, error, outputs, variables, files } = evidence;
  return reason !== '' || error !== null || outputs.length + variables.length + files.length > 0;
}

interface IOutputProps {
  readonly output: Output;
  readonly sanitizer: IRenderMime.ISanitizer;
}

function OutputView({ output, sanitizer }: IOutputProps): JSX.Element {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (host.current) {
      void renderOutput(output, host.current, sanitizer);
    }
  }, [output, sanitizer]);
  return <div className="jp-bolt-Output" ref={host} />;
}

interface ITracebackProps {
  readonly lines: readonly string[];
  readonly sanitizer: IRenderMime.ISanitizer;
}

function Traceback({ lines, sanitizer }: ITracebackProps): JSX.Element {
  const host = useRef<HTMLDivElement>(null);
  const text = lines.join('\n');
  useEffect(() => {
    if (host.current) {
      void renderPlain(text, host.current, sanitizer);
    }
  }, [text, sanitizer]);
  const type = 'application/vnd.jupyter.error';
  return <div className="jp-bolt-Output" data-mime-type={type} ref={host} />;
}

interface ITableProps {
  readonly evidence: Evidence;
  readonly trans: TranslationBundle;
}

function Variables({ evidence, trans }: ITableProps): JSX.Element | null {
  const change = {
    made: trans.__('made'),
    changed: trans.__('changed'),
    removed: trans.__('removed')
  };
  const rows = evidence.variables.map(each => [
    shorten(each.name, 80),
    change[each.change],
    shorten(each.type, 80),
    shorten(each.size, 80),
    shorten(each.repr, 200)
  ]);
  const heads = [
    trans.__('Variable'),
    trans.__('Change'),
    trans.__('Type'),
    trans.__('Size'),
    trans.__('Value')
  ];
  return <Table caption={trans.__('Variables')} heads={heads} rows={rows} />;
}

function Files({ evidence, trans }: ITableProps): JSX.Element | null {
  const change = {
    made: trans.__('made'),
    changed: trans.__('changed'),
    deleted: trans.__('deleted')
  };
  const rows = evidence.files.map(each => [
    shorten(each.path, 200),
    change[each.change],
    each.change === 'deleted' ? '' : bytesText(each.size_bytes, trans)
  ]);
  const heads = [trans.__('File'), trans.__('Change'), trans.__('Size')];
  return <Table caption={trans.__('Files')} heads={heads} rows={rows} />;
}
