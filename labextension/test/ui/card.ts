import { nullTranslator } from '@jupyterlab/translation';
import { Widget } from '@lumino/widgets';
import type { ReactNode } from 'react';
import { act } from 'react';

import { Card } from '../../src/ui/card';
import type { ISurroundings } from '../../src/ui/surroundings';

export const AROUND: ISurroundings = {
  trans: nullTranslator.load('jupyter-bolt'),
  sanitizer: { sanitize: dirty => dirty },
  languages: null,
  reveal: () => undefined,
  mimeType: 'text/x-python'
};

const shown: Card[] = [];

afterEach(() => act(() => shown.splice(0).forEach(card => card.dispose())));

/** Draw a card in the page, with the focus in it as it is below a cell. */
export async function showCard(render: (card: Card) => ReactNode): Promise<Card> {
  // React asks it of a place where `act` is used.
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
  const card = new Card({ label: '', trans: AROUND.trans, render, onEscape: () => undefined });
  await act(async () => {
    Widget.attach(card, document.body);
    await card.renderPromise;
  });
  shown.push(card);
  card.takeFocus();
  return card;
}

export function buttonOf(card: Card, name: string): HTMLButtonElement {
  const found = [...card.node.querySelectorAll('button')].find(each => each.textContent === name);
  if (!found) {
    throw new Error(`The card has no button ${name}.`);
  }
  return found;
}

/** Do what changes a card, and wait until that is drawn. */
export async function drawn(work: () => void): Promise<void> {
  await act(() => {
    work();
    return Promise.resolve();
  });
}
