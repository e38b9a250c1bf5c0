import type { JSX } from 'react';

import type { Explanation } from '../client/models';
import { shorten } from '../trials/badge';
import { Phrase } from '../ui/phrase';
import type { ISurroundings } from '../ui/surroundings';
import { Table } from '../ui/table';

interface IProps {
  readonly explanation: Explanation;
  readonly around: ISurroundings;
  /** Whether all of it is shown at first, not only its one line. */
  readonly open?: boolean;
}

/** An error in plain words: in one line, and behind it the place, the values and where they come from. */
export function ExplanationView({ explanation, around, open = false }: IProps): JSX.Element {
  const { trans } = around;
  return (
    <details className="jp-bolt-Details" open={open}>
      <summary>
        {trans.__('Why it failed:')} <Phrase text={explanation.cause || explanation.what} />
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

function Values({ explanation, around }: IProps): JSX.Element {
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
}: IProps & { readonly source: string }): JSX.Element | null {
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
