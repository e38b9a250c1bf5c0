/** What the server answered instead of a result: what happened, and what to do next. */
export class BoltError extends Error {
  constructor(
    readonly type: string,
    message: string,
    readonly hint: string
  ) {
    super(message);
    this.name = 'BoltError';
  }
}

/** Read an error answer; one that is not Bolt's own keeps its HTTP status as its type. */
export function readError(status: number, text: string): BoltError {
  try {
    return errorOf(JSON.parse(text), `HTTP ${status}`);
  } catch {
    // A proxy answers in HTML.
    return new BoltError(`HTTP ${status}`, '', '');
  }
}

/** The error in an answer that has been parsed. */
export function errorOf(answer: unknown, type = 'Error'): BoltError {
  const { error } = (answer ?? {}) as {
    error?: { type?: string; message?: string; hint?: string };
  };
  return new BoltError(error?.type ?? type, error?.message ?? '', error?.hint ?? '');
}
