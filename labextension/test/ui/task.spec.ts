import { Task } from '../../src/ui/task';

it('gives its result', async () => {
  const task = new Task(() => Promise.resolve(42));
  await task.start();
  expect(task.state).toEqual({ status: 'done', result: 42 });
});

it('keeps its error and can be started again', async () => {
  let works = false;
  const task = new Task(() => (works ? Promise.resolve(1) : Promise.reject(new Error('no'))));
  await task.start();
  expect(task.state.status).toBe('failed');
  works = true;
  await task.start();
  expect(task.state.status).toBe('done');
});

it('aborts its work when it is cancelled, and shows nothing that comes later', async () => {
  let seen: AbortSignal | null = null;
  let finish: (value: number) => void = () => undefined;
  const task = new Task(signal => {
    seen = signal;
    return new Promise<number>(resolve => (finish = resolve));
  });
  const started = task.start();
  task.cancel();
  finish(1);
  await started;
  expect(seen!.aborted).toBe(true);
  expect(task.state.status).toBe('cancelled');
});

it('ends its work with itself', () => {
  let seen: AbortSignal | null = null;
  const task = new Task(signal => {
    seen = signal;
    return new Promise<number>(() => undefined);
  });
  void task.start();
  task.dispose();
  expect(seen!.aborted).toBe(true);
});
