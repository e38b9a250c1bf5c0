import { nullTranslator } from '@jupyterlab/translation';

import type { FixStep } from '../../src/client/models';
import { stepText } from '../../src/debugging/steps';

const trans = nullTranslator.load('jupyter-bolt');
const STEP = { kind: 'progress', count: 0, model: '', tried: 0, message: '' } as const;

it.each<[Partial<FixStep>, string]>([
  [{ step: 'running' }, 'Running the cell as it is'],
  [{ step: 'waiting' }, 'Running the cell as it is, as soon as other replays have ended'],
  [{ step: 'trying', count: 1 }, 'Trying 1 change'],
  [{ step: 'trying', count: 3 }, 'Trying 3 changes'],
  [{ step: 'asking', model: 'openai:small' }, 'Asking openai:small'],
  [{ message: 'As the server says' }, 'As the server says']
])('says %j in words of the page', (facts, text) => {
  expect(stepText({ ...STEP, ...facts } as FixStep, trans)).toBe(text);
});
