import type { JSX } from 'react';

import type { TranslationBundle } from '@jupyterlab/translation';

import type { Explanation } from '../client/models';
import { shorten } from '../trials/badge';
import { Phrase } from '../ui/phrase';
import type { ISurroundings } from '../ui/surroundings';
import { Table } from '../ui/table';
import type { IAnswer } from './answer';

interface IProps {
  readonly answer: IAnswer;
  readonly around: ISurroundings;
  /** Whether all of it is shown at first, not only its one line. */
  readonly open?: boolean;
}

/** An error in plain words: in one line, and behind it the place, the values and where they come from. */
export function ExplanationView({ answer, around, open = false }: IProps): JSX.Element | null {
  const { explanation } = answer;
  if (!explanation) {
    return null;
  }
  return (
    <details className="jp-bolt-Details" open={open}>
      <summary>
        {heading(answer, around.trans)} <Phrase text={explanation.cause || explanation.what} />
      </summary>
      <p className="jp-bolt-Explanation">{explanation.kind}</p>
      {explanation.cause && (
        <p className="jp-bolt-Explanation">
          <Phrase text={explanation.what} />
        </p>
      )}
      <p className="jp-bolt-Where">{explanation.where}</p>
      <Values explanation={explanation} around={around} />
    </details>
  );
}

/** What is explained: the error that the output shows, or the one that another kernel gives for it. */
function heading({ error, shownError }: IAnswer, trans: TranslationBundle): string {
  return error && shownError && error.name !== shownError
    ? trans.__('Now it fails with %1, not with %2 as above:', error.name, shorten(shownError, 40))
    : trans.__('Why it failed:');
}

interface IValuesProps {
  readonly explanation: Explanation;
  readonly around: ISurroundings;
}

function Values({ explanation, around }: IValuesProps): JSX.Element {
  const { trans } = around;
  const rows = explanation.values.map(value => [
    <code key="source">{shorten(value.source, 60)}</code>,
    shorten([value.type, value.size].filter(Boolean).join(', '), 60),
    <Origin key="origin" source={value.source} explanation={explanation} around={around} />,
    shorten(value.repr, 80)
  ]);
  const heads = [trans.__('In this line'), trans.__('Type'), trans.__('From'), trans.__('Value')];
  return <Table caption={trans.__('Values in this line')} heads={heads} rows={rows} />;
}

/** The way to the cell that gave a name its value. */
function Origin({
  source,
  explanation,
  around
}: IValuesProps & { readonly source: string }): JSX.Element | null {
  const root = source.split(/[.[]/, 1)[0];
  const origin = explanation.made_by.find(each => each.name === root);
  return origin ? (
    <button
      type="button"
      className="jp-bolt-Link"
      title={shorten(origin.text, 80)}
      onClick={() => around.reveal(origin.cell_id)}
    >
      {around.trans.__('cell %1', origin.cell_number)}
    </button>
  ) : null;
}
