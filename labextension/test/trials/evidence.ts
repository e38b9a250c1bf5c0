import type { CellError, Evidence } from '../../src/client/models';

export const NO_FACTS: CellError['facts'] = {
  called: null,
  column: null,
  conda: false,
  end_column: null,
  expression: null,
  files: {
    path: null,
    found: [],
    kind: null,
    encoding: null,
    separator: null,
    skipped: 0,
    decimal: null
  },
  folders: [],
  homes: [],
  importable: [],
  known: [],
  line: null,
  name: null,
  owner_source: null,
  owner_type: null,
  owners: [],
  tables: [],
  values: []
};

/** Evidence of a run that showed nothing, with what a test adds. */
export function evidenceWith(facts: Partial<Evidence>): Evidence {
  return {
    schema_version: 1,
    outcome: 'ran',
    how: 'fork',
    reason: '',
    outputs: [],
    error: null,
    variables: [],
    files: [],
    seconds: 0.3,
    overhead_s: 0.04,
    busy_s: 0.01,
    memory_bytes: 0,
    later: null,
    expected_s: null,
    truncated: false,
    ...facts
  };
}
