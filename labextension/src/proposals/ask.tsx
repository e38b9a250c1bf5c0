import type { JSX } from 'react';

import { shorten } from '../trials/badge';
import { CardButton } from '../ui/button';
import type { IAnswer } from './answer';
import type { IPanelProps } from './panel';

type IProps = Pick<IPanelProps, 'session' | 'card' | 'around'> & { readonly answer: IAnswer };

/** Ask the model that the server names, where it has not been asked; nothing where it names none. */
export function AskButton({ session, card, around, answer }: IProps): JSX.Element | null {
  const model = answer.can_ask;
  const ask = (): void => {
    card.takeFocus();
    void session.again({ model: true });
  };
  return model ? (
    <CardButton disabled={session.busy} onClick={ask}>
      {around.trans.__('Ask %1', shorten(model))}
    </CardButton>
  ) : null;
}
