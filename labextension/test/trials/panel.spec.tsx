import type { Evidence } from '../../src/client/models';
import { TrialPanel } from '../../src/trials/panel';
import type { Card } from '../../src/ui/card';
import { Task } from '../../src/ui/task';
import { AROUND, buttonOf, drawn, showCard } from '../ui/card';
import { evidenceWith } from './evidence';

const EVIDENCE = evidenceWith({
  variables: [{ name: 'x', change: 'made', type: 'int', size: '', repr: '1' }],
  files: [{ path: 'out.csv', change: 'made', size_bytes: 12 }]
});

let end: (evidence: Evidence) => void;

/** A card with a trial that is running. */
async function showTrial(): Promise<Card> {
  const task = new Task<Evidence>(() => new Promise(resolve => (end = resolve)));
  void task.start();
  return await showCard(card => (
    <TrialPanel task={task} card={card} around={AROUND} onReplay={() => undefined} />
  ));
}

it('hands the focus on to the card when a trial ends under Cancel', async () => {
  const card = await showTrial();
  buttonOf(card, 'Cancel').focus();
  await drawn(() => end(EVIDENCE));
  expect(card.node.textContent).toContain('Ran');
  expect(document.activeElement).toBe(card.node);
});

it('leaves the focus where it is when a trial ends elsewhere', async () => {
  const card = await showTrial();
  buttonOf(card, 'Close').focus();
  await drawn(() => end(EVIDENCE));
  expect(document.activeElement).toBe(buttonOf(card, 'Close'));
});

it('keeps the focus in the card when it is tried again', async () => {
  const card = await showTrial();
  await drawn(() => end(EVIDENCE));
  buttonOf(card, 'Try again').focus();
  await drawn(() => buttonOf(card, 'Try again').click());
  expect(document.activeElement).toBe(card.node);
});

it('names every column of its tables', async () => {
  const card = await showTrial();
  await drawn(() => end(EVIDENCE));
  const heads = [...card.node.querySelectorAll('th')].map(each => each.textContent);
  expect(heads).toEqual([
    ...['Variable', 'Change', 'Type', 'Size', 'Value'],
    ...['File', 'Change', 'Size']
  ]);
});
