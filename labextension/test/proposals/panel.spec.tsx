import type { NotebookPanel } from '@jupyterlab/notebook';
import type { IBoltClient } from '../../src/client/client';
import { BoltError } from '../../src/client/errors';
import type { IAnswer } from '../../src/proposals/answer';
import { ExplanationView } from '../../src/proposals/explanation';
import { ProposalPanel } from '../../src/proposals/panel';
import { DecisionProblem } from '../../src/proposals/problem';
import { ProposalSession } from '../../src/proposals/session';
import type { Card } from '../../src/ui/card';
import { evidenceWith } from '../trials/evidence';
import { AROUND, buttonOf, drawn, showCard } from '../ui/card';

const NOTHING: IAnswer = {
  message: 'No rule knows it.',
  proposals: [],
  evidence: evidenceWith({})
};

let end: (answer: IAnswer) => void;

/** A card with a search that is under way. */
async function showSearch(): Promise<Card> {
  const session = new ProposalSession(
    {} as unknown as NotebookPanel,
    {} as IBoltClient,
    'cell',
    () => new Promise(resolve => (end = resolve))
  );
  void session.task.start();
  return await showCard(card => (
    <ProposalPanel session={session} card={card} around={AROUND} progress="Finding" />
  ));
}

it('hands the focus on to the card when an answer comes under Cancel', async () => {
  const card = await showSearch();
  buttonOf(card, 'Cancel').focus();
  await drawn(() => end(NOTHING));
  expect(card.node.textContent).toContain(NOTHING.message);
  expect(document.activeElement).toBe(card.node);
});

it('leaves the focus outside of the card where it is when an answer comes', async () => {
  await showSearch();
  (document.activeElement as HTMLElement).blur();
  await drawn(() => end(NOTHING));
  expect(document.activeElement).toBe(document.body);
});

it.each([
  ['KeyError', 'Now it fails with NameError, not with KeyError as above: `df` has'],
  ['NameError', 'Why it failed: `df` has'],
  [null, 'Why it failed: `df` has']
])('says what it explains where the output shows %s', async (shownError, said) => {
  const explanation = { kind: '', what: '`df` has no value here.', where: '', line: 1, cause: '' };
  const answer = {
    ...NOTHING,
    error: { name: 'NameError' },
    shownError,
    explanation: { ...explanation, values: [], made_by: [] }
  };
  const card = await showCard(() => <ExplanationView answer={answer} around={AROUND} />);
  expect(card.node.textContent).toContain(said.replaceAll('`', ''));
});

it('says in words, not by its id, that the server no longer has a proposal', async () => {
  const gone = new BoltError('ProposalNotFound', "There is no proposal 'a1b2'.", 'hint');
  const card = await showCard(() => <DecisionProblem problem={gone} around={AROUND} />);
  expect(card.node.textContent).toContain('The server no longer has this proposal.');
  expect(card.node.textContent).not.toContain('a1b2');
});
