import type { JSX, ReactNode } from 'react';

interface IProps {
  readonly caption: string;
  readonly heads: readonly string[];
  readonly rows: readonly (readonly ReactNode[])[];
}

/** A small table with a name; nothing where it has no rows. */
export function Table({ caption, heads, rows }: IProps): JSX.Element | null {
  if (rows.length === 0) {
    return null;
  }
  return (
    <div className="jp-bolt-TableFrame">
      <table className="jp-bolt-Table" aria-label={caption}>
        <thead>
          <tr>
            {heads.map((head, at) => (
              <th key={at} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, at) => (
            <tr key={at}>
              {row.map((content, column) => (
                <td key={column}>{content}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
