/** @jest-environment node */
import { BoltError } from '../../src/client/errors';
import type { IServerEvent } from '../../src/client/events';
import { Stream } from '../../src/client/stream';
import type { IStreamRoutes } from '../../src/client/stream';

function wire(id: number, event: string, data: object): string {
  return `id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}

const STARTED = wire(1, 'started', { stream_id: 's' });
const STEP = wire(2, 'progress', { message: 'Trying é' });
const RESULT = wire(3, 'result', { outcome: 'fixed' });

/** A body that gives these pieces one by one, and then ends, is cut, or goes on without a word. */
function bodyOf(
  pieces: readonly Uint8Array[],
  end: 'end' | 'cut' | 'hang' = 'end'
): ReadableStream<Uint8Array> {
  const left = [...pieces];
  return new ReadableStream({
    pull: controller => {
      const next = left.shift();
      if (next) {
        controller.enqueue(next);
      } else if (end === 'end') {
        controller.close();
      } else if (end === 'cut') {
        controller.error(new TypeError('network'));
      } else {
        return new Promise(() => undefined);
      }
      return undefined;
    }
  });
}

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Serves one body for each connection, and notes from where it was resumed. */
class ScriptedRoutes implements IStreamRoutes {
  constructor(private readonly _bodies: (ReadableStream<Uint8Array> | BoltError)[]) {}

  readonly resumedAfter: number[] = [];
  readonly stopped: string[] = [];
  readonly signals: AbortSignal[] = [];

  open(signal: AbortSignal): Promise<ReadableStream<Uint8Array>> {
    this.signals.push(signal);
    const next = this._bodies.shift()!;
    return next instanceof BoltError ? Promise.reject(next) : Promise.resolve(next);
  }

  resume(_: string, after: number, signal: AbortSignal): Promise<ReadableStream<Uint8Array>> {
    this.resumedAfter.push(after);
    return this.open(signal);
  }

  stop(streamId: string): void {
    this.stopped.push(streamId);
  }
}

function follow(routes: ScriptedRoutes, signal = new AbortController().signal) {
  const heard: IServerEvent[] = [];
  const result = new Stream(routes, signal, event => heard.push(event)).result();
  return { heard, result };
}

it('hears each event once, however the bytes are cut', async () => {
  const bytes = encode(STARTED + ': keep-alive\n\n' + STEP + RESULT);
  const single = Array.from(bytes, (_, at) => bytes.slice(at, at + 1));
  const { heard, result } = follow(new ScriptedRoutes([bodyOf(single)]));
  expect(await result).toEqual({ outcome: 'fixed' });
  expect(heard.map(event => event.data)).toEqual([{ message: 'Trying é' }]);
});

it.each(['end', 'cut'] as const)('goes on where the connection was %s', async end => {
  const routes = new ScriptedRoutes([
    bodyOf([encode(STARTED + STEP)], end),
    new BoltError('Unreachable', '', ''),
    bodyOf([encode(RESULT)])
  ]);
  const { heard, result } = follow(routes);
  expect(await result).toEqual({ outcome: 'fixed' });
  expect(routes.resumedAfter).toEqual([2, 2]);
  expect(heard).toHaveLength(1);
  expect(routes.stopped).toEqual([]);
});

it('gives up on a stream that the server no longer has', async () => {
  const gone = new BoltError('StreamNotFound', 'gone', '');
  const { result } = follow(new ScriptedRoutes([bodyOf([encode(STARTED)], 'cut'), gone]));
  await expect(result).rejects.toBe(gone);
});

it('rejects with the error that the server tells', async () => {
  const error = wire(2, 'error', {
    error: { type: 'KernelNotFound', message: 'no', hint: 'start' }
  });
  const { result } = follow(new ScriptedRoutes([bodyOf([encode(STARTED + error)])]));
  await expect(result).rejects.toMatchObject({
    type: 'KernelNotFound',
    message: 'no',
    hint: 'start'
  });
});

it('stops the work on the server when it is cancelled, and only then', async () => {
  const routes = new ScriptedRoutes([bodyOf([encode(STARTED + STEP)], 'hang')]);
  const controller = new AbortController();
  const { heard } = follow(routes, controller.signal);
  while (heard.length === 0) {
    await new Promise(resolve => setTimeout(resolve, 0));
  }
  expect(routes.stopped).toEqual([]);
  controller.abort();
  expect(routes.stopped).toEqual(['s']);
  expect(routes.signals.map(each => each.aborted)).toEqual([true]);

  const finished = new ScriptedRoutes([bodyOf([encode(STARTED + RESULT)])]);
  const later = new AbortController();
  await follow(finished, later.signal).result;
  later.abort();
  expect(finished.stopped).toEqual([]);
});

describe('cancelled before its first event', () => {
  beforeEach(() => jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask'] }));
  afterEach(() => jest.useRealTimers());

  it('is stopped as soon as its id is known, and heard no more', async () => {
    const routes = new ScriptedRoutes([bodyOf([encode(STARTED), encode(STEP)], 'hang')]);
    const controller = new AbortController();
    const { heard, result } = follow(routes, controller.signal);
    controller.abort();
    expect(routes.signals.map(each => each.aborted)).toEqual([false]);
    await expect(result).rejects.toMatchObject({ type: 'Cancelled' });
    expect(routes.stopped).toEqual(['s']);
    expect(routes.signals.map(each => each.aborted)).toEqual([true]);
    expect(heard).toEqual([]);
  });

  it('does not wait for an id for ever', () => {
    const routes = new ScriptedRoutes([bodyOf([], 'hang')]);
    const controller = new AbortController();
    void follow(routes, controller.signal);
    controller.abort();
    expect(routes.signals.map(each => each.aborted)).toEqual([false]);
    jest.runAllTimers();
    expect(routes.signals.map(each => each.aborted)).toEqual([true]);
    expect(routes.stopped).toEqual([]);
  });

  it('is not even asked for when it was cancelled before', async () => {
    const routes = new ScriptedRoutes([bodyOf([], 'hang')]);
    const { result } = follow(routes, AbortSignal.abort());
    await expect(result).rejects.toMatchObject({ type: 'Cancelled' });
    expect(routes.signals).toEqual([]);
  });
});
