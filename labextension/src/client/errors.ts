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
    const { error } = JSON.parse(text) as {
      error?: { type?: string; message?: string; hint?: string };
    };
    if (error?.message) {
      return new BoltError(error.type ?? `HTTP ${status}`, error.message, error.hint ?? '');
    }
  } catch {
    // A proxy answers in HTML.
  }
  return new BoltError(`HTTP ${status}`, '', '');
}
