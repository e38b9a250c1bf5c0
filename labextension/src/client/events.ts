/** One server-sent event as it arrives. */
export interface IServerEvent {
  readonly id: number;
  readonly event: string;
  readonly data: unknown;
}

/** Read server-sent events from a response's body as they come. Comments, the keep-alives, are passed over. */
export async function* readEvents(
  body: ReadableStream<Uint8Array>
): AsyncGenerator<IServerEvent, void> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) {
        return;
      }
      const blocks = (rest + decoder.decode(value, { stream: true })).split('\n\n');
      rest = blocks.pop() ?? '';
      yield* blocks.map(readEvent).filter(event => event !== null);
    }
  } finally {
    reader.cancel().catch(() => undefined);
  }
}

function readEvent(block: string): IServerEvent | null {
  const fields = new Map<string, string>();
  for (const line of block.split('\n')) {
    const at = line.indexOf(': ');
    if (at > 0) {
      fields.set(line.slice(0, at), line.slice(at + 2));
    }
  }
  const data = fields.get('data');
  if (data === undefined) {
    return null;
  }
  return {
    id: Number(fields.get('id') ?? 0),
    event: fields.get('event') ?? 'message',
    data: JSON.parse(data) as unknown
  };
}
