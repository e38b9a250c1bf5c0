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

/** Calls Bolt's capabilities on the server. */
export interface IBoltClient {
  /** Call one capability. Aborting the signal cancels its work on the server; rejects with `BoltError`. */
  call<Name extends Capability>(
    name: Name,
    request: RequestOf<Name>,
    options?: { signal?: AbortSignal }
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
    const url = URLExt.join(this._settings.baseUrl, 'bolt/api', ...name.split('.'));
    const init = { method: 'POST', body: JSON.stringify(request), signal: options.signal ?? null };
    const response = await this._send(url, init);
    const text = await response.text();
    if (!response.ok) {
      throw readError(response.status, text);
    }
    return JSON.parse(text) as ResponseOf<Name>;
  }

  private async _send(url: string, init: RequestInit): Promise<Response> {
    try {
      return await ServerConnection.makeRequest(url, init, this._settings);
    } catch (reason) {
      // An abort arrives as a NetworkError, so the signal is what tells them apart.
      const aborted = init.signal?.aborted ?? false;
      throw new BoltError(aborted ? 'Cancelled' : 'Unreachable', String(reason), '');
    }
  }
}
