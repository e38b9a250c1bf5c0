import type { TranslationBundle } from '@jupyterlab/translation';
import type { JSX } from 'react';

import type { Evidence } from '../client/models';
import { CardButton } from '../ui/button';
import { secondsText } from './badge';

/** Seconds that a replay may take once a person has agreed to wait: the most there is, which the server lowers. */
export const PATIENT_S = 86_400;

interface IProps {
  readonly evidence: Evidence;
  readonly trans: TranslationBundle;
  readonly onReplay: () => void;
}

/** The way on where a replay would take long: nothing where none waits to be asked for. */
export function ReplayButton({ evidence, trans, onReplay }: IProps): JSX.Element | null {
  const { outcome, expected_s } = evidence;
  if (outcome !== 'not_tried' || expected_s === null) {
    return null;
  }
  return (
    <CardButton accent onClick={onReplay}>
      {trans.__('Replay it (about %1)', secondsText(expected_s, trans))}
    </CardButton>
  );
}
