import { BoltError, errorOf } from './errors';
import { readEvents } from './events';
import type { IServerEvent } from './events';

/** How the connection to a stream is made: opened once, resumed after a cut, stopped on purpose. */
export interface IStreamRoutes {
  open(signal: AbortSignal): Promise<ReadableStream<Uint8Array>>;
  resume(streamId: string, after: number, signal: AbortSignal): Promise<ReadableStream<Uint8Array>>;
  stop(streamId: string): void;
}

const MOST_RESUMES = 5;
const FIRST_PAUSE_MS = 200;
/** For so long a cancelled request waits for its stream's id. A proxy may hold it back. */
const LONGEST_WAIT_MS = 5000;

/** One capability at work on the server, followed over as many connections as it takes. */
export class Stream {
  constructor(
    private readonly _routes: IStreamRoutes,
    private readonly _signal: AbortSignal,
    private readonly _hear: (event: IServerEvent) => void
  ) {
    _signal.addEventListener('abort', () => this._cancel(), { once: true });
  }

  /** Follow the stream to its result. Rejects with `BoltError`. */
  async result(): Promise<unknown> {
    this._throwIfCancelled();
    let body = await this._routes.open(this._connection.signal);
    for (let cuts = 0; ; cuts++) {
      const last = await this._follow(body);
      if (last) {
        return last.data;
      }
      if (this._streamId === null || cuts === MOST_RESUMES) {
        throw new BoltError('Unreachable', 'The connection was cut.', '');
      }
      body = await this._resume(this._streamId, cuts);
    }
  }

  /** Hand on what comes until the result, or until the connection ends without one. */
  private async _follow(body: ReadableStream<Uint8Array>): Promise<IServerEvent | null> {
    try {
      for await (const event of readEvents(body)) {
        this._at = event.id;
        if (event.event === 'started') {
          this._start((event.data as { stream_id: string }).stream_id);
        }
        this._throwIfCancelled();
        switch (event.event) {
          case 'result':
            this._ended = true;
            return event;
          case 'error':
            this._ended = true;
            throw errorOf(event.data);
          case 'started':
            break;
          default:
            this._hear(event);
        }
      }
    } catch (reason) {
      if (reason instanceof BoltError) {
        throw reason;
      }
      this._throwIfCancelled();
    }
    return null;
  }

  private _start(streamId: string): void {
    this._streamId = streamId;
    if (this._signal.aborted) {
      this._cancel();
    }
  }

  private async _resume(streamId: string, cuts: number): Promise<ReadableStream<Uint8Array>> {
    for (let tries = cuts; ; tries++) {
      await pause(FIRST_PAUSE_MS * 2 ** tries);
      this._throwIfCancelled();
      try {
        return await this._routes.resume(streamId, this._at, this._connection.signal);
      } catch (reason) {
        const unreachable = reason instanceof BoltError && reason.type === 'Unreachable';
        if (!unreachable || tries >= MOST_RESUMES) {
          throw reason;
        }
      }
    }
  }

  /**
   * Stop the work, then end the connection.
   *
   * To end it alone would leave the work to the server's time of grace. A stream whose id is not
   * known yet is followed, unheard, until it is: an id of the page's own could be stopped before
   * the server has it.
   */
  private _cancel(): void {
    if (this._ended) {
      return;
    }
    if (this._streamId === null) {
      setTimeout(() => this._connection.abort(), LONGEST_WAIT_MS);
    } else {
      this._routes.stop(this._streamId);
      this._connection.abort();
    }
  }

  private _throwIfCancelled(): void {
    if (this._signal.aborted) {
      throw new BoltError('Cancelled', '', '');
    }
  }

  private readonly _connection = new AbortController();
  private _streamId: string | null = null;
  private _at = 0;
  private _ended = false;
}

function pause(ms: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, ms));
}
