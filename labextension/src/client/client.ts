import { URLExt } from '@jupyterlab/coreutils';
import { ServerConnection } from '@jupyterlab/services';
import { Token } from '@lumino/coreutils';

import { BoltError, readError } from './errors';
import type { operations } from './types';

/** The names of the capabilities, as `group.verb`. */
export type Capability = {
  [Name in keyof operations]: operations[Name] extends {
    requestBody: { content: { 'application/json': unknown } };
  }
    ? Name
    : never;
}[keyof operations];

export type RequestOf<Name extends Capability> = operations[Name] extends {
  requestBody: { content: { 'application/json': infer Body } };
}
  ? Body
  : never;

export type ResponseOf<Name extends Capability> = operations[Name] extends {
  responses: { 200: { content: { 'application/json': infer Body } } };
}
  ? Body
  : never;

type StreamedEvent<Name extends Capability> = operations[Name] extends {
  responses: { 200: { content: { 'text/event-stream': infer Event } } };
}
  ? Event
  : never;

/** What a capability tells while it works. */
export type ProgressOf<Name extends Capability> = Exclude<
  StreamedEvent<Name>,
  { readonly event: 'started' | 'result' | 'error' }
>;

/** Calls Bolt's capabilities on the server. */
export interface IBoltClient {
  /** Call one capability. Aborting the signal cancels its work on the server; rejects with `BoltError`. */
  call<Name extends Capability>(
    name: Name,
    request: RequestOf<Name>,
    options?: { signal?: AbortSignal }
  ): Promise<ResponseOf<Name>>;

  /** The same, hearing what it tells meanwhile. A connection that is cut is taken up again. */
  stream<Name extends Capability>(
    name: Name,
    request: RequestOf<Name>,
    options: { signal: AbortSignal; hear: (event: ProgressOf<Name>) => void }
  ): Promise<ResponseOf<Name>>;
}

export const IBoltClient = new Token<IBoltClient>(
  'jupyter-bolt:IBoltClient',
  "Calls Bolt's capabilities on the server."
);

export class BoltClient implements IBoltClient {
  constructor(private readonly _settings: ServerConnection.ISettings) {}

  async call<Name extends Capability>(
    name: Name,
    request: RequestOf<Name>,
    options: { signal?: AbortSignal } = {}
  ): Promise<ResponseOf<Name>> {
    const init = { method: 'POST', body: JSON.stringify(request), signal: options.signal ?? null };
    const response = await this._send(this._url(...name.split('.')), init);
    return JSON.parse(await response.text()) as ResponseOf<Name>;
  }

  async stream<Name extends Capability>(
    name: Name,
    request: RequestOf<Name>,
    { signal, hear }: { signal: AbortSignal; hear: (event: ProgressOf<Name>) => void }
  ): Promise<ResponseOf<Name>> {
    const { Stream } = await import('./stream');
    const headers = { Accept: 'text/event-stream' };
    const body = JSON.stringify(request);
    const open = (url: string, init: RequestInit): Promise<ReadableStream<Uint8Array>> =>
      this._send(url, { ...init, headers }).then(response => response.body ?? emptyBody());
    const routes = {
      open: (signal: AbortSignal) =>
        open(this._url(...name.split('.')), { method: 'POST', body, signal }),
      resume: (streamId: string, after: number, signal: AbortSignal) =>
        open(`${this._url('streams', streamId)}?after=${after}`, { signal }),
      stop: (streamId: string): void => {
        const stopped = JSON.stringify({ stream_id: streamId });
        const init = { method: 'POST', body: stopped, keepalive: true };
        this._send(this._url('streams', 'stop'), init).catch(() => undefined);
      }
    };
    const stream = new Stream(routes, signal, event => hear(event as ProgressOf<Name>));
    return (await stream.result()) as ResponseOf<Name>;
  }

  private _url(...path: string[]): string {
    return URLExt.join(this._settings.baseUrl, 'bolt/api', ...path);
  }

  /** Send a request. Rejects with `BoltError` for what is no success. */
  private async _send(url: string, init: RequestInit): Promise<Response> {
    try {
      const response = await ServerConnection.makeRequest(url, init, this._settings);
      if (response.ok) {
        return response;
      }
      throw readError(response.status, await response.text());
    } catch (reason) {
      if (reason instanceof BoltError) {
        throw reason;
      }
      // An abort arrives as a NetworkError, so the signal is what tells them apart.
      const aborted = init.signal?.aborted ?? false;
      throw new BoltError(aborted ? 'Cancelled' : 'Unreachable', String(reason), '');
    }
  }
}

function emptyBody(): ReadableStream<Uint8Array> {
  return new ReadableStream({ start: controller => controller.close() });
}
