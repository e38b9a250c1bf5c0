import type { TranslationBundle } from '@jupyterlab/translation';

import type { Evidence } from '../client/models';

const LONGEST_TEXT = 40;
const MOST_NAMES = 2;

/* eslint-disable no-control-regex */
const ANSI = /\u001b\[[0-9;]*[A-Za-z]/g;
/** Control characters, and marks that hide text or turn its reading order. */
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069]+/g;
/* eslint-enable no-control-regex */

/** Say in one line what was seen. It never says more than that. */
export function badgeText(evidence: Evidence, trans: TranslationBundle): string {
  if (evidence.outcome === 'not_tried') {
    return trans.__('Not tried: %1', shorten(evidence.reason, 200) || trans.__('no reason given'));
  }
  const parts =
    evidence.outcome === 'ran' ? [trans.__('Ran')] : [trans.__('Failed'), failure(evidence, trans)];
  parts.splice(1, 0, secondsText(evidence.seconds, trans));
  if (evidence.how === 'replay') {
    parts.push(trans.__('in a fresh kernel'));
  }
  parts.push(...printed(evidence, trans), ...shown(evidence, trans));
  parts.push(...variables(evidence, trans), ...files(evidence, trans));
  return parts.filter(Boolean).join(' · ');
}

export function secondsText(seconds: number, trans: TranslationBundle): string {
  if (seconds < 0.01) {
    return trans.__('under 0.01 s');
  }
  const digits = seconds < 0.1 ? 2 : seconds < 10 ? 1 : 0;
  return trans.__('%1 s', seconds.toFixed(digits));
}

/** One line of text from a trial, without control characters or marks that turn the reading order. */
export function shorten(text: string, longest = LONGEST_TEXT): string {
  const line = text.replace(ANSI, '').replace(UNSEEN, ' ').replace(/\s+/g, ' ').trim();
  const characters = Array.from(line);
  return characters.length > longest ? `${characters.slice(0, longest - 1).join('')}…` : line;
}

function failure(evidence: Evidence, trans: TranslationBundle): string {
  const { error } = evidence;
  if (!error) {
    return shorten(evidence.reason, 80);
  }
  return error.message
    ? trans.__('%1: %2', shorten(error.name), shorten(error.message, 80))
    : shorten(error.name);
}

function printed(evidence: Evidence, trans: TranslationBundle): string[] {
  const text = evidence.outputs
    .map(output => (output.output_type === 'stream' && output.name === 'stdout' ? output.text : ''))
    .join('');
  const lines = text.split('\n').filter(line => line.trim() !== '');
  if (lines.length === 0) {
    return [];
  }
  const first = shorten(lines[0] ?? '');
  return lines.length === 1
    ? [trans.__('prints %1', first)]
    : [trans.__('prints %1 … (%2 lines)', first, lines.length)];
}

function shown(evidence: Evidence, trans: TranslationBundle): string[] {
  const bundles = evidence.outputs.flatMap(output =>
    output.output_type === 'stream' ? [] : [output.data]
  );
  const images = bundles.filter(data => Object.keys(data).some(type => type.startsWith('image/')));
  const tables = bundles.filter(data => !images.includes(data) && 'text/html' in data);
  const values = bundles.filter(data => !images.includes(data) && !tables.includes(data));
  const value = values.at(-1)?.['text/plain'];
  return [
    images.length ? trans._n('shows %1 image', 'shows %1 images', images.length) : '',
    tables.length ? trans.__('shows a table') : '',
    value ? trans.__('gives %1', shorten(value)) : ''
  ];
}

function variables(evidence: Evidence, trans: TranslationBundle): string[] {
  const of = (change: 'made' | 'changed' | 'removed'): string =>
    names(
      evidence.variables
        .filter(variable => variable.change === change && variable.type !== 'module')
        .map(({ name, size }) => (size ? `${shorten(name)}, ${shorten(size)}` : shorten(name))),
      trans
    );
  const [made, changed, removed] = [of('made'), of('changed'), of('removed')];
  return [
    made && trans.__('makes %1', made),
    changed && trans.__('changes %1', changed),
    removed && trans.__('removes %1', removed)
  ];
}

function files(evidence: Evidence, trans: TranslationBundle): string[] {
  const of = (deleted: boolean): string =>
    names(
      evidence.files
        .filter(file => (file.change === 'deleted') === deleted)
        .map(file => shorten(file.path)),
      trans
    );
  const [written, deleted] = [of(false), of(true)];
  return [written && trans.__('writes %1', written), deleted && trans.__('deletes %1', deleted)];
}

function names(all: readonly string[], trans: TranslationBundle): string {
  const some = all.slice(0, MOST_NAMES).join('; ');
  return all.length > MOST_NAMES ? trans.__('%1 and %2 more', some, all.length - MOST_NAMES) : some;
}
