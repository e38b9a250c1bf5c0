import { YNotebook } from '@jupyter/ydoc';
import type { NotebookPanel } from '@jupyterlab/notebook';
import { Signal } from '@lumino/signaling';

import type { IBoltClient } from '../../src/client/client';
import { BoltError } from '../../src/client/errors';
import type { AppliedEdits, Proposal } from '../../src/client/models';
import type { Ask, IAnswer, IConsent, IHearing } from '../../src/proposals/answer';
import { History } from '../../src/proposals/history';
import { ProposalSession } from '../../src/proposals/session';
import { evidenceWith } from '../trials/evidence';

const BEFORE = 'print(lenght)';

function proposal(id: string, after: string): Proposal {
  return {
    proposal_id: id,
    path: 'Untitled.ipynb',
    title: '',
    explanation: '',
    source: 'rule:names',
    edits: [{ cell_id: 'cell', before: BEFORE, after }],
    evidence: evidenceWith({}),
    first: [],
    notes: [],
    status: 'pending'
  };
}

/** A panel's parts that a session reads, over a real shared model. */
function panelOver(sharedModel: YNotebook): NotebookPanel {
  const source = {};
  return {
    context: {
      localPath: 'Untitled.ipynb',
      model: { collaborative: false, sharedModel, cells: [] }
    },
    content: {},
    disposed: new Signal(source),
    sessionContext: { kernelChanged: new Signal(source), statusChanged: new Signal(source) }
  } as unknown as NotebookPanel;
}

/** Decides as a server does that sees the tab's cells. */
class ScriptedClient {
  error: BoltError | null = null;

  call(name: string, { proposal_id }: { proposal_id: string }): Promise<unknown> {
    if (this.error) {
      return Promise.reject(this.error);
    }
    const [decided] = ALL.filter(each => each.proposal_id === proposal_id);
    const [edit] = decided!.edits;
    const back = { cell_id: 'cell', before: edit!.after, after: edit!.before };
    const outcomes: Record<string, [Proposal['status'], AppliedEdits | null]> = {
      'proposals.accept': ['accepted', { applied_by: 'tab', edits: [edit!] }],
      'proposals.undo': ['undone', { applied_by: 'tab', edits: [back] }],
      'proposals.reject': ['rejected', null]
    };
    const [status, applied] = outcomes[name]!;
    return Promise.resolve({ proposal: { ...decided!, status }, applied });
  }
}

const ALL = [proposal('a', 'print(length)'), proposal('b', 'print(len)')];

function failing(): YNotebook {
  const notebook = YNotebook.create({ disableDocumentWideUndoRedo: true });
  notebook.insertCells(0, [{ cell_type: 'code', id: 'cell', source: BEFORE, metadata: {} }]);
  return notebook;
}

function sessionAsking(ask: Ask, notebook = failing()): ProposalSession {
  const client = new ScriptedClient() as unknown as IBoltClient;
  return new ProposalSession(panelOver(notebook), client, 'cell', ask);
}

async function start(): Promise<{
  session: ProposalSession;
  notebook: YNotebook;
  panel: NotebookPanel;
  client: ScriptedClient;
}> {
  const notebook = failing();
  const panel = panelOver(notebook);
  const client = new ScriptedClient();
  const session = new ProposalSession(panel, client as unknown as IBoltClient, 'cell', () =>
    Promise.resolve({ message: '', proposals: ALL, evidence: evidenceWith({}) })
  );
  await session.task.start();
  return { session, notebook, panel, client };
}

it('shows what is found at once, and the best when all is known, unless one is being read', async () => {
  let hearing!: IHearing;
  let answer!: (answer: IAnswer) => void;
  const session = sessionAsking((_, given) => {
    hearing = given;
    return new Promise(resolve => (answer = resolve));
  });
  const clock = jest.spyOn(Date, 'now').mockReturnValue(1000);
  const [a, b] = ALL as [Proposal, Proposal];
  const noted = { ...b, notes: ['Cell 2, which ran before, fails after it (TypeError).'] };
  for (const readFor of [100, 5000]) {
    const done = session.again();
    hearing.step('Trying 2 changes');
    expect(session.step).toBe('Trying 2 changes');
    hearing.found(b);
    hearing.found(b);
    expect(session.current).toBe(b);
    clock.mockReturnValue(Date.now() + readFor);
    answer({ message: '', proposals: [a, noted], evidence: evidenceWith({}) });
    await done;
    expect(session.pending).toEqual([a, noted]);
    expect(session.current).toBe(readFor === 100 ? a : noted);
  }
  clock.mockRestore();
});

it('keeps the one that is being read when the answer leaves it out, and accepts that one', async () => {
  let answer!: (answer: IAnswer) => void;
  const [a, b] = ALL as [Proposal, Proposal];
  const session = sessionAsking((_, hearing) => {
    hearing.found(b);
    return new Promise(resolve => (answer = resolve));
  });
  const clock = jest.spyOn(Date, 'now').mockReturnValue(1000);
  const done = session.again();
  clock.mockReturnValue(6000);
  answer({ message: '', proposals: [a], evidence: evidenceWith({}) });
  await done;
  clock.mockRestore();
  expect(session.pending).toEqual([a, b]);
  expect(session.current).toBe(b);
  expect(await session.accept()).toBe(true);
  expect(session.decided?.proposal_id).toBe('b');
});

it('drops what was found when the answer leaves it out and it was not read yet', async () => {
  const [a, b] = ALL as [Proposal, Proposal];
  const session = sessionAsking((_, hearing) => {
    hearing.found(b);
    return Promise.resolve({ message: '', proposals: [a], evidence: evidenceWith({}) });
  });
  await session.task.start();
  expect(session.pending).toEqual([a]);
});

it('decides on the proposal that was shown when the button was pressed', async () => {
  const { session, notebook } = await start();
  const shown = session.current;
  session.next();
  expect(await session.accept(shown)).toBe(true);
  expect(session.decided?.proposal_id).toBe('a');
  expect(notebook.getCell(0).getSource()).toBe('print(length)');
});

it('asks again with all that the person has agreed to', async () => {
  const agreed: IConsent[] = [];
  const session = sessionAsking((_, __, consent) => {
    agreed.push(consent);
    return Promise.resolve({ message: '', proposals: [], evidence: evidenceWith({}) });
  });
  await session.task.start();
  await session.again({ patient: true });
  await session.again({ model: true });
  expect(agreed).toEqual([{}, { patient: true }, { patient: true, model: true }]);
});

it('lets what was found be decided on after the search was cancelled', async () => {
  const notebook = failing();
  const session = sessionAsking((_, hearing) => {
    hearing.found(ALL[0]!);
    return new Promise(() => undefined);
  }, notebook);
  void session.task.start();
  session.task.cancel();
  expect(session.current?.proposal_id).toBe('a');
  expect(await session.accept()).toBe(true);
  expect(notebook.getCell(0).getSource()).toBe('print(length)');
});

it('goes round its proposals', async () => {
  const { session } = await start();
  expect(session.current?.proposal_id).toBe('a');
  session.next();
  expect(session.current?.proposal_id).toBe('b');
  session.next();
  expect(session.current?.proposal_id).toBe('a');
});

it('applies what is accepted, and takes it back', async () => {
  const { session, notebook } = await start();
  expect(await session.accept()).toBe(true);
  expect(notebook.getCell(0).getSource()).toBe('print(length)');
  expect(session.decided?.status).toBe('accepted');
  expect(await session.undo()).toBe(true);
  expect(notebook.getCell(0).getSource()).toBe(BEFORE);
  expect(session.decided?.status).toBe('undone');
});

it('goes on to the next when one is rejected, until none is left', async () => {
  const { session, notebook } = await start();
  await session.reject();
  expect(session.current?.proposal_id).toBe('b');
  await session.reject();
  expect(session.current).toBeNull();
  expect(notebook.getCell(0).getSource()).toBe(BEFORE);
});

it('changes nothing and keeps the reason when the cell has changed while the server answered', async () => {
  const { session, notebook } = await start();
  notebook.getCell(0).setSource('print(1)');
  expect(await session.accept()).toBe(false);
  expect(notebook.getCell(0).getSource()).toBe('print(1)');
  expect(String(session.problem)).toContain('is changed');
  expect(session.decided).toBeNull();
});

it('keeps what the server refused, until the next step', async () => {
  const { session, client } = await start();
  client.error = new BoltError('ProposalClosed', 'closed', 'Ask for a new one.');
  expect(await session.accept()).toBe(false);
  expect(session.problem).toBe(client.error);
  session.next();
  expect(session.problem).toBeNull();
});

it('is found in the history for as long as it can be undone', async () => {
  const { session, panel } = await start();
  const history = new History();
  history.add(panel, {
    session,
    request: { label: '', progress: '', ask: () => new Promise(() => undefined) }
  });
  expect(history.last(panel)).toBeNull();
  await session.accept();
  expect(history.last(panel, 'cell')?.session).toBe(session);
  expect(history.last(panel, 'other')).toBeNull();
  await session.undo();
  expect(history.last(panel)).toBeNull();
});
