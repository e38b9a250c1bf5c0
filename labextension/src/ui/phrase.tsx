import type { JSX } from 'react';

/** A sentence in which names stand between backticks, which are drawn as code. */
export function Phrase({ text }: { readonly text: string }): JSX.Element {
  const parts = text.split('`');
  const closed = parts.length % 2 === 1;
  return (
    <>{closed ? parts.map((part, at) => (at % 2 ? <code key={at}>{part}</code> : part)) : text}</>
  );
}
