import type { TranslationBundle } from '@jupyterlab/translation';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { JSX, RefObject } from 'react';

import { CardButton } from './button';
import type { Card } from './card';

interface IProps {
  readonly label: string;
  readonly trans: TranslationBundle;
  /** Takes the focus when the work ends under it. */
  readonly card: Card;
  readonly onCancel: () => void;
}

/** Long work: what it is, for how many seconds it has run, and Cancel. */
export function Progress({ label, trans, card, onCancel }: IProps): JSX.Element {
  const seconds = useSeconds();
  const cancel = useRef<HTMLButtonElement>(null);
  useHandedOn(cancel, card);
  return (
    <div className="jp-bolt-Progress">
      <span className="jp-bolt-Spinner" aria-hidden="true" />
      <span className="jp-bolt-ProgressLabel">{label}</span>
      {seconds > 1 && <span aria-hidden="true">{trans.__('%1 s', seconds)}</span>}
      <CardButton buttonRef={cancel} onClick={onCancel}>
        {trans.__('Cancel')}
      </CardButton>
    </div>
  );
}

/** Hand the focus on to the card when what has it is removed: it would be lost to the page. */
function useHandedOn(ref: RefObject<HTMLElement>, card: Card): void {
  useLayoutEffect(() => {
    const node = ref.current;
    return () => {
      if (node !== null && node === document.activeElement) {
        card.takeFocus();
      }
    };
  }, [ref, card]);
}

function useSeconds(): number {
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    const timer = window.setInterval(() => setSeconds(value => value + 1), 1000);
    return () => window.clearInterval(timer);
  }, []);
  return seconds;
}
