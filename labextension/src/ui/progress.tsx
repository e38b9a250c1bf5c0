import type { TranslationBundle } from '@jupyterlab/translation';
import { useEffect, useState } from 'react';
import type { JSX } from 'react';

import { CardButton } from './button';

interface IProps {
  readonly label: string;
  readonly trans: TranslationBundle;
  readonly onCancel: () => void;
}

/** Long work: what it is, for how many seconds it has run, and Cancel. */
export function Progress({ label, trans, onCancel }: IProps): JSX.Element {
  const seconds = useSeconds();
  return (
    <div className="jp-bolt-Progress">
      <span className="jp-bolt-Spinner" aria-hidden="true" />
      <span className="jp-bolt-ProgressLabel">{label}</span>
      {seconds > 1 && <span aria-hidden="true">{trans.__('%1 s', seconds)}</span>}
      <CardButton onClick={onCancel}>{trans.__('Cancel')}</CardButton>
    </div>
  );
}

function useSeconds(): number {
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    const timer = window.setInterval(() => setSeconds(value => value + 1), 1000);
    return () => window.clearInterval(timer);
  }, []);
  return seconds;
}
