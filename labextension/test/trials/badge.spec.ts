import { nullTranslator } from '@jupyterlab/translation';

import { badgeText, secondsText, shorten } from '../../src/trials/badge';
import { evidenceWith, NO_FACTS } from './evidence';

const trans = nullTranslator.load('jupyter-bolt');

describe('badgeText', () => {
  it('says what was printed and made', () => {
    const evidence = evidenceWith({
      outputs: [{ output_type: 'stream', name: 'stdout', text: '42\n' }],
      variables: [
        { name: 'df', change: 'made', type: 'DataFrame', size: '3 rows × 2 columns', repr: '' }
      ]
    });
    expect(badgeText(evidence, trans)).toBe(
      'Ran · 0.3 s · prints 42 · makes df, 3 rows × 2 columns'
    );
  });

  it('counts what it does not name', () => {
    const variables = ['a', 'b', 'c', 'd'].map(name => ({
      name,
      change: 'changed' as const,
      type: 'int',
      size: '',
      repr: '1'
    }));
    expect(badgeText(evidenceWith({ variables }), trans)).toBe(
      'Ran · 0.3 s · changes a; b and 2 more'
    );
  });

  it('says why nothing was tried, and nothing else', () => {
    const evidence = evidenceWith({
      outcome: 'not_tried',
      how: 'none',
      reason: 'no kernel',
      seconds: 0
    });
    expect(badgeText(evidence, trans)).toBe('Not tried: no kernel');
  });

  it('names the error of a run that failed', () => {
    const evidence = evidenceWith({
      outcome: 'failed',
      error: {
        name: 'NameError',
        message: "name 'lenght' is not defined",
        frames: [],
        traceback: [],
        facts: NO_FACTS
      }
    });
    expect(badgeText(evidence, trans)).toBe(
      "Failed · 0.3 s · NameError: name 'lenght' is not defined"
    );
  });

  it('says that it was replayed, shows images and tables, and names files', () => {
    const evidence = evidenceWith({
      how: 'replay',
      outputs: [
        { output_type: 'display_data', data: { 'image/png': 'AA==', 'text/plain': '<Figure>' } },
        { output_type: 'execute_result', data: { 'text/html': '<table>', 'text/plain': 'a b' } },
        { output_type: 'execute_result', data: { 'text/plain': '42' } }
      ],
      files: [
        { path: 'out.csv', change: 'made', size_bytes: 10 },
        { path: 'old.csv', change: 'deleted', size_bytes: 0 }
      ]
    });
    expect(badgeText(evidence, trans)).toBe(
      'Ran · 0.3 s · in a fresh kernel · shows 1 image · shows a table · gives 42 · ' +
        'writes out.csv · deletes old.csv'
    );
  });

  it('never praises', () => {
    const text = badgeText(evidenceWith({}), trans);
    expect(text).not.toMatch(/correct|safe|works/i);
  });
});

describe('shorten', () => {
  it('keeps one line, without colours, controls and marks that turn the reading order', () => {
    expect(shorten('\u001b[31mred\u001b[0m\nnext \u202Eevil\u202C\u0000')).toBe('red next evil');
  });

  it('cuts between characters', () => {
    expect(shorten('\u{1F600}'.repeat(50), 3)).toBe('\u{1F600}\u{1F600}…');
  });
});

describe('secondsText', () => {
  it.each([
    [0, 'under 0.01 s'],
    [0.04, '0.04 s'],
    [0.31, '0.3 s'],
    [12.4, '12 s']
  ])('writes %d', (seconds, text) => {
    expect(secondsText(seconds, trans)).toBe(text);
  });
});
